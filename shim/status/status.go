//go:build mapsanruntime

// Package mapsan serves what MapSan's engine says about itself over HTTP. It exists in binaries that were built by
// `mapsan build --status`, where it is imported as runtime/mapsan: a file that MapSan adds to the main package does so.
// It listens nowhere unless the environment variable MAPSAN has a setting such as status=127.0.0.1:6070, and it never
// touches http.DefaultServeMux. A program that prefers a server of its own mounts Handler.
package mapsan

import (
	"io"
	"log"
	"net"
	"net/http"
	"time"
	_ "unsafe" // for go:linkname
)

// Package runtime, where the engine lives, provides these.

// statusPage writes a part of the status and of the findings into b. The first part is 0, and -1 follows the last.
//
//go:linkname statusPage
func statusPage(b []byte, part int) (n, next int)

//go:linkname metricsPage
func metricsPage(b []byte) int

//go:linkname statusAddress
func statusAddress() string

// say writes a line to where reports go.
//
//go:linkname say
func say(line string)

func init() {
	address := statusAddress()
	if address == "" {
		return
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		say("mapsan: no status is served: " + err.Error() + "\n")
		return
	}
	say("mapsan: status at http://" + listener.Addr().String() + "/, for Prometheus at /metrics\n")
	server := &http.Server{
		Handler:           Handler(),
		ReadHeaderTimeout: 10 * time.Second,
		ErrorLog:          log.New(io.Discard, "", 0), // the log is the program's
	}
	go server.Serve(listener)
}

// Handler answers GET / with the status and the findings as text, and GET /metrics in the text format of Prometheus.
// Behind another path it needs http.StripPrefix.
func Handler() http.Handler { return http.HandlerFunc(serve) }

const pageSize = 16 << 10

func serve(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "only GET is answered here", http.StatusMethodNotAllowed)
		return
	}
	page := make([]byte, pageSize)
	switch r.URL.Path {
	case "", "/":
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		for n, part := 0, 0; part >= 0; {
			n, part = statusPage(page, part)
			w.Write(page[:n])
		}
	case "/metrics":
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		w.Write(page[:metricsPage(page)])
	default:
		http.NotFound(w, r)
	}
}
