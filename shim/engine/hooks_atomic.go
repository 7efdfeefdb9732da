//go:build mapsanruntime

package engine

import "unsafe"

// sync/atomic is synchronisation: an operation that sees the effect of another is ordered after it. The hooks
// stand around the raw operation: release before it, so that whoever sees the new value finds the edge, and
// acquire after it, so that the edge of the value that was seen is there.
//
// A Store merges instead of replacing: a Load at the same time may still return the old value, whose edge must
// survive. So a Load that sees the second of two Stores is ordered after both, where the memory model and the race
// detector order it after the second alone: a race may be missed, none invented. A compare-and-swap that fails is a
// load (src/hooks/tables/atomics.ts).

// mapsanAtomicBefore serves read-modify-write operations. It acquires and releases, and returns a word and its
// value: while the word has that value there is nothing new to acquire after the operation.
//
//go:linkname mapsanAtomicBefore sync/atomic.mapsanBefore
//go:nosplit
func mapsanAtomicBefore(addr unsafe.Pointer) (*uint64, uint64) {
	gp := getg()
	c := mapsanSyncing(gp)
	if c == nil {
		return &mapsanNobody, 1 // differs: whoever rests now may not do so after the operation
	}
	b := mapsanBucketOf(uintptr(addr))
	s := (*mapsanSync)(mapsanLoadPtr(unsafe.Pointer(&b.head)))
	if s != nil && s.addr == uintptr(addr) {
		if t := mapsanLoad64(&s.tag); t != 0 && t == c.tag {
			if c.slot != 0 && !c.published {
				c.publish()
			}
			return &s.tag, t
		}
	}
	if uintptr(addr)-gp.stack.lo < gp.stack.hi-gp.stack.lo {
		return &mapsanNobody, 0 // nobody else can reach it
	}
	if s == nil && !c.any {
		return (*uint64)(unsafe.Pointer(&b.head)), 0 // until something is released here
	}
	return mapsanAtomicBeforeSlow(c, uintptr(addr))
}

// mapsanAtomicAcquire is mapsanAcquire with fewer calls on its way: loads are everywhere.
//
//go:linkname mapsanAtomicAcquire sync/atomic.mapsanAcquire
//go:nosplit
func mapsanAtomicAcquire(addr unsafe.Pointer) {
	c := mapsanSyncing(getg())
	if c == nil {
		return
	}
	s := mapsanBucketOf(uintptr(addr)).head
	if s == nil {
		return
	}
	if s.addr != uintptr(addr) {
		c.acquire(uintptr(addr))
	} else if t := mapsanLoad64(&s.tag); t == 0 || !c.owns(t) && !c.knewUpTo(t) {
		c.acquireFrom(s)
	}
}

//go:linkname mapsanAtomicRelease sync/atomic.mapsanRelease
//go:nosplit
func mapsanAtomicRelease(addr unsafe.Pointer) { mapsanReleaseMerge(addr) }
