//go:build unix

package mapsan

import "syscall"

// Files are written by system calls, while locks of this package are held. Package os would call what tests of Go's own library
// put in the place of closing a file: in a library with hooks, that takes locks, and has hooks.

func writeAt(path string, at int64, bytes []byte) bool {
	return withFile(path, syscall.O_WRONLY, func(file int) bool {
		return writeWith(bytes, func(rest []byte) (int, error) {
			return syscall.Pwrite(file, rest, at+int64(len(bytes)-len(rest)))
		})
	})
}

func appendTo(path string, bytes []byte) bool {
	return withFile(path, syscall.O_WRONLY|syscall.O_CREAT|syscall.O_APPEND, func(file int) bool {
		return writeWith(bytes, func(rest []byte) (int, error) { return syscall.Write(file, rest) })
	})
}

func withFile(path string, mode int, use func(file int) bool) bool {
	for {
		file, err := syscall.Open(path, mode|syscall.O_CLOEXEC, 0o666)
		if err == syscall.EINTR {
			continue
		}
		if err != nil {
			return false
		}
		defer syscall.Close(file)
		return use(file)
	}
}

func writeWith(bytes []byte, write func(rest []byte) (int, error)) bool {
	for len(bytes) > 0 {
		n, err := write(bytes)
		if err == syscall.EINTR {
			continue
		}
		if err != nil || n == 0 {
			return false
		}
		bytes = bytes[n:]
	}
	return true
}
