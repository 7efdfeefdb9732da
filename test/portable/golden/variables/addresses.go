package addresses

import (
	"encoding/json"
	"fmt"
	"unsafe"
)

type config struct{ data map[string]int }

func fill(p *map[string]int) { *p = map[string]int{"filled": 1} }

func Run() {
	c := &config{}
	fill(&c.data)
	p := &c.data
	(mapsan_Write(*p))["x"] = len(mapsan_Read(*p))
	var m map[string]int
	if err := json.Unmarshal([]byte(`{"a": 1}`), &m); err != nil {
		panic(err)
	}
	mapsan_Write(m)["b"] = mapsan_Read(m)["a"] + 1
	fmt.Println(c.data, m, len(mapsan_Read(m)), unsafe.Sizeof(c.data), unsafe.Offsetof(c.data))
	value := config{}
	fill(&value.data)
	mapsan_Write(value.data)["y"] = 2
	fmt.Println(value.data)
	var array [2]map[string]int
	part := array[:]
	fill(&part[1])
	fmt.Println(mapsan_Read(array[1])["filled"], len(array))
	var none *config
	func() {
		defer func() { fmt.Println(recover()) }()
		fmt.Println(mapsan_Read(none.data)["x"])
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		var null *map[string]int
		fmt.Println(len(mapsan_Read(*null)))
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		var list []map[string]int
		list[len(list)] = nil
	}()
}
