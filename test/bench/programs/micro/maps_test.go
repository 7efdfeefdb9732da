package micro

import (
	"sync"
	"testing"
)

const entries = 1000

func filled() map[int]int {
	m := make(map[int]int)
	for i := range entries {
		m[i] = i
	}
	return m
}

var (
	counters = filled()
	shared   sync.Map
	total    int
)

// useMap makes a goroutine one that MapSan has to track.
func useMap() {
	total += counters[0]
}

func BenchmarkMapLoop(b *testing.B) {
	for i := range b.N {
		counters[i%entries]++
	}
}

func BenchmarkSyncMapLoad(b *testing.B) {
	for i := range entries {
		shared.Store(i, i)
	}
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for i := 0; pb.Next(); i++ {
			shared.Load(i % entries)
		}
	})
}
