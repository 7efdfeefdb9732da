/*line /constructs/builtin-len/before.go:1:1*/package builtinlen; import mapsan_runtime "runtime"

import rt "runtime"
import "fmt"

type stock map[string]int

type shop struct{ items stock }

func (s *shop) count() int { return mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&s.items))) }

func (s *shop) next() int { s.items[fmt.Sprint(mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&s.items))))] = 1; mapsan_runtime.MapsanLoaded(&s.items); return mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&s.items))) }

func Run() {
	s := &shop{items: stock{}}
	const n = len([3]int{})
	var none map[int]int
	fmt.Println(s.count(), n, len("text"), len([]int{1}), mapsan_runtime.MapsanLen(none), mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&s.items))), rt.GOOS != "")
	fmt.Println(len(s.items), s.next(), mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&s.items))))
	for i := 0; i < mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&s.items))); i++ {
		fmt.Println(i)
	}
	switch mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&s.items))) {
	case 0, mapsan_runtime.MapsanLen(stock{}):
		fmt.Println("none")
	case s.next() - 1:
		fmt.Println("as many")
	}
	fmt.Println(make([]int, mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&s.items)))), [...]int{mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&s.items)))}, mapsan_runtime.MapsanLen(stock(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&s.items)))))
	x := []int{1, 2, 3}
	fmt.Println(x[mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&s.items))):], min(mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&s.items))), 1))
}
