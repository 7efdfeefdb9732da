package micro

import (
	"sync"
	"testing"
)

func BenchmarkGoWaitGroup(b *testing.B) {
	m := filled()
	kept = m
	for range b.N {
		var wg sync.WaitGroup
		wg.Add(1)
		go func() {
			defer wg.Done()
			total += m[1]
		}()
		wg.Wait()
	}
}
