//go:build mapsanruntime

package engine

const (
	mapsanOpenNew    = 0x2 | _O_CREAT | 0x800     // O_RDWR, O_EXCL
	mapsanOpenAppend = _O_WRONLY | _O_CREAT | 0x8 // O_APPEND
	_O_CLOEXEC       = 0x1000000
)

// Package runtime has no getpid on darwin. The time tells processes apart as well: it is taken once.
var mapsanStarted = int(nanotime())

func mapsanPid() int { return mapsanStarted }
