// Package resident tells how much memory of a process is resident.
package resident

import (
	"fmt"
	"os"
)

// Bytes reads it from /proc/self/statm. Not from getrusage: a new process inherits the peak of the one that started it.
func Bytes() (uint64, error) {
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0, err
	}
	var size, pages uint64
	if _, err := fmt.Sscan(string(text), &size, &pages); err != nil {
		return 0, fmt.Errorf("/proc/self/statm: %w", err)
	}
	return pages * uint64(os.Getpagesize()), nil
}
