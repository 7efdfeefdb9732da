package mapsan

import (
	"sync/atomic"
	"unsafe"
)

// Which locks are held at the moment, by whomever: to say by whom, whoever releases one tells (see holders.go). A lock is
// there from after it is taken until before it is released.

// Of a key: bits that an address of a lock does not have.
const (
	forReading uintptr = 1
	// Somebody waits to know who holds it.
	watched uintptr = 2
)

type heldLock struct {
	// The lock's address and the bits; 0: nothing is here, busy: it is being filled.
	key   atomic.Uintptr
	place atomic.Pointer[Place]
}

const (
	heldBits = 10
	// How far from its own place a lock may lie.
	heldReach         = 32
	busy      uintptr = 3
)

var held [1 << heldBits]heldLock

// tracking is whether locks are looked at. It is set before any package that uses this one is initialised.
var tracking = active

// uncertain is set when there was no room, or when something was released that nobody had taken here: from then on nothing is
// said of locks.
var uncertain atomic.Bool

func keyOf[T any](lock *T) uintptr { return uintptr(unsafe.Pointer(lock)) }

// A reach is where a lock may lie. Those who hold one for reading begin at different places.
type reach struct{ first, skip, size uintptr }

func reachOf(key uintptr) reach {
	first := uintptr(uint64(key&^(forReading|watched)) * 0x9e3779b97f4a7c15 >> (64 - heldBits))
	if key&forReading == 0 {
		return reach{first, 0, heldReach}
	}
	var here byte
	return reach{first, uintptr(unsafe.Pointer(&here)) >> 13, 2 * heldReach}
}

func (r reach) at(i uintptr) *heldLock {
	return &held[(r.first+(r.skip+i)%r.size)%uintptr(len(held))]
}

func take(key uintptr, place *Place) {
	if key&forReading != 0 && questionsOpen.Load() != 0 {
		retaken(key)
	}
	around := reachOf(key)
	for i := uintptr(0); i < around.size; i++ {
		at := around.at(i)
		if at.key.Load() == 0 && at.key.CompareAndSwap(0, busy) {
			at.place.Store(place)
			at.key.Store(key)
			return
		}
	}
	uncertain.Store(true)
}

func release(key uintptr) {
	around := reachOf(key)
	for i := uintptr(0); i < around.size; i++ {
		at := around.at(i)
		now := at.key.Load()
		if now == busy || now&^watched != key {
			continue
		}
		if !at.key.CompareAndSwap(now, 0) {
			i-- // it is watched from now on, or another reader has taken it
			continue
		}
		if now&watched != 0 {
			released(key)
		}
		return
	}
	uncertain.Store(true)
}

// heldNow are the locks that are held at the moment, by others or by who asks. It is not known when they are too many.
func heldNow(into []*heldLock) (all []*heldLock, known bool) {
	all = into[:0]
	for i := range held {
		if key := held[i].key.Load(); key != 0 && key != busy {
			if len(all) == cap(into) {
				return nil, false
			}
			all = append(all, &held[i])
		}
	}
	return all, true
}
