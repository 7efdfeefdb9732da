// Command memory makes many things of one kind and keeps them, and prints in the format of Go's benchmarks how much
// its resident memory grew for each.
package main

import (
	"fmt"
	"log"
	"os"
	"runtime"

	"example.com/bench/resident"
)

// A holder makes n things and returns what keeps them alive.
type holder struct {
	n    int
	make func(n int) any
}

var holders = map[string]holder{
	"Goroutine": {100_000, goroutines},
	"Mutex":     {500_000, mutexes},
	"Channel":   {200_000, channels},
	"Map":       {200_000, maps},
	"Heap":      {256, mebibytes},
}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: memory <thing>")
	}
	h, found := holders[os.Args[1]]
	if !found {
		log.Fatalf("memory: nothing is known about %q", os.Args[1])
	}
	before := settled()
	kept := h.make(h.n)
	grown := settled() - before
	runtime.KeepAlive(kept)
	fmt.Printf("Benchmark%s 1 %d bytes/op\n", os.Args[1], grown/int64(h.n))
}

// settled is the resident memory when there is no garbage. Two collections: the second frees what the first finalised.
func settled() int64 {
	runtime.GC()
	runtime.GC()
	bytes, err := resident.Bytes()
	if err != nil {
		log.Fatal("memory: ", err)
	}
	return int64(bytes)
}
