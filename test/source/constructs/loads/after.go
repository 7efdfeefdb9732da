/*line /constructs/loads/before.go:1:1*/package loads; import mapsan_runtime "runtime"

import "fmt"

type config struct{ data map[string]int }

var registry = map[string]int{"a": 1}

func Run() {
	c := &config{data: map[string]int{"a": 2}}
	fmt.Println(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data))["a"], mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&registry))["a"])
	v, ok := mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data))["b"]
	fmt.Println(v, ok, mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data))))
	var w, found = mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&registry))["a"]
	fmt.Println(w, found)
	mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data))["b"] = mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&registry))["a"] + mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&registry)))
	sum := 0
	for _, v := range mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data)) {
		sum += v
	}
	if n := mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data))); n > 1 && mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data))["a"] == 2 || mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&registry)) == nil {
		sum++
	}
	fmt.Println(sum, mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data)) == nil, nil != mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&registry)), (mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data)))["a"])
	p := &registry
	fmt.Println((mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&*p)))["a"], mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&*p))))
	list := []map[string]int{{"x": 1}, {"x": 2}}
	fmt.Println(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&list[1]))["x"], mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&list[0]))), mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&list[0])) == nil)
	array := [2]map[string]int{{"y": 3}}
	fmt.Println(array[0]["y"], mapsan_runtime.MapsanLen(array[1]))
	local := map[string]int{"z": 4}
	fmt.Println(local["z"], mapsan_runtime.MapsanLen(local))
}
