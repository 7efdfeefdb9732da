package closures

import (
	"fmt"
	"sync"
)

func Run() {
	shared := map[string]int{"a": 1}
	fixed := map[string]int{"b": 2}
	var once sync.Once
	get := func() int {
		once.Do(func() { shared = map[string]int{"a": 3} })
		return mapsan_Read(shared)["a"] + mapsan_Read(fixed)["b"]
	}
	fmt.Println(get(), len(mapsan_Read(shared)), len(mapsan_Read(fixed)))
	for i := 0; i < 2; i++ {
		m := map[int]int{i: i}
		func() { mapsan_Write(m)[9] = i }()
		m, err := map[int]int{}, error(nil)
		func() { m = map[int]int{i: len(mapsan_Read(m))} }()
		fmt.Println(m, err)
	}
	var funcs []func()
	for m := shared; len(mapsan_Read(m)) < 3; m = grown(m) {
		funcs = append(funcs, func() { mapsan_Write(m)["x"]++; fmt.Println(len(mapsan_Read(m))); m = nil })
	}
	for _, f := range funcs {
		f()
	}
	param(shared)
}

func grown(m map[string]int) map[string]int {
	more := map[string]int{fmt.Sprint(len(mapsan_Read(m))): 1}
	for k, v := range mapsan_Range(m) {
		mapsan_Write(more)[k] = v
	}
	return more
}

func param(m map[string]int) {
	func() { m = map[string]int{"p": 1} }()
	fmt.Println(mapsan_Read(m)["p"], len(mapsan_Read(m)))
}
