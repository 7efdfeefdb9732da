package engine

// The part of hooks_atomic.go that runs when the fast path has nothing to say.

// mapsanNobody is watched by operations that need no acquire afterwards: it never changes.
var mapsanNobody uint64

// mapsanAtomicBeforeSlow acquires and releases at addr, as mapsanAtomicBefore says.
func mapsanAtomicBeforeSlow(c *mapsanCtx, addr uintptr) (*uint64, uint64) {
	s := mapsanFind(addr)
	if s == nil && !c.any {
		return &mapsanNobody, 1 // differs: look again afterwards
	}
	m := mapsanHoldM()
	if s == nil {
		s = mapsanFindOrNew(addr)
	}
	t := mapsanLoad64(&s.tag)
	if c.slot != 0 && mapsanSlotOf(t) == c.slot && t&mapsanEpochMask >= c.learnt && mapsanCas64(&s.tag, t, c.tag) {
		c.publish()
		t = c.tag
	} else {
		mapsanLock(&s.lock)
		c.acquireLocked(s)
		c.releaseLocked(s, mapsanUpdates)
		mapsanUnlock(&s.lock)
		if t = c.tag; t == 0 {
			t = mapsanNoEpoch // matches no tag: acquire afterwards
		}
	}
	mapsanReleaseM(m)
	return &s.tag, t
}
