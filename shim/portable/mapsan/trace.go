package mapsan

import (
	"runtime"
	"strconv"
	"strings"
)

// A frame is a place in the program.
type frame struct {
	function string
	file     string
	line     int
}

// A goroutine is what package runtime prints of one.
type goroutine struct {
	id        uint64
	createdBy []frame
}

const tracesSize = 64 << 10

// newAccess is the access that the hook is called for which is being executed.
func newAccess(op int) *access {
	pcs := make([]uintptr, 128)
	text := make([]byte, tracesSize)
	return &access{
		op:    op,
		pcs:   pcs[:runtime.Callers(2, pcs)],
		trace: string(text[:runtime.Stack(text, false)]),
	}
}

// stack is where the access is made, innermost first, without the hooks.
func (a *access) stack() []frame {
	var all []frame
	frames := runtime.CallersFrames(a.pcs)
	for {
		f, more := frames.Next()
		if f.Function != "" && (len(all) > 0 || !isHook(f.Function)) && f.Function != "runtime.goexit" {
			all = append(all, frame{f.Function, f.File, f.Line})
		}
		if !more {
			return all
		}
	}
}

// ownPath is the import path of this package, of which the one of its module is a part.
var ownPath = func() string {
	pc, _, _, _ := runtime.Caller(0)
	name := runtime.FuncForPC(pc).Name()
	slash := strings.LastIndexByte(name, '/') + 1
	return name[:slash+strings.IndexByte(name[slash:], '.')]
}()

// isHook tells whether a function is one of this package, or one of those that `mapsan instrument` puts into others.
func isHook(function string) bool {
	if strings.HasPrefix(function, ownPath+".") {
		return true
	}
	function, _, _ = strings.Cut(function, "[")
	return strings.HasPrefix(function[strings.LastIndexByte(function, '.')+1:], "mapsan_")
}

// parseGoroutine reads a trace such as
//
//	goroutine 7 [running]:
//	…
//	created by main.main in goroutine 1
//		/srv/shop/main.go:33 +0x189
func parseGoroutine(trace string) goroutine {
	var g goroutine
	if digits, _, ok := strings.Cut(strings.TrimPrefix(trace, "goroutine "), " "); ok {
		g.id, _ = strconv.ParseUint(digits, 10, 64)
	}
	_, creation, ok := cutLast(trace, "\ncreated by ")
	if !ok {
		return g
	}
	function, place, _ := strings.Cut(creation, "\n\t")
	function, _, _ = strings.Cut(function, " in goroutine ")
	place, _, _ = strings.Cut(place, "\n")
	place, _, _ = strings.Cut(place, " +0x")
	file, line, ok := cutLast(place, ":")
	if number, err := strconv.Atoi(line); ok && err == nil {
		g.createdBy = []frame{{function, file, number}}
	}
	return g
}

func cutLast(s, separator string) (before, after string, found bool) {
	if i := strings.LastIndex(s, separator); i >= 0 {
		return s[:i], s[i+len(separator):], true
	}
	return s, "", false
}
