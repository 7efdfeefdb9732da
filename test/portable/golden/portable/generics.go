package generics

import "fmt"

type set[K comparable] map[K]struct{}

func (s set[K]) add(k K) { mapsan_Write(s)[k] = struct{}{} }

func (s set[K]) has(k K) bool {
	_, ok := mapsan_Read(s)[k]
	return ok
}

func count[M ~map[K]V, K comparable, V any](m M) (n int) {
	for range mapsan_Range(m) {
		n++
	}
	return n + len(mapsan_Read(m))
}

func put[M map[K]V | set2[K, V], K comparable, V any](m M, k K, v V) { mapsan_Write(m)[k] = v }

type set2[K comparable, V any] map[K]V

func merged[K comparable, V int | float64](a, b map[K]V) map[K]V {
	for k, v := range mapsan_Range(b) {
		mapsan_Write(a)[k] += v
	}
	return a
}

func Run() {
	s := set[string]{}
	s.add("a")
	fmt.Println(s.has("a"), s.has("b"), count(s))
	m := set2[int, string]{}
	put(m, 1, "one")
	fmt.Println(m, merged(map[string]int{"x": 1}, map[string]int{"x": 2, "y": 3}))
	any := map[interface{}]int{1: 1, "a": 2, 2.5: 3}
	mapsan_Write(any)[int8(1)] = 4
	fmt.Println(mapsan_Read(any)[1], mapsan_Read(any)["a"], mapsan_Read(any)[2.5], mapsan_Read(any)[int8(1)], mapsan_Read(any)[int16(1)])
	arrays := map[[2]int][2]string{{1, 2}: {"a", "b"}}
	fmt.Println(mapsan_Read(arrays)[[2]int{1, 2}][1], len(arrays[[2]int{}]))
}
