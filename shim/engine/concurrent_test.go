package engine

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
)

// Real goroutines drive the engine at once, with hooks where MapSan puts them around real synchronisation. These
// programs are correct, so that every report is false. The race detector of Go cannot watch this test: the
// engine reads without locks by design.

// Correct programs. Each is run by many goroutines at once, round after round.
var correctPrograms = map[string]func(rounds int) func(*fiber){
	"Mutex": func(rounds int) func(*fiber) {
		var mu [2]sync.Mutex
		var m [2]mapsanMap
		return func(f *fiber) {
			for i := range rounds {
				k := i % 2
				f.lock(&mu[k])
				f.access(&m[k], mapsanOpWrite)
				f.access(&m[k], mapsanOpRead)
				f.unlock(&mu[k])
			}
		}
	},
	"RWMutex": func(rounds int) func(*fiber) {
		var rw sync.RWMutex
		var m mapsanMap
		return func(f *fiber) {
			for i := range rounds {
				if (uint64(i)+f.goid)%8 == 0 {
					f.wlock(&rw)
					f.access(&m, mapsanOpWrite)
					f.wunlock(&rw)
				} else {
					f.rlock(&rw)
					f.access(&m, mapsanOpRead)
					f.runlock(&rw)
				}
			}
		}
	},
	"channel": func(rounds int) func(*fiber) {
		var q orderedQueue
		return func(f *fiber) {
			for i := range rounds {
				if i%3 == 0 {
					m := keep(f.p, &mapsanMap{})
					f.access(m, mapsanOpWrite)
					q.send(f, m)
				} else if m := q.receive(f); m != nil {
					f.access(m, mapsanOpRead)
					f.access(m, mapsanOpWrite)
					q.send(f, m)
				}
			}
		}
	},
	"spin lock": func(rounds int) func(*fiber) {
		var l atomic.Int64
		var m mapsanMap
		return func(f *fiber) {
			for range rounds {
				for !f.swap(&l, 0, 1) {
					runtime.Gosched()
				}
				f.access(&m, mapsanOpWrite)
				f.store(&l, 0)
			}
		}
	},
	"tickets": func(rounds int) func(*fiber) {
		var next, serving atomic.Int64
		var m mapsanMap
		return func(f *fiber) {
			for range rounds / 8 { // everybody spins
				mine := f.add(&next, 1) - 1
				for f.load(&serving) != mine {
					runtime.Gosched()
				}
				f.access(&m, mapsanOpWrite)
				f.add(&serving, 1)
			}
		}
	},
	"reference count": func(rounds int) func(*fiber) {
		var mu sync.Mutex
		type shared struct {
			refs atomic.Int64
			m    mapsanMap
		}
		current := &shared{}
		current.refs.Store(1)
		drop := func(f *fiber, s *shared) {
			if f.add(&s.refs, -1) == 0 {
				f.access(&s.m, mapsanOpClear) // the last one
			}
		}
		return func(f *fiber) {
			for i := range rounds {
				f.lock(&mu)
				mine := current
				f.add(&mine.refs, 1)
				if i%16 == 0 {
					fresh := keep(f.p, &shared{})
					f.access(&fresh.m, mapsanOpWrite)
					f.store(&fresh.refs, 1)
					current = fresh
					f.unlock(&mu)
					drop(f, mine)
				} else {
					f.unlock(&mu)
				}
				f.access(&mine.m, mapsanOpRead)
				drop(f, mine)
			}
		}
	},
	"fork and join": func(rounds int) func(*fiber) {
		return func(f *fiber) {
			for range rounds / 16 {
				var m, other mapsanMap
				var done sync.WaitGroup
				key := new(uint64)
				f.access(&m, mapsanOpWrite)
				f.access(&other, mapsanOpWrite)
				for range 3 {
					done.Add(1)
					f.spawn(func(child *fiber) {
						child.access(&m, mapsanOpIterate)
						child.hook(func() { child.release(keyOf(key), true) })
						done.Done()
					})
				}
				done.Wait()
				f.hook(func() { f.acquire(keyOf(key)) })
				f.access(&m, mapsanOpDelete)
				forgetWithMap(f, key, &m, &other)
			}
		}
	},
}

func TestConcurrentPrograms(t *testing.T) {
	rounds := *tracesFlag
	if testing.Short() {
		rounds = 200
	}
	accesses, joined, takenBack := int64(0), uint64(0), uint64(0)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, procs := range []int{1, 2, 4, 8} {
		for name, setUp := range correctPrograms {
			for _, slots := range []int{255, 5} {
				t.Run(fmt.Sprintf("%s, %d threads, %d slots", name, procs, slots), func(t *testing.T) {
					runtime.GOMAXPROCS(procs)
					freshEngine(slots)
					p := &program{collects: slots < 255}
					p.run(8, setUp(rounds))
					accesses += p.accesses.Load()
					joined += mapsanStats.joinedSlots
					takenBack += mapsanStats.slotsTakenBack
					if n := p.reports.Load(); n > 0 {
						t.Errorf("%d false reports in %d accesses", n, p.accesses.Load())
					}
				})
			}
		}
	}
	t.Logf("%d accesses, %d slots by rule 3, %d taken back", accesses, joined, takenBack)
}

// The programs above with a lock left out: they must be noticed.
func TestConcurrentRacesAreFound(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	for name, race := range map[string]func(*fiber, *mapsanMap, *sync.Mutex){
		"no lock":         func(f *fiber, m *mapsanMap, mu *sync.Mutex) { f.access(m, mapsanOpWrite) },
		"reads unlocked":  func(f *fiber, m *mapsanMap, mu *sync.Mutex) { f.access(m, mapsanOpRead); lockedWrite(f, m, mu) },
		"writes unlocked": func(f *fiber, m *mapsanMap, mu *sync.Mutex) { lockedWrite(f, m, mu); f.access(m, mapsanOpWrite) },
	} {
		t.Run(name, func(t *testing.T) {
			freshEngine(255)
			p := &program{}
			var m mapsanMap
			var mu sync.Mutex
			p.run(4, func(f *fiber) {
				for range 50 {
					race(f, &m, &mu)
				}
			})
			if p.reports.Load() == 0 {
				t.Error("missed")
			}
		})
	}
}

func lockedWrite(f *fiber, m *mapsanMap, mu *sync.Mutex) {
	f.lock(mu)
	f.access(m, mapsanOpWrite)
	f.unlock(mu)
}
