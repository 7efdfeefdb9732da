package micro

import (
	"sync/atomic"
	"testing"
)

type gauge struct {
	value  atomic.Int64
	config atomic.Pointer[map[int]int]
}

func newGauge() *gauge {
	g := new(gauge)
	kept = g
	g.config.Store(&counters)
	useMap()
	return g
}

func BenchmarkAtomicAdd(b *testing.B) {
	g := newGauge()
	b.ResetTimer()
	for range b.N {
		g.value.Add(1)
	}
}

func BenchmarkAtomicLoad(b *testing.B) {
	g := newGauge()
	b.ResetTimer()
	for range b.N {
		_ = g.config.Load()
	}
}
