// Command generations makes many things of a kind, lets go of them, collects the garbage, and begins anew. What the
// engine keeps outside of the heap (runtime.MemStats.OtherSys has it) must not grow from generation to generation. Now
// and then one needs more than all before: clocks grow with the number of goroutines that were ever tracked at once, and
// how many meet at a thing is left to the scheduler. But a leak shows in every few generations.
// It prints for each kind the least number of bytes that some generations in a row have added.
package main

import (
	"fmt"
	"math"
	"runtime"
	"runtime/debug"
)

const (
	things = 2_000 // of a generation
	inARow = 4     // generations between two looks
	looks  = 4
	warmUp = 3 // generations after which everything has been needed once
)

func main() {
	debug.SetGCPercent(-1) // collections happen where this program has them: each generation needs as much as another
	for _, kind := range kinds {
		generations(kind, warmUp)
		least, before := int64(math.MaxInt64), offHeap()
		for range looks {
			generations(kind, inARow)
			now := offHeap()
			least, before = min(least, now-before), now
		}
		fmt.Println(kind.name, least)
	}
}

func generations(k kind, n int) {
	for range n {
		k.live(things)
		// What a finalizer of the first collection has let go is garbage for the second.
		runtime.GC()
		runtime.GC()
	}
}

func offHeap() int64 {
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	return int64(memory.OtherSys)
}
