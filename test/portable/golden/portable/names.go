// Package names has names that are not what they seem.
package names

import "fmt"

type index map[string][]int

func (i index) first(k string) int { return mapsan_Read(i)[k][0] }

type holder struct {
	index
	*inner
}

type inner struct{ deep map[string]int }

type alias = map[string]int

func delete(m map[string]int, k string) { fmt.Println("not the builtin", k, mapsan_Read(m)[k]) }

func Run() {
	len := func(m map[string]int) int { return mapsan_Read(m)["len"] }
	h := holder{index{"a": {5}}, &inner{map[string]int{"len": 42}}}
	fmt.Println(h.first("a"), h.index["a"], len(h.deep), mapsan_Read(h.deep)["len"])
	delete(h.deep, "len")
	first := h.index.first
	fmt.Println(first("a"), index.first(h.index, "a"))
	var a alias = h.deep
	mapsan_Write(a)["b"] = 1
	p := &a
	(mapsan_Write(*p))["c"] = 2
	(mapsan_Write(a))["d"] = 3
	fmt.Println((mapsan_Read(*p))["b"], (mapsan_Read(h.deep))["c"], map[string]int{"fresh": 1}["fresh"])
	const k = "b"
	var keyed = map[byte]string{'x': "ex"}
	mapsan_Write(keyed)[1<<3] = k
	fmt.Println(mapsan_Read(keyed)['x'], mapsan_Read(keyed)[8], mapsan_Read(h.deep)[k])
	{
		map_ := []string{"a slice"}
		map_[0] += "!"
		fmt.Println(map_[0])
	}
}
