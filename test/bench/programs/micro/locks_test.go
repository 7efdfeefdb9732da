package micro

import (
	"runtime"
	"sync"
	"testing"
	"time"
)

type guarded struct {
	mu     sync.Mutex
	counts map[int]int
}

func BenchmarkMutexMap(b *testing.B) {
	g := &guarded{counts: filled()}
	kept = g
	for i := range b.N {
		g.mu.Lock()
		g.counts[i%entries]++
		g.mu.Unlock()
	}
}

type readMostly struct {
	mu     sync.RWMutex
	counts map[int]int
}

// BenchmarkRWMutexReads has 16 goroutines, whose every hundredth operation is a write.
func BenchmarkRWMutexReads(b *testing.B) {
	r := &readMostly{counts: filled()}
	kept = r
	procs := runtime.GOMAXPROCS(0)
	b.SetParallelism((16 + procs - 1) / procs)
	b.RunParallel(func(pb *testing.PB) {
		sum := 0
		for i := 0; pb.Next(); i++ {
			if i%100 == 0 {
				r.mu.Lock()
				r.counts[i%entries]++
				r.mu.Unlock()
			} else {
				r.mu.RLock()
				sum += r.counts[i%entries]
				r.mu.RUnlock()
			}
		}
	})
}

// BenchmarkMutexesAlive locks 500,000 mutexes in turn, each in a struct of its own that fills a cache line. The
// metric x-few is how much longer that takes than with 100 of them.
func BenchmarkMutexesAlive(b *testing.B) {
	few, many := sessions(100), sessions(500_000)
	b.ResetTimer()
	lockAll(many, b.N)
	perOperation := b.Elapsed().Seconds() / float64(b.N)
	b.StopTimer()
	const operations = 1_000_000
	start := time.Now()
	lockAll(few, operations)
	b.ReportMetric(perOperation/(time.Since(start).Seconds()/operations), "x-few")
}

type session struct {
	mu   sync.Mutex
	user [56]byte
}

// sessions have been locked once each, so that what a first lock costs more is not measured.
func sessions(n int) []*session {
	all := make([]*session, n)
	for i := range all {
		all[i] = new(session)
	}
	lockAll(all, n)
	return all
}

func lockAll(all []*session, times int) {
	useMap()
	next := 0
	for range times {
		s := all[next]
		s.mu.Lock()
		s.user[0]++
		s.mu.Unlock()
		if next++; next == len(all) {
			next = 0
		}
	}
}

var kept any
