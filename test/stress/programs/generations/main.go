// Command generations makes many things of a kind, lets go of them, collects the garbage, and begins anew. What the
// engine keeps outside of the heap (runtime.MemStats.OtherSys has it) must not grow from generation to generation.
// It prints how many bytes each kind added after the first generations.
package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

const (
	things  = 2_000 // of a generation
	warmUp  = 8     // generations after which everything has been needed once
	measure = 32
)

func main() {
	debug.SetGCPercent(-1) // collections happen where this program has them: each generation needs as much as another
	for _, kind := range kinds {
		for range warmUp {
			generation(kind)
		}
		before := offHeap()
		for range measure {
			generation(kind)
		}
		fmt.Println(kind.name, offHeap()-before)
	}
}

func generation(k kind) {
	k.live(things)
	// What a finalizer of the first collection has let go is garbage for the second.
	runtime.GC()
	runtime.GC()
}

func offHeap() int64 {
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	return int64(memory.OtherSys)
}
