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
	o.deep["a"]["b"]++
	o.deep["c"] = map[string]int{}
	o.deep["c"]["d"] = len(o.deep["a"])
	o.boxes["x"].counts["n"] += o.values["v"].counts["n"]
	o.boxes["x"].counts = map[string]int{"fresh": 1}
	o.grid[1][2] = map[int]int{1: 1}
	o.grid[1][2][1]++
	o.ptrs[0].counts = map[string]int{}
	o.ptrs[0].counts["p"] = len(o.grid[1])
	fmt.Println(o.deep, o.boxes["x"].counts, o.grid, o.ptrs[0].counts, len(o.boxes["x"].counts))
	for k, m := range o.deep {
		for range m {
			o.deep[k]["z"] = 1
		}
	}
	fmt.Println(o.deep)
}
