/*line /constructs/nested/before.go:1:1*/package nested; import mapsan_runtime "runtime"

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
	mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&o.deep))["a"]["b"]++
	mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&o.deep))["c"] = map[string]int{}
	mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&o.deep))["c"]["d"] = mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&o.deep))["a"])
	mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&o.boxes))["x"].counts))["n"] += mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&o.values))["v"].counts["n"]
	mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&o.boxes))["x"].counts = map[string]int{"fresh": 1}
	o.grid[1][2] = map[int]int{1: 1}; mapsan_runtime.MapsanStored(&o.grid[1][2])
	mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&o.grid[1][2]))[1]++
	o.ptrs[0].counts = map[string]int{}; mapsan_runtime.MapsanStored(&o.ptrs[0].counts)
	mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&o.ptrs[0].counts))["p"] = len(o.grid[1])
	fmt.Println(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&o.deep)), mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&o.boxes))["x"].counts)), o.grid, mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&o.ptrs[0].counts)), mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&o.boxes))["x"].counts))))
	for k, m := range mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&o.deep)) {
		for range m {
			mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&o.deep))[k]["z"] = 1
		}
	}
	fmt.Println(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&o.deep)))
}
