// Package library hands maps to package maps, which reads them at once.
package library

import (
	"fmt"
	"maps"
)

type shop struct{ stock map[string]int }

func name() string { return "b" }

func (s *shop) isCheap(_ string, n int) bool { return n < mapsan_Read(s.stock)["limit"] }

func Run() {
	s := &shop{map[string]int{"a": 1, "b": 2, "limit": 2}}
	copied := maps.Clone(mapsan_Read(s.stock))
	maps.DeleteFunc(mapsan_Read(copied), s.isCheap)
	fmt.Println(copied, maps.Equal(mapsan_Read(s.stock), mapsan_Read(copied)), maps.Equal(s.stock, mapsan_Read(mapsan_AfterRead(maps.Clone(mapsan_Read(s.stock)), s.stock))))
	maps.Copy(copied, map[string]int{name(): 7}) // writes only if there is something to copy
	fmt.Println(maps.EqualFunc(mapsan_Read(copied), mapsan_Read(s.stock), func(x, y int) bool { return x == y }), mapsan_Read(copied)["b"])
}
