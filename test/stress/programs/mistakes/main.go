// Command mistakes uses each kind of synchronisation, and each a little wrong, while others use it right. The two
// sides of a race never meet in time: the first is long over when the second begins, or the runtime would end the
// process.
package main

import (
	"flag"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

func main() {
	collect := flag.Bool("collect", false, "collect garbage all the time")
	flag.Parse()

	var over atomic.Bool
	var others sync.WaitGroup
	for i := range 32 {
		others.Add(1)
		go func() {
			defer others.Done()
			for !over.Load() {
				behave(i)
				if *collect && i == 0 {
					runtime.GC()
				}
			}
		}()
	}
	var all sync.WaitGroup
	for _, mistake := range mistakes {
		all.Add(1)
		go func() {
			defer all.Done()
			mistake()
		}()
	}
	all.Wait()
	over.Store(true)
	others.Wait()
}

// A side of a race. Whoever waits for its end does so without any synchronisation.
type side struct{ over bool }

func start(first func()) *side {
	s := &side{}
	go s.playing(first)()
	return s
}

func (s *side) playing(first func()) func() {
	return func() {
		first()
		s.over = true
	}
}

// later is long after the first side, and after whatever goes on at the moment.
func later(first *side) {
	for time.Sleep(100 * time.Millisecond); !first.over; {
		time.Sleep(time.Millisecond)
	}
}

var well struct {
	mu  sync.RWMutex
	all map[int]int
}

func init() { well.all = make(map[int]int) }

// behave does what is right, in a goroutine of its own.
func behave(i int) {
	done := make(chan map[int]int)
	go func() {
		well.mu.Lock()
		well.all[i]++
		well.mu.Unlock()
		done <- map[int]int{i: i}
	}()
	mine := <-done
	mine[i]++
	well.mu.RLock()
	_ = well.all[i]
	well.mu.RUnlock()
	runtime.Gosched()
}
