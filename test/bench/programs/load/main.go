// Command load keeps a server busy, or sends it so many requests a second, and prints throughput and latency in the
// format of Go's benchmarks. It speaks HTTP itself, as little of it as it takes, to leave the processor to the server.
package main

import (
	"flag"
	"fmt"
	"log"
	"slices"
	"sync"
	"time"
)

func main() {
	log.SetFlags(0)
	var (
		address     = flag.String("addr", "", "where the server listens")
		connections = flag.Int("connections", 32, "how many requests are under way at once")
		duration    = flag.Duration("duration", time.Second, "how long to go on; a quarter of it before that is not measured")
		rate        = flag.Float64("rate", 0, "requests a second, all connections together; 0: as many as the server can answer")
		interval    = flag.Duration("interval", time.Second, "with -rate, print a line this often, from the first request on")
	)
	flag.Parse()
	if *rate > 0 {
		if err := pace(*address, *connections, *rate, *duration, *interval); err != nil {
			log.Fatal("load: ", err)
		}
		return
	}

	if _, err := drive(*address, *connections, *duration/4); err != nil {
		log.Fatal("load: ", err)
	}
	start := time.Now()
	latencies, err := drive(*address, *connections, *duration)
	if err != nil {
		log.Fatal("load: ", err)
	}
	elapsed := time.Since(start)
	report(latencies, elapsed)
}

func report(latencies []time.Duration, elapsed time.Duration) {
	slices.Sort(latencies)
	n := len(latencies)
	p50, p99 := latencies[n/2], latencies[n*99/100]
	fmt.Printf("BenchmarkLoad %d %.0f requests/s %d p50-ns %d p99-ns\n", n, float64(n)/elapsed.Seconds(), p50, p99)
}

// drive sends requests over all connections until the time is up, and returns how long each of them took.
func drive(address string, connections int, duration time.Duration) ([]time.Duration, error) {
	deadline := time.Now().Add(duration)
	results := make([]result, connections)
	var all sync.WaitGroup
	for i := range results {
		all.Add(1)
		go func() {
			defer all.Done()
			results[i].latencies, results[i].err = converse(address, i, deadline)
		}()
	}
	all.Wait()
	var latencies []time.Duration
	for _, r := range results {
		if r.err != nil {
			return nil, r.err
		}
		latencies = append(latencies, r.latencies...)
	}
	return latencies, nil
}

type result struct {
	latencies []time.Duration
	err       error
}
