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
	mapsan_Locking(&r.mu, 0).Lock()
	defer mapsan_Unlocking(&r.mu).Unlock()
	defer mapsan_DeferredDelete(r.open, id)
	fmt.Println("closing", mapsan_Read(r.open)[id])
}

func Run() {
	r := &register{open: map[int]string{1: "one", 2: "two"}}
	r.close(1)
	fmt.Println(r.open)
	func() {
		defer mapsan_DeferredClear(r.open)
		defer fmt.Println("deferred", mapsan_Read(r.open)[2], len(mapsan_Read(r.open)))
		mapsan_Write(r.open)[2] = "changed"
	}()
	fmt.Println(r.open)
	done := make(chan string, 1)
	go func(s string) { done <- s + mapsan_Read(r.open)[3] }(mapsan_Read(r.open)[2])
	fmt.Println(<-done)
	ended := make(chan bool)
	anything := map[any]int{1: 1, "two": 2, nil: 3}
	func() {
		defer mapsan_DeferredDelete(anything, nil)
		defer mapsan_DeferredDelete(anything, "two")
		fmt.Println(len(mapsan_Read(anything)))
	}()
	fmt.Println(anything)
	func() {
		defer func() { fmt.Println("recovered:", recover()) }()
		defer mapsan_DeferredDelete(anything, any(func() {}))
	}()
	go func() { defer close(ended); defer mapsan_DeferredDelete(r.open, 2) }()
	<-ended
	var none map[int8]bool
	func() { defer mapsan_DeferredDelete(none, 1); defer mapsan_DeferredClear(none) }()
	handlers := map[string]func(int) int{"double": func(n int) int { return 2 * n }}
	defer func(n int) { fmt.Println("last", mapsan_Read(handlers)["double"](n)) }(r.counted(7))
}

func (r *register) counted(n int) int {
	mapsan_Write(r.open)[n] = "counted"
	return len(mapsan_Read(r.open))
}
