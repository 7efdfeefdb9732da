// Command startup runs a program a number of times, without any input, and prints in the format of Go's benchmarks how
// long the quickest of the runs took.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"time"
)

const runs = 20

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: startup <program>")
	}
	quickest := time.Hour
	for range runs {
		start := time.Now()
		if err := exec.Command(os.Args[1]).Run(); err != nil {
			log.Fatalf("startup: %s: %v", os.Args[1], err)
		}
		quickest = min(quickest, time.Since(start))
	}
	fmt.Printf("BenchmarkStartup %d %d ns/op\n", runs, quickest)
}
