package mapsan

import (
	"sync/atomic"
	"unsafe"
)

// What is noticed of every access: cheap, and wrong at times. It only decides where to look closer.

// A place is what is known of the maps whose addresses fall on it, of the last of them that is.
type place struct {
	address atomic.Uintptr
	// Where the stack was of whoever came last, roughly: goroutines have stacks of their own.
	stack  atomic.Uintptr
	shared atomic.Bool
	writes atomic.Uint32 // of all maps
	_      [40]byte
}

const placesBits = 11

var places [1 << placesBits]place

// openWindows is how many windows are open.
var openWindows atomic.Int32

func placeOf(p uintptr) *place {
	return &places[uint64(p)*0x9e3779b97f4a7c15>>(64-placesBits)]
}

func noticeRead(p uintptr) bool {
	placeOf(p).visit(p)
	return openWindows.Load() != 0 && isOpen(p)
}

func noticeWrite(p uintptr) bool {
	at := placeOf(p)
	shared := at.visit(p)
	n := at.writes.Add(1)
	return n&(n-1) == 0 || shared && n%8 == 0 || openWindows.Load() != 0 && isOpen(p)
}

// visit tells whether several goroutines seem to use the map.
func (at *place) visit(p uintptr) bool {
	var here byte
	stack := uintptr(unsafe.Pointer(&here)) >> 13
	if at.address.Load() != p {
		at.address.Store(p)
		at.stack.Store(stack)
		at.shared.Store(false)
		return false
	}
	if at.shared.Load() {
		return true
	}
	if at.stack.Load() != stack {
		at.shared.Store(true)
		return true
	}
	return false
}
