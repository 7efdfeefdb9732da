package main

import (
	"maps"
	"runtime"
	"sync"
)

var lifeScenes = []scene{churn, brief, clones, finalizers, sharedReads}

// churn: goroutines start, write, and end.
func churn(s *stage) func() {
	var mu sync.Mutex
	shared := map[int]int{}
	s.crowd(func(i int) {
		var all sync.WaitGroup
		results := [4]map[int]int{}
		for k := range results {
			all.Add(1)
			go func() {
				defer all.Done()
				results[k] = map[int]int{k: i}
				mu.Lock()
				shared[k]++
				mu.Unlock()
			}()
		}
		all.Wait()
		for k, m := range results {
			must(m[k] == i, "the result of a goroutine that has ended")
			m[k]++
		}
	})
	return nil
}

// brief: maps, mutexes and channels live for a moment; their addresses are used again at once.
func brief(s *stage) func() {
	s.crowd(func(i int) {
		type shop struct {
			mu    sync.Mutex
			rw    sync.RWMutex
			stock map[int]int
			news  chan int
		}
		one := &shop{stock: map[int]int{}, news: make(chan int, 1)}
		go func() {
			one.mu.Lock()
			one.stock[1]++
			one.mu.Unlock()
			one.rw.RLock()
			one.news <- i
			one.rw.RUnlock()
		}()
		one.mu.Lock()
		one.stock[2]++
		one.mu.Unlock()
		<-one.news
		one.rw.Lock()
		must(one.stock[1]+one.stock[2] == 2, "the stock of a brief shop")
		one.rw.Unlock()
	})
	return nil
}

// clones know nothing of what happened to the original.
func clones(s *stage) func() {
	var mu sync.RWMutex
	original := map[string]int{"tea": 1}
	s.crowd(func(i int) {
		mu.RLock()
		mine := maps.Clone(original)
		mu.RUnlock()
		mine["mine"] = i
		clear(mine)
		if i%10 == 0 {
			mu.Lock()
			original["tea"]++
			mu.Unlock()
		}
	})
	return nil
}

// finalizers and cleanups see what was written before their object became garbage.
func finalizers(s *stage) func() {
	type owner struct {
		m   map[string]int
		pad [4]int
	}
	s.crowd(func(i int) {
		o := &owner{m: map[string]int{}}
		o.m["used"] = i
		m := o.m
		if i%2 == 0 {
			runtime.SetFinalizer(o, func(o *owner) { o.m["finalized"] = o.m["used"] })
		} else {
			runtime.AddCleanup(o, func(m map[string]int) { m["cleaned"] = m["used"] }, m)
		}
		runtime.Gosched()
		runtime.KeepAlive(o)
	})
	return nil
}

// sharedReads: many readers of a map that was written before they began; its last user clears it.
func sharedReads(s *stage) func() {
	s.crowd(func(i int) {
		prices := map[string]int{"tea": i}
		var all sync.WaitGroup
		for range 6 {
			all.Add(1)
			go func() {
				defer all.Done()
				for range prices {
				}
				_ = prices["tea"]
			}()
		}
		all.Wait()
		clear(prices)
	})
	return nil
}
