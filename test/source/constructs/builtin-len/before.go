package builtinlen

import rt "runtime"
import "fmt"

type stock map[string]int

type shop struct{ items stock }

func (s *shop) count() int { return len(s.items) }

func (s *shop) next() int { s.items[fmt.Sprint(len(s.items))] = 1; return len(s.items) }

func Run() {
	s := &shop{items: stock{}}
	const n = len([3]int{})
	var none map[int]int
	fmt.Println(s.count(), n, len("text"), len([]int{1}), len(none), len(s.items), rt.GOOS != "")
	fmt.Println(len(s.items), s.next(), len(s.items))
	for i := 0; i < len(s.items); i++ {
		fmt.Println(i)
	}
	switch len(s.items) {
	case 0, len(stock{}):
		fmt.Println("none")
	case s.next() - 1:
		fmt.Println("as many")
	}
	fmt.Println(make([]int, len(s.items)), [...]int{len(s.items)}, len(stock(s.items)))
	x := []int{1, 2, 3}
	fmt.Println(x[len(s.items):], min(len(s.items), 1))
}
