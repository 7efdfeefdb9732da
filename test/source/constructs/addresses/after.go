/*line /constructs/addresses/before.go:1:1*/package addresses; import mapsan_runtime "runtime"

import (
	"encoding/json"
	"fmt"
	"unsafe"
)

type config struct{ data map[string]int }

func fill(p *map[string]int) { *p = map[string]int{"filled": 1}; mapsan_runtime.MapsanStored(&*p) }

func Run() {
	c := &config{}
	fill(&c.data)
	p := &c.data
	(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&*p)))["x"] = mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&*p)))
	var m map[string]int
	if err := json.Unmarshal([]byte(`{"a": 1}`), &m); err != nil {
		panic(err)
	}
	mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&m))["b"] = mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&m))["a"] + 1
	fmt.Println(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data)), mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&m)), mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&m))), unsafe.Sizeof(c.data), unsafe.Offsetof(c.data))
	value := config{}
	fill(&value.data)
	mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&value.data))["y"] = 2
	fmt.Println(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&value.data)))
	var array [2]map[string]int
	part := array[:]
	fill(&part[1])
	fmt.Println(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&array[1]))["filled"], len(array))
	var none *config
	func() {
		defer func() { fmt.Println(recover()) }()
		fmt.Println(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&none.data))["x"])
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		var null *map[string]int
		fmt.Println(mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&*null))))
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		var list []map[string]int
		list[len(list)] = nil
	}()
}
