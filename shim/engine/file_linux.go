//go:build mapsanruntime

package engine

const (
	mapsanOpenNew    = 0x2 | _O_CREAT | 0x80        // O_RDWR, O_EXCL
	mapsanOpenAppend = _O_WRONLY | _O_CREAT | 0x400 // O_APPEND
)

func mapsanPid() int { return getpid() }
