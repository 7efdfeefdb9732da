package generics

import "fmt"

type set[K comparable] map[K]struct{}

func (s set[K]) add(k K) { s[k] = struct{}{} }

func (s set[K]) has(k K) bool {
	_, ok := s[k]
	return ok
}

func count[M ~map[K]V, K comparable, V any](m M) (n int) {
	for range m {
		n++
	}
	return n + len(m)
}

func put[M map[K]V | set2[K, V], K comparable, V any](m M, k K, v V) { m[k] = v }

type set2[K comparable, V any] map[K]V

func merged[K comparable, V int | float64](a, b map[K]V) map[K]V {
	for k, v := range b {
		a[k] += v
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
	any[int8(1)] = 4
	fmt.Println(any[1], any["a"], any[2.5], any[int8(1)], any[int16(1)])
	arrays := map[[2]int][2]string{{1, 2}: {"a", "b"}}
	fmt.Println(arrays[[2]int{1, 2}][1], len(arrays[[2]int{}]))
}
