// Command warehouse counts stock in many maps under one lock: much work for MapSan, little of its own. It goes on until
// its standard input ends.
package main

import (
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"sync"
	"syscall"
	"time"
)

type warehouse struct {
	mu     sync.Mutex
	stock  [64]map[string]int
	recent map[string]int
}

func main() {
	w := &warehouse{recent: map[string]int{}}
	for i := range w.stock {
		w.stock[i] = map[string]int{"apples": i}
	}
	if slices.Contains(os.Args, "notify") {
		asked := make(chan os.Signal, 1)
		signal.Notify(asked, syscall.SIGUSR2)
		go func() {
			for range asked {
				fmt.Println("the program was asked as well")
			}
		}()
	}
	if slices.Contains(os.Args, "ignore") {
		signal.Ignore(syscall.SIGUSR2)
	}
	if !slices.Contains(os.Args, "idle") {
		go w.count()
		go w.count()
	}
	if slices.Contains(os.Args, "racy") {
		go w.note("pears")
		go w.note("plums")
	}
	fmt.Println("open")
	io.Copy(io.Discard, os.Stdin)
	fmt.Println("closed")
}

// count is correctly synchronised.
func (w *warehouse) count() {
	for total := 0; ; {
		w.mu.Lock()
		for _, stock := range w.stock {
			total += stock["apples"]
			stock["apples"]++
		}
		w.mu.Unlock()
	}
}

// note is not, and is called seldom.
func (w *warehouse) note(what string) {
	for {
		w.recent[what]++
		time.Sleep(time.Millisecond)
	}
}
