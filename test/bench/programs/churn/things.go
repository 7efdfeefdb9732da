package main

import "sync"

// goroutines touch a shared map, and end; a batch of them is alive at once.
func goroutines() func(n int) {
	var mu sync.Mutex
	hits := make(map[int]int)
	return func(n int) {
		var all sync.WaitGroup
		all.Add(n)
		for i := range n {
			go func() {
				mu.Lock()
				hits[i]++
				mu.Unlock()
				all.Done()
			}()
		}
		all.Wait()
	}
}

// A thing is a map, a mutex and a channel of its own.
type thing struct {
	mu   *sync.Mutex
	hits map[int]int
	done chan int
}

// things are made and used by one goroutine, then used by another, which lets go of them.
func things() func(n int) {
	made := make(chan []thing, 1)
	go func() {
		for some := range made {
			for _, t := range some {
				t.mu.Lock()
				t.hits[<-t.done]++
				t.mu.Unlock()
			}
		}
	}()
	return func(n int) {
		some := make([]thing, n)
		for i := range some {
			t := thing{new(sync.Mutex), make(map[int]int), make(chan int, 1)}
			t.mu.Lock()
			t.hits[i]++
			t.mu.Unlock()
			t.done <- i
			some[i] = t
		}
		made <- some
	}
}
