// Command server is a small JSON service: it keeps orders in a map, and counts requests in another. It prints its
// address, serves until its standard input ends, and then prints what that has cost.
package main

import (
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"syscall"

	"example.com/bench/resident"
)

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	shop := newShop()
	go func() { log.Fatal(http.Serve(listener, shop.handler())) }()
	fmt.Println(listener.Addr())

	if _, err := io.Copy(io.Discard, os.Stdin); err != nil {
		log.Fatal(err)
	}
	bytes, err := resident.Bytes()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("BenchmarkServer %d %d cpu-ns/op %d resident-bytes\n", shop.served(), cpuTime()/max(1, int64(shop.served())), bytes)
}

// cpuTime is what the process has used, in nanoseconds.
func cpuTime() int64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		log.Fatal(err)
	}
	return usage.Utime.Nano() + usage.Stime.Nano()
}
