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
	// It is worth to wait for others: see suspects.go.
	suspect atomic.Bool
	// Of all maps that came here: how often one was written, and how often one was new or came to be shared.
	writes atomic.Uint32
	turns  atomic.Uint32
	// The goroutine that was asked last, and how often one came from near by: see neighbours.go.
	visitor atomic.Uint64
	doubts  atomic.Uint32
	_       [20]byte
}

const placesBits = 11

var places [1 << placesBits]place

// openWindows is how many windows are open.
var openWindows atomic.Int32

func placeOf(p uintptr) *place {
	return &places[uint64(p)*0x9e3779b97f4a7c15>>(64-placesBits)]
}

// What to do about an access.
const (
	lookForOthers = 1 << iota
	lookAround
)

func noticeRead(p uintptr) int {
	at := placeOf(p)
	shared, turn := at.visit(p)
	return at.looks(turn || openWindows.Load() != 0 && isOpen(p), shared)
}

func noticeWrite(p uintptr) int {
	at := placeOf(p)
	shared, turn := at.visit(p)
	n := at.writes.Add(1)
	return at.looks(turn || isPowerOfTwo(n) || shared && n%8 == 0 || openWindows.Load() != 0 && isOpen(p), shared)
}

func (at *place) looks(forOthers, shared bool) int {
	look := 0
	if forOthers {
		look |= lookForOthers
	}
	if shared && tracking && isSampled() && !isCounted() {
		look |= lookAround
		if at.suspect.Load() {
			look |= lookForOthers
		}
	}
	return look
}

// visit tells whether several goroutines seem to use the map, and whether now is the time to look: when it is seen for the
// first time, or comes to be shared. Where many maps take turns at one place, that is the case less and less often.
func (at *place) visit(p uintptr) (shared, turn bool) {
	var here byte
	stack := uintptr(unsafe.Pointer(&here)) >> smallestStackBits
	switch before := at.stack.Load(); {
	case at.address.Load() != p:
		at.address.Store(p)
		at.stack.Store(stack)
		at.shared.Store(false)
		at.suspect.Store(false)
		if at.doubts.Load() != 0 {
			at.doubts.Store(0)
			at.visitor.Store(0)
		}
	case at.shared.Load():
		return true, false
	case before == stack, before>>nearBits == stack>>nearBits && !at.isVisitedByAnother(stack):
		return false, false
	default:
		at.shared.Store(true)
		shared = true
	}
	return shared, isPowerOfTwo(at.turns.Add(1))
}

func isPowerOfTwo(n uint32) bool { return n&(n-1) == 0 }
