package main

import (
	"log"
	"slices"
	"time"

	"example.com/bench/resident"
)

// A watcher of the resident memory of this process.
type watcher struct {
	stop    chan struct{}
	samples chan []uint64
}

func watch() watcher {
	w := watcher{make(chan struct{}), make(chan []uint64)}
	go func() {
		var samples []uint64
		for every := time.Tick(50 * time.Millisecond); ; {
			select {
			case <-every:
				bytes, err := resident.Bytes()
				if err != nil {
					log.Fatal("churn: ", err)
				}
				samples = append(samples, bytes)
			case <-w.stop:
				w.samples <- samples
				return
			}
		}
	}()
	return w
}

// startAndEnd are the medians of the second sixth of the time and of the last: in the first the heap finds its size. A
// median, since the collector lets the heap swing.
func (w watcher) startAndEnd() (start, end uint64) {
	close(w.stop)
	samples := <-w.samples
	n := len(samples)
	return median(samples[n/6 : n/3]), median(samples[n-n/6:])
}

func median(samples []uint64) uint64 {
	return slices.Sorted(slices.Values(samples))[len(samples)/2]
}
