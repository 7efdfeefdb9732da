package main

import (
	"maps"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

var atomicScenes = []scene{copyOnWrite, values, spinLock, tickets, references, flags, syncMaps, pools}

// copyOnWrite: readers have a map that nobody changes any more.
func copyOnWrite(s *stage) func() {
	var current atomic.Pointer[map[string]int]
	current.Store(&map[string]int{"version": 0})
	s.crowd(func(i int) {
		if i%8 != 0 {
			_ = (*current.Load())["version"]
			return
		}
		old := current.Load()
		fresh := maps.Clone(*old)
		fresh["version"]++
		if !current.CompareAndSwap(old, &fresh) {
			fresh["lost"]++ // nobody else has seen it
		}
		time.Sleep(time.Microsecond)
	})
	return nil
}

func values(s *stage) func() {
	var current atomic.Value
	current.Store(map[string]int{})
	s.crowd(func(i int) {
		if i%8 == 0 {
			current.Store(map[string]int{"i": i})
			time.Sleep(time.Microsecond)
			return
		}
		for range current.Load().(map[string]int) {
		}
	})
	return nil
}

// spinLock is taken by a plain compare-and-swap.
func spinLock(s *stage) func() {
	var lock int32
	counts := map[string]int{}
	s.few(func(i int) {
		for !atomic.CompareAndSwapInt32(&lock, 0, 1) {
			runtime.Gosched()
			if s.over.Load() {
				return
			}
		}
		counts[keys[i%len(keys)]]++
		atomic.StoreInt32(&lock, 0)
	})
	return nil
}

func tickets(s *stage) func() {
	var next, serving atomic.Uint64
	counts := map[uint64]int{}
	s.few(func(i int) {
		mine := next.Add(1) - 1
		for serving.Load() != mine {
			runtime.Gosched()
		}
		counts[mine%8]++
		serving.Add(1)
		time.Sleep(time.Microsecond)
	})
	return nil
}

// references: whoever drops the last one may clear.
func references(s *stage) func() {
	type shared struct {
		holders atomic.Int32
		m       map[int]int
	}
	s.crowd(func(i int) {
		one := &shared{m: map[int]int{i: i}}
		one.holders.Store(4)
		drop := func() {
			if one.holders.Add(-1) == 0 {
				clear(one.m)
			}
		}
		for range 3 {
			go func() {
				must(one.m[i] == i, "what all have a reference to")
				drop()
			}()
		}
		drop()
	})
	return nil
}

// flags: raw operations of every kind say when a map is ready.
func flags(s *stage) func() {
	s.few(func(i int) {
		var ready atomic.Bool
		var word uint32
		var pointer atomic.Pointer[int]
		stock := map[string]int{}
		go func() {
			stock["tea"] = i
			switch i % 4 {
			case 0:
				ready.Store(true)
			case 1:
				atomic.OrUint32(&word, 1)
			case 2:
				pointer.Swap(&i)
			default:
				atomic.AddUint32(&word, 1)
			}
		}()
		for !ready.Load() && atomic.LoadUint32(&word) == 0 && pointer.Load() == nil {
			runtime.Gosched()
		}
		must(stock["tea"] == i, "what was written before a flag")
		stock["milk"] = i
	})
	return nil
}

func syncMaps(s *stage) func() {
	var shared sync.Map
	s.crowd(func(i int) {
		fresh := map[string]int{"by": i}
		got, loaded := shared.LoadOrStore(i%32, fresh)
		if !loaded {
			_ = fresh["by"]
		}
		_ = got.(map[string]int)["by"]
		switch i % 8 {
		case 0:
			shared.Delete(i % 32)
		case 1:
			shared.Swap(i%32, map[string]int{})
		case 2:
			shared.Range(func(_, m any) bool { _ = m.(map[string]int)["by"]; return true })
		}
	})
	return nil
}

func pools(s *stage) func() {
	pool := sync.Pool{New: func() any { return map[int]int{} }}
	s.crowd(func(i int) {
		m := pool.Get().(map[int]int)
		m[i]++
		clear(m)
		pool.Put(m)
		runtime.Gosched()
	})
	return nil
}
