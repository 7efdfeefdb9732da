package main

import (
	"context"
	"maps"
	"sync"
	"sync/atomic"
	"time"
)

var mistakes = []func(){
	otherLock, writeUnderReadLock, afterUnlock, afterPanic, afterDone, afterSend, afterClose, afterStore, afterPublishing,
	besideOnce, cloneWithoutLock, besideTimer, besideContext, inSyncMap, afterSignal, afterLastReference,
}

func otherLock() {
	var a, b sync.Mutex
	stock := map[string]int{}
	first := start(func() {
		a.Lock()       // want held write
		stock["tea"]++ // want race "stock" with line 26
		a.Unlock()
	})
	later(first)
	b.Lock() // want held write
	stock["milk"]++
	b.Unlock()
}

func writeUnderReadLock() {
	var mu sync.RWMutex
	stock := map[string]int{}
	first := start(func() {
		mu.RLock()     // want held read
		stock["tea"]++ // want race "stock" with line 40
		mu.RUnlock()
	})
	later(first)
	mu.RLock() // want held read
	stock["milk"]++
	mu.RUnlock()
}

func afterUnlock() {
	var mu sync.Mutex
	stock := map[string]int{}
	first := start(func() {
		mu.Lock()
		mu.Unlock()
		stock["tea"]++ // want race "stock" with line 54
	})
	later(first)
	mu.Lock() // want held write
	stock["milk"]++
	mu.Unlock()
}

func afterPanic() {
	var mu sync.Mutex
	stock := map[string]int{}
	first := start(func() {
		defer func() {
			recover()
			stock["tea"]++ // want race "stock" with line 72
		}()
		mu.Lock()
		defer mu.Unlock()
		panic("out")
	})
	later(first)
	mu.Lock() // want held write
	stock["milk"]++
	mu.Unlock()
}

func afterDone() {
	var all sync.WaitGroup
	stock := map[string]int{}
	all.Add(1)
	first := start(func() {
		all.Done()
		stock["tea"]++ // want race "stock" with line 86
	})
	later(first)
	all.Wait()
	stock["milk"]++
}

func afterSend() {
	c := make(chan map[string]int, 1)
	first := start(func() {
		stock := map[string]int{}
		c <- stock
		stock["tea"]++ // want race "stock" with line 98
	})
	later(first)
	stock := <-c
	stock["milk"]++
}

func afterClose() {
	c := make(chan struct{})
	stock := map[string]int{}
	first := start(func() {
		close(c)
		stock["tea"]++ // want race "stock" with line 110
	})
	later(first)
	<-c
	_ = stock["tea"]
}

func afterStore() {
	var ready atomic.Bool
	stock := map[string]int{}
	first := start(func() {
		ready.Store(true)
		stock["tea"]++ // want race "stock" with line 122
	})
	later(first)
	if ready.Load() {
		stock["milk"]++
	}
}

func afterPublishing() {
	var current atomic.Pointer[map[string]int]
	first := start(func() {
		fresh := map[string]int{"tea": 1}
		current.Store(&fresh)
		fresh["milk"]++ // want race "fresh" with line 134
	})
	later(first)
	_ = (*current.Load())["milk"]
}

func besideOnce() {
	var once sync.Once
	stock := map[string]int{}
	first := start(func() {
		once.Do(func() { // want held write by sync.(*Once).doSlow
			stock["tea"]++ // want race "stock" with line 146
		})
	})
	later(first)
	_ = stock["tea"]
}

func cloneWithoutLock() {
	var mu sync.Mutex
	stock := map[string]int{"tea": 1}
	first := start(func() {
		mu.Lock()       // want held write
		stock["milk"]++ // want race "stock" with line 158
		mu.Unlock()
	})
	later(first)
	_ = maps.Clone(stock)
}

func besideTimer() {
	first, stock := &side{}, map[string]int{}
	time.AfterFunc(time.Millisecond, first.playing(func() {
		stock["tea"]++ // want race "stock" with line 167
	}))
	later(first)
	stock["milk"]++
}

func besideContext() {
	ctx, cancel := context.WithCancel(context.Background())
	first, stock := &side{}, map[string]int{}
	context.AfterFunc(ctx, first.playing(func() {
		stock["tea"]++ // want race "stock" with line 178
	}))
	cancel()
	later(first)
	stock["milk"]++
}

func inSyncMap() {
	var shops sync.Map
	first := start(func() {
		stock := map[string]int{}
		shops.Store("corner", stock)
		stock["tea"]++ // want race "stock" with line 190
	})
	later(first)
	stock, _ := shops.Load("corner")
	_ = stock.(map[string]int)["tea"]
}

func afterSignal() {
	var mu sync.Mutex
	arrived := sync.NewCond(&mu)
	stock := map[string]int{}
	mu.Lock() // a signal that nobody waits for is lost
	first := start(func() {
		mu.Lock()
		arrived.Signal()
		mu.Unlock()
		stock["tea"]++ // want race "stock" with line 207
	})
	arrived.Wait()
	mu.Unlock()
	later(first)
	stock["milk"]++
}

func afterLastReference() {
	var holders atomic.Int32
	holders.Store(2)
	stock := map[string]int{}
	first := start(func() {
		holders.Add(-1)
		stock["tea"]++ // want race "stock" with line 220
	})
	later(first)
	if holders.Add(-1) == 0 {
		clear(stock)
	}
}
