// Command crash dies of the fatal error that its argument names. Only of clone the race detector knows nothing.
package main

import (
	"maps"
	"os"
)

var items = map[int]int{}

func fill() {
	for i := 0; i < 100; i++ {
		items[i] = i
	}
}

func write() {
	for i := 0; ; i++ {
		items[i%100]++
	}
}

func read() {
	for i, sum := 0, 0; ; i++ {
		sum += items[i%100]
	}
}

func iterate() {
	for sum := 0; ; {
		for key := range items {
			sum += key
		}
	}
}

func clone() {
	for sum := 0; ; {
		sum += len(maps.Clone(items))
	}
}

func main() {
	fill()
	go write()
	map[string]func(){"write": write, "read": read, "iterate": iterate, "clone": clone}[os.Args[1]]()
}
