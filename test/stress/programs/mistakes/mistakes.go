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
	go func() {
		a.Lock()       // want held write
		stock["tea"]++ // want race "stock" with line 26
		a.Unlock()
	}()
	later()
	b.Lock() // want held write
	stock["milk"]++
	b.Unlock()
}

func writeUnderReadLock() {
	var mu sync.RWMutex
	stock := map[string]int{}
	go func() {
		mu.RLock()     // want held read
		stock["tea"]++ // want race "stock" with line 40
		mu.RUnlock()
	}()
	later()
	mu.RLock() // want held read
	stock["milk"]++
	mu.RUnlock()
}

func afterUnlock() {
	var mu sync.Mutex
	stock := map[string]int{}
	go func() {
		mu.Lock()
		mu.Unlock()
		stock["tea"]++ // want race "stock" with line 54
	}()
	later()
	mu.Lock() // want held write
	stock["milk"]++
	mu.Unlock()
}

func afterPanic() {
	var mu sync.Mutex
	stock := map[string]int{}
	go func() {
		defer func() {
			recover()
			stock["tea"]++ // want race "stock" with line 72
		}()
		mu.Lock()
		defer mu.Unlock()
		panic("out")
	}()
	later()
	mu.Lock() // want held write
	stock["milk"]++
	mu.Unlock()
}

func afterDone() {
	var all sync.WaitGroup
	stock := map[string]int{}
	all.Add(1)
	go func() {
		all.Done()
		stock["tea"]++ // want race "stock" with line 86
	}()
	later()
	all.Wait()
	stock["milk"]++
}

func afterSend() {
	c := make(chan map[string]int, 1)
	go func() {
		stock := map[string]int{}
		c <- stock
		stock["tea"]++ // want race "stock" with line 98
	}()
	later()
	stock := <-c
	stock["milk"]++
}

func afterClose() {
	c := make(chan struct{})
	stock := map[string]int{}
	go func() {
		close(c)
		stock["tea"]++ // want race "stock" with line 110
	}()
	later()
	<-c
	_ = stock["tea"]
}

func afterStore() {
	var ready atomic.Bool
	stock := map[string]int{}
	go func() {
		ready.Store(true)
		stock["tea"]++ // want race "stock" with line 122
	}()
	later()
	if ready.Load() {
		stock["milk"]++
	}
}

func afterPublishing() {
	var current atomic.Pointer[map[string]int]
	go func() {
		fresh := map[string]int{"tea": 1}
		current.Store(&fresh)
		fresh["milk"]++ // want race "fresh" with line 134
	}()
	later()
	_ = (*current.Load())["milk"]
}

func besideOnce() {
	var once sync.Once
	stock := map[string]int{}
	go func() {
		once.Do(func() { // want held write by sync.(*Once).doSlow
			stock["tea"]++ // want race "stock" with line 146
		})
	}()
	later()
	_ = stock["tea"]
}

func cloneWithoutLock() {
	var mu sync.Mutex
	stock := map[string]int{"tea": 1}
	go func() {
		mu.Lock()       // want held write
		stock["milk"]++ // want race "stock" with line 158
		mu.Unlock()
	}()
	later()
	_ = maps.Clone(stock)
}

func besideTimer() {
	stock := map[string]int{}
	time.AfterFunc(time.Millisecond, func() {
		stock["tea"]++ // want race "stock" with line 167
	})
	later()
	stock["milk"]++
}

func besideContext() {
	ctx, cancel := context.WithCancel(context.Background())
	stock := map[string]int{}
	context.AfterFunc(ctx, func() {
		stock["tea"]++ // want race "stock" with line 178
	})
	cancel()
	later()
	stock["milk"]++
}

func inSyncMap() {
	var shops sync.Map
	go func() {
		stock := map[string]int{}
		shops.Store("corner", stock)
		stock["tea"]++ // want race "stock" with line 190
	}()
	later()
	stock, _ := shops.Load("corner")
	_ = stock.(map[string]int)["tea"]
}

func afterSignal() {
	var mu sync.Mutex
	arrived := sync.NewCond(&mu)
	stock := map[string]int{}
	mu.Lock() // a signal that nobody waits for is lost
	go func() {
		mu.Lock()
		arrived.Signal()
		mu.Unlock()
		stock["tea"]++ // want race "stock" with line 207
	}()
	arrived.Wait()
	mu.Unlock()
	later()
	stock["milk"]++
}

func afterLastReference() {
	var holders atomic.Int32
	holders.Store(2)
	stock := map[string]int{}
	go func() {
		holders.Add(-1)
		stock["tea"]++ // want race "stock" with line 220
	}()
	later()
	if holders.Add(-1) == 0 {
		clear(stock)
	}
}
