/*line /constructs/generics/before.go:1:1*/package generics; import mapsan_runtime "runtime"

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
	if mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.items)) == nil {
		c.items = make(map[K]V); mapsan_runtime.MapsanStored(&c.items)
	}
	mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.items))[k] = v
}

func (c *cache[K, V]) keys() []K { return slices.Sorted(maps.Keys(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.items)))) }

type holder[M ~map[K]V, K comparable, V any] struct{ m M }

func size[M ~map[K]V, K comparable, V any](h *holder[M, K, V], p *M) int {
	*p = mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&h.m)); mapsan_runtime.MapsanStored(&*p)
	return mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&h.m))) + mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&*p)))
}

type counts map[string]int

func (c counts) total() (n int) {
	for _, v := range c {
		n += v
	}
	return n + mapsan_runtime.MapsanLen(c)
}

func Run() {
	c := &cache[string, []int]{}
	c.put("b", nil)
	c.put("a", []int{1})
	fmt.Println(c.keys(), mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.items))))
	h := &holder[counts, string, int]{m: counts{"x": 2}}
	var copied counts
	fmt.Println(size(h, &copied), copied.total(), mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&h.m)).total())
	var plain map[string]int = mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&h.m))
	fmt.Println(mapsan_runtime.MapsanLen(plain))
	h.m = map[string]int{"y": 3}; mapsan_runtime.MapsanStored(&h.m)
	fmt.Println(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&h.m)))
}
