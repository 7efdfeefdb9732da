package main

import (
	"errors"
	"sync"
	"time"
)

// pace sends rate requests a second, spread evenly over time and connections, and reports every interval. A latency
// counts from the moment when the request was due, so that a server which stalls cannot hide how long others had to
// wait.
func pace(address string, connections int, rate float64, duration, interval time.Duration) error {
	var (
		between  = time.Duration(float64(connections) / rate * float64(time.Second))
		recent   collected
		failures = make(chan error, connections)
		start    = time.Now()
	)
	for client := range connections {
		conn, err := connect(address)
		if err != nil {
			return err
		}
		defer conn.Close()
		due := start.Add(between * time.Duration(client) / time.Duration(connections))
		go func() {
			for i := 0; ; i++ {
				time.Sleep(time.Until(due))
				if err := conn.ask(orderOf(client, i)); err != nil {
					failures <- err
					return
				}
				recent.add(time.Since(due))
				due = due.Add(between)
			}
		}()
	}
	begun := time.Now()
	ticks := time.NewTicker(interval)
	for range duration / interval {
		select {
		case err := <-failures:
			return err
		case now := <-ticks.C:
			latencies := recent.take()
			if len(latencies) == 0 {
				return errors.New("no request was answered in " + interval.String())
			}
			report(latencies, now.Sub(begun))
			begun = now
		}
	}
	return nil
}

// collected are the latencies of an interval.
type collected struct {
	mu        sync.Mutex
	latencies []time.Duration
}

func (c *collected) add(latency time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.latencies = append(c.latencies, latency)
}

func (c *collected) take() []time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	taken := c.latencies
	c.latencies = nil
	return taken
}
