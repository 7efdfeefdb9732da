/*line /constructs/closures/before.go:1:1*/package closures; import mapsan_runtime "runtime"

import (
	"fmt"
	"sync"
)

func Run() {
	shared := map[string]int{"a": 1}
	fixed := map[string]int{"b": 2}
	var once sync.Once
	get := func() int {
		once.Do(func() { shared = map[string]int{"a": 3}; mapsan_runtime.MapsanStored(&shared) })
		return mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&shared))["a"] + fixed["b"]
	}
	fmt.Println(get(), mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&shared))), mapsan_runtime.MapsanLen(fixed))
	for i := 0; i < 2; i++ {
		m := map[int]int{i: i}
		func() { mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&m))[9] = i }()
		m, err := map[int]int{}, error(nil)
		func() { m = map[int]int{i: mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&m)))}; mapsan_runtime.MapsanStored(&m) }()
		fmt.Println(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&m)), err)
	}
	var funcs []func()
	for m := mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&shared)); mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&m))) < 3; m = grown(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&m))) {
		funcs = append(funcs, func() { mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&m))["x"]++; fmt.Println(mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&m)))); m = nil; mapsan_runtime.MapsanStored(&m) })
	}
	for _, f := range funcs {
		f()
	}
	param(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&shared)))
}

func grown(m map[string]int) map[string]int {
	more := map[string]int{fmt.Sprint(mapsan_runtime.MapsanLen(m)): 1}
	for k, v := range m {
		more[k] = v
	}
	return more
}

func param(m map[string]int) {
	func() { m = map[string]int{"p": 1}; mapsan_runtime.MapsanStored(&m) }()
	fmt.Println(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&m))["p"], mapsan_runtime.MapsanLen(mapsan_runtime.MapsanTell(mapsan_runtime.MapsanLoad(&m))))
}
