// Command churn makes things that live shortly, many a second, and prints in the format of Go's benchmarks how many it
// made and what became of its resident memory meanwhile.
package main

import (
	"fmt"
	"log"
	"os"
	"time"
)

type churner struct {
	// What each worker is asked to make a second.
	rate    int
	workers int
	// Gives a worker what makes n at a time and lets go of them.
	worker func() (churn func(n int))
}

var churners = map[string]churner{
	"Goroutines": {rate: 100_000, workers: 1, worker: goroutines},
	"Things":     {rate: 500_000, workers: 2, worker: things},
}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("usage: churn <thing> <duration>")
	}
	c, found := churners[os.Args[1]]
	if !found {
		log.Fatalf("churn: nothing is known about %q", os.Args[1])
	}
	duration, err := time.ParseDuration(os.Args[2])
	if err != nil || duration < time.Second {
		log.Fatalf("churn: %q is no duration of a second or more", os.Args[2])
	}

	made := make(chan int)
	memory := watch()
	for range c.workers {
		go func() { made <- paced(c.rate, duration, c.worker()) }()
	}
	all := 0
	for range c.workers {
		all += <-made
	}
	start, end := memory.startAndEnd()
	fmt.Printf("BenchmarkChurn/%s %d %.0f made/s %d resident-bytes %.4f x-start\n",
		os.Args[1], all, float64(all)/duration.Seconds(), end, float64(end)/float64(start))
}
