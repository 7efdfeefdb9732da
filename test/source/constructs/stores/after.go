/*line /constructs/stores/before.go:1:1*/package stores; import mapsan_runtime "runtime"

import (
	"errors"
	"fmt"
)

type config struct {
	data, old map[string]int
	next      *config
}

var current map[string]int

func read() (map[string]int, error) { return map[string]int{"r": 1}, errors.New("late") }

func fresh() map[string]int { return map[string]int{"f": 1} }

func Run() {
	c := &config{}
	c.data = map[string]int{"a": 1}; mapsan_runtime.MapsanStored(&c.data) // a comment
	c.old = mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data)); mapsan_runtime.MapsanStored(&c.old)
	c.data = fresh(); mapsan_runtime.MapsanStored(&c.data)
	fmt.Println(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data)), mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.old)))
	var err error
	c.data, err = read(); mapsan_runtime.MapsanStored(&c.data)
	fmt.Println(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data)), err)
	c.data, c.old = mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.old)), mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data)); mapsan_runtime.MapsanStored(&c.data); mapsan_runtime.MapsanStored(&c.old)
	fmt.Println(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data)), mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.old)))
	current = nil; mapsan_runtime.MapsanStored(&current)
	current = map[string]int{
		"several": 1,
		"lines":   2,
	}; mapsan_runtime.MapsanStored(&current)
	fmt.Println(mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&current))))
	list := make([]map[string]int, 2)
	list[1] = fresh(); mapsan_runtime.MapsanStored(&list[1])
	p := &list[0]
	*p = fresh(); mapsan_runtime.MapsanStored(&*p)
	fmt.Println(list)
	{ c.data = nil; mapsan_runtime.MapsanStored(&c.data) }
	// What comes after would be another variable.
	c.next = &config{}
	c, c.data = c.next, fresh()
	fmt.Println(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data)) == nil)
	byName := map[string]*config{"x": c}
	byName["x"].data = fresh()
	fmt.Println(mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data))))
	if c.data = fresh(); mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&c.data))) == 1 {
		fmt.Println("one")
	}
}
