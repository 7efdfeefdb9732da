package builtinlen

import rt "runtime"
import "fmt"

type stock map[string]int

type shop struct{ items stock }

func (s *shop) count() int { return len(mapsan_Read(s.items)) }

func (s *shop) next() int { s.items[fmt.Sprint(len(s.items))] = 1; return len(s.items) }

func Run() {
	s := &shop{items: stock{}}
	const n = len([3]int{})
	var none map[int]int
	fmt.Println(s.count(), n, len("text"), len([]int{1}), len(mapsan_Read(none)), len(mapsan_Read(s.items)), rt.GOOS != "")
	fmt.Println(len(s.items), s.next(), len(mapsan_Read(s.items)))
	for i := 0; i < len(mapsan_Read(s.items)); i++ {
		fmt.Println(i)
	}
	switch len(mapsan_Read(s.items)) {
	case 0, len(stock{}):
		fmt.Println("none")
	case s.next() - 1:
		fmt.Println("as many")
	}
	fmt.Println(make([]int, len(mapsan_Read(s.items))), [...]int{len(mapsan_Read(s.items))}, len(mapsan_Read(stock(s.items))))
	x := []int{1, 2, 3}
	fmt.Println(x[len(mapsan_Read(s.items)):], min(len(mapsan_Read(s.items)), 1))
}
