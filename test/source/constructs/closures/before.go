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
		return shared["a"] + fixed["b"]
	}
	fmt.Println(get(), len(shared), len(fixed))
	for i := 0; i < 2; i++ {
		m := map[int]int{i: i}
		func() { m[9] = i }()
		m, err := map[int]int{}, error(nil)
		func() { m = map[int]int{i: len(m)} }()
		fmt.Println(m, err)
	}
	var funcs []func()
	for m := shared; len(m) < 3; m = grown(m) {
		funcs = append(funcs, func() { m["x"]++; fmt.Println(len(m)); m = nil })
	}
	for _, f := range funcs {
		f()
	}
	param(shared)
}

func grown(m map[string]int) map[string]int {
	more := map[string]int{fmt.Sprint(len(m)): 1}
	for k, v := range m {
		more[k] = v
	}
	return more
}

func param(m map[string]int) {
	func() { m = map[string]int{"p": 1} }()
	fmt.Println(m["p"], len(m))
}
