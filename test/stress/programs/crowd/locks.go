package main

import (
	"runtime"
	"sync"
	"time"
)

var lockScenes = []scene{mutexes, readersAndWriters, tryLocks, handedOver, condition, unwinding, onces}

// mutexes guard a map each.
func mutexes(s *stage) func() {
	type account struct {
		mu      sync.Mutex
		entries map[string]int
		sum     int
	}
	accounts := make([]account, 16)
	for i := range accounts {
		accounts[i].entries = make(map[string]int)
	}
	s.crowd(func(i int) {
		a := &accounts[i%len(accounts)]
		a.mu.Lock()
		a.entries[keys[i%len(keys)]]++
		a.sum++
		a.mu.Unlock()
	})
	return func() {
		for i := range accounts {
			must(total(accounts[i].entries) == accounts[i].sum, "a sum under a mutex")
		}
	}
}

var keys = []string{"tea", "milk", "bread", "salt", "rice", "oil", "eggs"}

func total(m map[string]int) (sum int) {
	for _, n := range m {
		sum += n
	}
	return sum
}

// readersAndWriters share maps under an RWMutex.
func readersAndWriters(s *stage) func() {
	var shared [4]struct {
		mu     sync.RWMutex
		prices map[string]int
	}
	for i := range shared {
		shared[i].prices = map[string]int{"tea": 1, "milk": -1}
	}
	s.crowd(func(i int) {
		one := &shared[i%len(shared)]
		if i%16 == 0 {
			one.mu.Lock()
			one.prices["tea"]++
			one.prices["milk"]--
			one.mu.Unlock()
			time.Sleep(time.Microsecond)
			return
		}
		one.mu.RLock()
		must(one.prices["tea"]+one.prices["milk"] == 0, "prices under a read lock")
		one.mu.RUnlock()
	})
	return nil
}

// tryLocks touch the map only when they got the lock.
func tryLocks(s *stage) func() {
	var mu sync.RWMutex
	stock := map[int]int{}
	s.crowd(func(i int) {
		switch {
		case i%2 == 0 && mu.TryLock():
			stock[i]++
			mu.Unlock()
		case i%2 == 1 && mu.TryRLock():
			_ = stock[i-1]
			mu.RUnlock()
		default:
			runtime.Gosched()
		}
	})
	return nil
}

// handedOver mutexes are locked by one goroutine and unlocked by another.
func handedOver(s *stage) func() {
	var mu sync.Mutex
	ledger := map[int]int{}
	s.crowd(func(i int) {
		mu.Lock()
		ledger[i%5]++
		done := make(chan struct{})
		go func() {
			ledger[i%5]--
			mu.Unlock()
			close(done)
		}()
		<-done
	})
	return nil
}

// condition: a bounded queue of maps, with producers and consumers.
func condition(s *stage) func() {
	var mu sync.Mutex
	changed := sync.NewCond(&mu)
	var queue []map[string]int
	for i := range s.size {
		s.actor(func() (n int) {
			for ; ; n++ {
				if i%2 == 0 {
					parcel := map[string]int{"from": i}
					mu.Lock()
					for len(queue) >= 8 && !s.over.Load() {
						changed.Wait()
					}
					queue = append(queue, parcel)
				} else {
					mu.Lock()
					for len(queue) == 0 && !s.over.Load() {
						changed.Wait()
					}
					if len(queue) > 0 {
						parcel := queue[0]
						queue = queue[1:]
						parcel["to"] = i
					}
				}
				mu.Unlock()
				changed.Broadcast()
				if s.over.Load() {
					return n
				}
			}
		})
	}
	return nil
}

// unwinding: panics and Goexit leave through deferred unlocks.
func unwinding(s *stage) func() {
	var mu sync.RWMutex
	visits := map[string]int{}
	visit := func(i int) {
		defer func() { _ = recover() }()
		if i%3 == 0 {
			mu.RLock()
			defer mu.RUnlock()
			if visits["all"] >= 0 {
				panic("out")
			}
		}
		mu.Lock()
		defer mu.Unlock()
		visits["all"]++
		if i%3 == 1 {
			runtime.Goexit()
		}
		panic("out")
	}
	s.crowd(func(i int) {
		done := make(chan struct{})
		go func() {
			defer close(done)
			visit(i)
		}()
		<-done
	})
	return nil
}

// onces fill a map that everybody reads.
func onces(s *stage) func() {
	s.crowd(func(int) {
		table := sync.OnceValue(func() map[string]int { return map[string]int{"tea": 3} })
		var once sync.Once
		var names map[int]string
		var readers sync.WaitGroup
		for range 3 {
			readers.Add(1)
			go func() {
				defer readers.Done()
				once.Do(func() { names = map[int]string{3: "tea"} })
				must(names[table()["tea"]] == "tea", "what a Once has made")
			}()
		}
		readers.Wait()
		clear(names)
		clear(table())
	})
	return nil
}
