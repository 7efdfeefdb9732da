// Command crowd runs thousands of goroutines that use maps in every way that Go's synchronisation allows, all at
// once and for as long as it is told. It is correct: whoever watches it must find nothing. It looks after its own sums
// and ends with an error if one is wrong.
package main

import (
	"flag"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// A scene is one way to synchronise. It starts its goroutines on the stage, and may return a check for the end.
type scene func(*stage) (check func())

var scenes = slices.Concat(lockScenes, channelScenes, atomicScenes, lifeScenes)

func main() {
	var (
		duration = flag.Duration("duration", time.Second, "how long to go on")
		size     = flag.Int("size", 100, "goroutines of each scene that run at once")
		collect  = flag.Bool("collect", false, "collect garbage all the time")
	)
	flag.Parse()

	s := &stage{size: *size}
	var checks []func()
	for _, scene := range scenes {
		if check := scene(s); check != nil {
			checks = append(checks, check)
		}
	}
	for end := time.Now().Add(*duration); time.Now().Before(end); {
		if *collect {
			runtime.GC()
		} else {
			time.Sleep(10 * time.Millisecond)
		}
	}
	s.over.Store(true)
	s.everybody.Wait()
	for _, check := range checks {
		check()
	}
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	fmt.Printf("%d rounds by %d goroutines, %d collections\n", s.rounds.Load(), s.started.Load(), memory.NumGC)
}

// A stage is where scenes play. What it shares is written once, or at the very end: it must not order goroutines that
// the scenes themselves leave unordered.
type stage struct {
	size      int
	over      atomic.Bool
	everybody sync.WaitGroup
	rounds    atomic.Int64
	started   atomic.Int64
}

// crowd starts goroutines that each call round again and again.
func (s *stage) crowd(round func(i int)) { s.actors(s.size, round) }

// few is crowd for rounds that wait by spinning.
func (s *stage) few(round func(i int)) { s.actors(s.size/16+2, round) }

func (s *stage) actors(n int, round func(i int)) {
	for i := range n {
		s.actor(func() int {
			n := 0
			for ; !s.over.Load(); n++ {
				round(i)
				if n%4 == 0 {
					runtime.Gosched() // thousands are waiting, some of them for this one
				}
			}
			return n
		})
	}
}

// actor starts one goroutine, which returns how many rounds it has made when the stage is over.
func (s *stage) actor(play func() int) {
	s.everybody.Add(1)
	go func() {
		defer s.everybody.Done()
		n := play()
		s.rounds.Add(int64(n))
		s.started.Add(1)
	}()
}

func must(holds bool, what string) {
	if !holds {
		panic("wrong: " + what)
	}
}
