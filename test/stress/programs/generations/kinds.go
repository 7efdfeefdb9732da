package main

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// A kind of things: live makes n of them and uses each, together with a map, in more than one goroutine.
type kind struct {
	name string
	live func(n int)
}

var kinds = []kind{
	{"goroutines", goroutines},
	{"maps", each(shareMap)},
	{"maps-read-by-many", each(readByMany)},
	{"mutexes", each(useMutex)},
	{"rwmutexes", each(useRWMutex)},
	{"channels", each(useChannels)},
	{"waitgroups", each(useWaitGroup)},
	{"atomics", each(useAtomics)},
	{"timers", each(useTimer)},
	{"contexts", each(useContext)},
	{"sync-maps", each(useSyncMap)},
	{"pools", each(usePool)},
	{"finalizers", each(useFinalizer)},
	{"stacks", stacks},
	{"goroutines-alive", goroutinesAlive}, // last: afterwards clocks are as long as there are slots
}

// each calls use in several goroutines at once, and keeps nothing.
func each(use func()) func(n int) {
	const workers = 8
	return func(n int) {
		var all sync.WaitGroup
		for range workers {
			all.Add(1)
			go func() {
				defer all.Done()
				for range n / workers {
					use()
				}
			}()
		}
		all.Wait()
	}
}

// beside runs f in a goroutine that ends before beside returns. done orders the two.
func beside(f func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		f()
	}()
	<-done
}

// goroutines start and end, and each of them touches a map that all share.
func goroutines(n int) {
	var mu sync.Mutex
	shared := make(map[int]int)
	for range n / 10 {
		var all sync.WaitGroup
		for i := range 10 {
			all.Add(1)
			go func() {
				defer all.Done()
				mu.Lock()
				shared[i]++
				mu.Unlock()
			}()
		}
		all.Wait()
	}
}

// goroutinesAlive are all there at once.
func goroutinesAlive(n int) {
	var mu sync.Mutex
	var all, ready sync.WaitGroup
	shared := make(map[int]int)
	end := make(chan struct{})
	for i := range n {
		all.Add(1)
		ready.Add(1)
		go func() {
			defer all.Done()
			mu.Lock()
			shared[i%10]++
			mu.Unlock()
			ready.Done()
			<-end
		}()
	}
	ready.Wait()
	close(end)
	all.Wait()
}

func shareMap() {
	m := make(map[int]int)
	m[1] = 1
	beside(func() { m[2] = 2 })
	m[3] = 3
}

func readByMany() {
	m := map[int]int{1: 1}
	var all sync.WaitGroup
	for range 3 {
		all.Add(1)
		go func() {
			defer all.Done()
			_ = m[1]
		}()
	}
	all.Wait()
}

func useMutex() {
	mu, m := new(sync.Mutex), make(map[int]int)
	beside(func() {
		mu.Lock()
		m[1] = 1
		mu.Unlock()
	})
	mu.Lock()
	m[2] = 2
	mu.Unlock()
}

func useRWMutex() {
	mu, m := new(sync.RWMutex), make(map[int]int)
	mu.Lock()
	m[1] = 1
	mu.Unlock()
	beside(func() {
		mu.RLock()
		_ = m[1]
		mu.RUnlock()
	})
	mu.Lock()
	m[2] = 2
	mu.Unlock()
}

func useChannels() {
	sent, got := make(chan map[int]int, 3), make(chan map[int]int)
	go func() {
		m := <-sent
		m[1]++
		got <- m
	}()
	sent <- map[int]int{}
	m := <-got
	m[2]++
}

func useWaitGroup() {
	m := make(map[int]int)
	var mu sync.Mutex
	var all sync.WaitGroup
	for i := range 6 { // enough for the knowledge of many to come together
		all.Add(1)
		go func() {
			defer all.Done()
			mu.Lock()
			m[i]++
			mu.Unlock()
		}()
	}
	all.Wait()
	clear(m)
}

func useAtomics() {
	var current atomic.Pointer[map[int]int]
	var flag atomic.Int32
	beside(func() {
		current.Store(&map[int]int{1: 1})
		flag.Add(1)
	})
	if flag.CompareAndSwap(1, 2) {
		_ = (*current.Load())[1]
	}
}

func useTimer() {
	m := make(map[int]int)
	done := make(chan struct{})
	time.AfterFunc(0, func() {
		m[1]++
		close(done)
	})
	<-done
	m[2]++
}

func useContext() {
	m := make(map[int]int)
	ctx, cancel := context.WithTimeout(context.Background(), time.Hour)
	done := make(chan struct{})
	context.AfterFunc(ctx, func() {
		m[1]++
		close(done)
	})
	cancel()
	<-done
	m[2]++
}

func useSyncMap() {
	var shared sync.Map
	beside(func() { shared.Store(1, map[int]int{1: 1}) })
	if m, found := shared.LoadAndDelete(1); found {
		m.(map[int]int)[2]++
	}
}

func usePool() {
	pool := sync.Pool{New: func() any { return make(map[int]int) }}
	m := pool.Get().(map[int]int)
	m[1]++
	pool.Put(m)
}

func useFinalizer() {
	type owner struct{ m map[int]int }
	o := &owner{make(map[int]int)}
	o.m[1]++
	runtime.SetFinalizer(o, func(o *owner) { o.m[2]++ })
}

// stacks: ever new ways lead to one map. What is remembered of them is bounded.
func stacks(n int) {
	m := make(map[int]int)
	var mu sync.Mutex
	touch := func() {
		mu.Lock()
		m[1]++
		mu.Unlock()
	}
	for i := range n {
		beside(func() { descend(uint(i), 14, touch) })
	}
}

//go:noinline
func descend(way uint, depth int, touch func()) {
	switch {
	case depth == 0:
		touch()
	case way&1 == 0:
		descend(way>>1, depth-1, touch)
	default:
		descend(way>>1, depth-1, touch)
	}
}
