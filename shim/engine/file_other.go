//go:build mapsanruntime && !linux && !darwin

package engine

import "unsafe"

// No files: reports are text on standard error.

func mapsanMapFile(path string, size int) unsafe.Pointer { return nil }
func mapsanAppendFile(path string, text []byte) bool     { return false }
func mapsanPid() int                                     { return 0 }
