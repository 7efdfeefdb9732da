// Package library hands maps to package maps, which reads them at once.
package library

import (
	"fmt"
	"maps"
)

type shop struct{ stock map[string]int }

func name() string { return "b" }

func (s *shop) isCheap(_ string, n int) bool { return n < s.stock["limit"] }

func Run() {
	s := &shop{map[string]int{"a": 1, "b": 2, "limit": 2}}
	copied := maps.Clone(s.stock)
	maps.DeleteFunc(copied, s.isCheap)
	fmt.Println(copied, maps.Equal(s.stock, copied), maps.Equal(s.stock, maps.Clone(s.stock)))
	maps.Copy(copied, map[string]int{name(): 7}) // writes only if there is something to copy
	fmt.Println(maps.EqualFunc(copied, s.stock, func(x, y int) bool { return x == y }), copied["b"])
}
