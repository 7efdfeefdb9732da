package generics

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

type cache[K cmp.Ordered, V any] struct {
	items map[K]V
}

func (c *cache[K, V]) put(k K, v V) {
	if c.items == nil {
		c.items = make(map[K]V)
	}
	mapsan_Write(c.items)[k] = v
}

func (c *cache[K, V]) keys() []K { return slices.Sorted(maps.Keys(c.items)) }

type holder[M ~map[K]V, K comparable, V any] struct{ m M }

func size[M ~map[K]V, K comparable, V any](h *holder[M, K, V], p *M) int {
	*p = h.m
	return len(mapsan_Read(h.m)) + len(mapsan_Read(*p))
}

type counts map[string]int

func (c counts) total() (n int) {
	for _, v := range mapsan_Range(c) {
		n += v
	}
	return n + len(mapsan_Read(c))
}

func Run() {
	c := &cache[string, []int]{}
	c.put("b", nil)
	c.put("a", []int{1})
	fmt.Println(c.keys(), len(mapsan_Read(c.items)))
	h := &holder[counts, string, int]{m: counts{"x": 2}}
	var copied counts
	fmt.Println(size(h, &copied), copied.total(), h.m.total())
	var plain map[string]int = h.m
	fmt.Println(len(mapsan_Read(plain)))
	h.m = map[string]int{"y": 3}
	fmt.Println(h.m)
}
