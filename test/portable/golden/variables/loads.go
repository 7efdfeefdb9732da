package loads

import "fmt"

type config struct{ data map[string]int }

var registry = map[string]int{"a": 1}

func Run() {
	c := &config{data: map[string]int{"a": 2}}
	fmt.Println(mapsan_Read(c.data)["a"], mapsan_Read(registry)["a"])
	v, ok := mapsan_Read(c.data)["b"]
	fmt.Println(v, ok, len(mapsan_Read(c.data)))
	var w, found = mapsan_Read(registry)["a"]
	fmt.Println(w, found)
	mapsan_Write(c.data)["b"] = mapsan_Read(registry)["a"] + len(mapsan_Read(registry))
	sum := 0
	for _, v := range mapsan_Range(c.data) {
		sum += v
	}
	if n := len(mapsan_Read(c.data)); n > 1 && mapsan_Read(c.data)["a"] == 2 || registry == nil {
		sum++
	}
	fmt.Println(sum, c.data == nil, nil != registry, (mapsan_Read(c.data))["a"])
	p := &registry
	fmt.Println((mapsan_Read(*p))["a"], len(mapsan_Read(*p)))
	list := []map[string]int{{"x": 1}, {"x": 2}}
	fmt.Println(mapsan_Read(list[1])["x"], len(mapsan_Read(list[0])), list[0] == nil)
	array := [2]map[string]int{{"y": 3}}
	fmt.Println(mapsan_Read(array[0])["y"], len(mapsan_Read(array[1])))
	local := map[string]int{"z": 4}
	fmt.Println(mapsan_Read(local)["z"], len(mapsan_Read(local)))
}
