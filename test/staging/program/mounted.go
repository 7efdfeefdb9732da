//go:build mapsan

package main

import (
	"fmt"
	"net"
	"net/http"
	"runtime/mapsan"
)

// A program that has a server of its own mounts the handler.
func init() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Printf("mounted at http://%v/debug/mapsan/\n", listener.Addr())
	go http.Serve(listener, http.StripPrefix("/debug/mapsan", mapsan.Handler()))
}
