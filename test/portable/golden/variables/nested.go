package nested

import "fmt"

type inner struct{ counts map[string]int }

type outer struct {
	deep   map[string]map[string]int
	boxes  map[string]*inner
	values map[string]inner
	grid   [2][3]map[int]int
	ptrs   []*inner
}

func Run() {
	o := &outer{
		deep:   map[string]map[string]int{"a": {"b": 1}},
		boxes:  map[string]*inner{"x": {counts: map[string]int{"n": 1}}},
		values: map[string]inner{"v": {counts: map[string]int{"n": 2}}},
		ptrs:   []*inner{{}},
	}
	mapsan_Write(mapsan_Read(o.deep)["a"])["b"]++
	mapsan_Write(o.deep)["c"] = map[string]int{}
	mapsan_Write(mapsan_Read(o.deep)["c"])["d"] = len(mapsan_Read(mapsan_Read(o.deep)["a"]))
	mapsan_Write(mapsan_Read(o.boxes)["x"].counts)["n"] += mapsan_Read(mapsan_Read(o.values)["v"].counts)["n"]
	mapsan_Read(o.boxes)["x"].counts = map[string]int{"fresh": 1}
	o.grid[1][2] = map[int]int{1: 1}
	mapsan_Write(o.grid[1][2])[1]++
	o.ptrs[0].counts = map[string]int{}
	mapsan_Write(o.ptrs[0].counts)["p"] = len(o.grid[1])
	fmt.Println(o.deep, mapsan_Read(o.boxes)["x"].counts, o.grid, o.ptrs[0].counts, len(mapsan_Read(mapsan_Read(o.boxes)["x"].counts)))
	for k, m := range mapsan_Range(o.deep) {
		for range mapsan_Range(m) {
			mapsan_Write(mapsan_Read(o.deep)[k])["z"] = 1
		}
	}
	fmt.Println(o.deep)
}
