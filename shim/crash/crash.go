//go:build unix && go1.23

// Package crash becomes a file of a main package, or of the external tests of a package, that `mapsan race` builds: in an
// overlay only, with the package clause of its neighbours. What the runtime prints when a fatal error ends the program goes,
// besides to standard error, to a file of MapSan's; standard error itself stays what it is, be it a terminal.
//
// It leaves out the first line, `fatal error: concurrent map …`, since the runtime is not yet dying as it prints it
// (runtime.fatal, runtime.writeErrData, go1.24-1.27). The call in the stack has the address of these words, and the linker
// keeps one copy of equal strings: so their addresses are written down at the start.
//
// A program that calls debug.SetCrashOutput itself has its way: this output is gone then. The names are such that none of
// the package is likely to be the same; init functions have none.
package crash

import (
	mapsan_fmt "fmt"
	mapsan_os "os"
	mapsan_debug "runtime/debug"
	mapsan_syscall "syscall"
	mapsan_unsafe "unsafe"
)

func init() {
	mapsan_path := mapsan_os.Getenv("MAPSAN_CRASH")
	if mapsan_path == "" {
		return
	}
	// Not os.OpenFile, which would start the network poller.
	mapsan_fd, mapsan_err := mapsan_syscall.Open(mapsan_fmt.Sprint(mapsan_path, ".", mapsan_os.Getpid()),
		mapsan_syscall.O_WRONLY|mapsan_syscall.O_CREAT|mapsan_syscall.O_APPEND|mapsan_syscall.O_CLOEXEC, 0o666)
	if mapsan_err != nil {
		return
	}
	mapsan_file := mapsan_os.NewFile(uintptr(mapsan_fd), mapsan_path)
	mapsan_fmt.Fprintf(mapsan_file, "%p concurrent map writes\n%p concurrent map read and map write\n%p concurrent map iteration and map write\n%p concurrent map clone and map write\n",
		mapsan_unsafe.StringData("concurrent map writes"),
		mapsan_unsafe.StringData("concurrent map read and map write"),
		mapsan_unsafe.StringData("concurrent map iteration and map write"),
		mapsan_unsafe.StringData("concurrent map clone and map write"))
	mapsan_debug.SetCrashOutput(mapsan_file, mapsan_debug.CrashOptions{})
	mapsan_file.Close()
}
