package later

import (
	"fmt"
	"sync"
)

type register struct {
	mu   sync.Mutex
	open map[int]string
}

func (r *register) close(id int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	defer delete(r.open, id)
	fmt.Println("closing", r.open[id])
}

func Run() {
	r := &register{open: map[int]string{1: "one", 2: "two"}}
	r.close(1)
	fmt.Println(r.open)
	func() {
		defer clear(r.open)
		defer fmt.Println("deferred", r.open[2], len(r.open))
		r.open[2] = "changed"
	}()
	fmt.Println(r.open)
	done := make(chan string, 1)
	go func(s string) { done <- s + r.open[3] }(r.open[2])
	fmt.Println(<-done)
	ended := make(chan bool)
	anything := map[any]int{1: 1, "two": 2, nil: 3}
	func() {
		defer delete(anything, nil)
		defer delete(anything, "two")
		fmt.Println(len(anything))
	}()
	fmt.Println(anything)
	func() {
		defer func() { fmt.Println("recovered:", recover()) }()
		defer delete(anything, any(func() {}))
	}()
	go func() { defer close(ended); defer delete(r.open, 2) }()
	<-ended
	var none map[int8]bool
	func() { defer delete(none, 1); defer clear(none) }()
	handlers := map[string]func(int) int{"double": func(n int) int { return 2 * n }}
	defer func(n int) { fmt.Println("last", handlers["double"](n)) }(r.counted(7))
}

func (r *register) counted(n int) int {
	r.open[n] = "counted"
	return len(r.open)
}
