//go:build mapsanruntime

package engine

import "unsafe"

// Hooks of sync.Mutex and sync.RWMutex, called by name from the copies of their source that MapSan edits. The
// counters inside an RWMutex are not hooked, since these calls say all that they mean. callerpc is where the Lock
// method returns to; when that is a method of package sync (Cond.Wait, a Locker's wrapper), reports show it.

// mapsanLocking returns the running goroutine's context, or nil when there is nothing to track: a lock on the
// goroutine's own stack guards nothing that others can reach, and its address changes when the stack moves.
//
//go:nosplit
func mapsanLocking(addr uintptr) *mapsanCtx {
	gp := getg()
	if mapsanChecking {
		mapsanCheckHook(gp)
	}
	if addr-gp.stack.lo < gp.stack.hi-gp.stack.lo || gp.raceignore != 0 {
		return nil
	}
	return mapsanOwnCtx(gp)
}

// mapsanUnlockingUnseen is the rest of Unlocking while the engine rests.
func mapsanUnlockingUnseen(c *mapsanCtx, held, key uintptr) {
	if !c.popInner(held) {
		mapsanUnlockedByOther(key)
	}
}

//go:linkname mapsanLocked internal/race.Locked
//go:nosplit
func mapsanLocked(addr unsafe.Pointer, callerpc uintptr) {
	c := mapsanLocking(uintptr(addr))
	if c == nil {
		return
	}
	if mapsanResting() {
		c.push(uintptr(addr), callerpc, nil)
		return
	}
	if mapsanObserving {
		mapsanObserveLock(c, uintptr(addr), mapsanMomentLock)
	}
	// mapsanFind and acquireFrom are too large to be inlined; most locks were released by this goroutine last.
	s := mapsanBucketOf(uintptr(addr)).head
	if s != nil && s.addr != uintptr(addr) {
		s = mapsanFindInChain(uintptr(addr))
	}
	if s != nil {
		if t := mapsanLoad64(&s.tag); t == 0 || !c.owns(t) {
			c.acquireFrom(s)
		} else {
			c.reopen(s.ownerPlace(), s.learners)
			if mapsanChecking {
				c.checkReopened(s)
			}
		}
	}
	c.push(uintptr(addr), callerpc, s)
}

//go:linkname mapsanUnlocking internal/race.Unlocking
//go:nosplit
func mapsanUnlocking(addr unsafe.Pointer) {
	c := mapsanLocking(uintptr(addr))
	if c == nil {
		return
	}
	if mapsanResting() {
		if c.popTop(uintptr(addr)) == nil {
			mapsanUnlockingUnseen(c, uintptr(addr), uintptr(addr))
		}
		return
	}
	if mapsanObserving {
		mapsanObserveLock(c, uintptr(addr), mapsanMomentUnlock)
	}
	h := c.popTop(uintptr(addr))
	if h != nil && h.sync != nil && h.sync.addr == uintptr(addr) && c.moveTag(h.sync) {
		return
	}
	mapsanUnlockingSlow(c, h, uintptr(addr), uintptr(addr))
}

// key is that of the sync object, addr that of the lock.
func mapsanUnlockingSlow(c *mapsanCtx, h *mapsanHeld, addr, key uintptr) {
	if h == nil && !c.popInner(addr) {
		mapsanUnlockedByOther(key)
	}
	if c.any {
		c.releaseExclusive(mapsanFind(key), key)
	}
}

func mapsanUnlockedByOther(addr uintptr) {
	m := mapsanHoldM()
	mapsanFindOrNew(addr).foreign = true
	mapsanReleaseM(m)
}

//go:linkname mapsanRLocked internal/race.RLocked
//go:nosplit
func mapsanRLocked(addr unsafe.Pointer, callerpc uintptr) {
	c := mapsanLocking(uintptr(addr))
	if c == nil {
		return
	}
	if mapsanResting() {
		c.push(uintptr(addr)+mapsanHeldForRead, callerpc, nil)
		return
	}
	if mapsanObserving {
		mapsanObserveLock(c, uintptr(addr), mapsanMomentReadLock)
	}
	key := mapsanRWKey(uintptr(addr))
	s := mapsanBucketOf(key).head // as in mapsanLocked
	if s != nil && s.addr != key {
		s = mapsanFindInChain(key)
	}
	if s != nil {
		if t := mapsanLoad64(&s.tag); t != 0 && (c.owns(t) || c.knewUpTo(t)) {
			c.reopen(s.readersPlace(), s.lives)
		} else {
			c.acquireRead(s)
		}
	}
	c.push(uintptr(addr)+mapsanHeldForRead, callerpc, s)
}

//go:linkname mapsanRUnlocking internal/race.RUnlocking
//go:nosplit
func mapsanRUnlocking(addr unsafe.Pointer) {
	c := mapsanLocking(uintptr(addr))
	if c == nil {
		return
	}
	if mapsanResting() {
		if c.popTop(uintptr(addr)+mapsanHeldForRead) == nil {
			mapsanUnlockingUnseen(c, uintptr(addr)+mapsanHeldForRead, mapsanRWKey(uintptr(addr)))
		}
		return
	}
	if mapsanObserving {
		mapsanObserveLock(c, uintptr(addr), mapsanMomentReadUnlock)
	}
	key := mapsanRWKey(uintptr(addr))
	h := c.popTop(uintptr(addr) + mapsanHeldForRead)
	if h != nil && h.sync != nil && h.sync.addr == key && (c.releasedRead(h.sync) || c.releaseReadAgain(h.sync)) {
		return
	}
	mapsanRUnlockingSlow(c, h, uintptr(addr))
}

func mapsanRUnlockingSlow(c *mapsanCtx, h *mapsanHeld, addr uintptr) {
	key := mapsanRWKey(addr)
	if h == nil && !c.popInner(addr+mapsanHeldForRead) {
		mapsanUnlockedByOther(key)
	}
	if c.any {
		c.releaseRead(mapsanFind(key), key)
	}
}

// mapsanWLocked stands for the inner Mutex of the RWMutex as well: that is locked between race.Disable and Enable.
//
//go:linkname mapsanWLocked internal/race.WLocked
//go:nosplit
func mapsanWLocked(addr unsafe.Pointer, callerpc uintptr) {
	c := mapsanLocking(uintptr(addr))
	if c == nil {
		return
	}
	if mapsanResting() {
		c.push(uintptr(addr), callerpc, nil)
		return
	}
	if mapsanObserving {
		mapsanObserveLock(c, uintptr(addr), mapsanMomentLock)
	}
	s := mapsanFind(mapsanRWKey(uintptr(addr)))
	if s != nil {
		c.acquireWrite(s)
	}
	c.push(uintptr(addr), callerpc, s)
}

//go:linkname mapsanWUnlocking internal/race.WUnlocking
//go:nosplit
func mapsanWUnlocking(addr unsafe.Pointer) {
	c := mapsanLocking(uintptr(addr))
	if c == nil {
		return
	}
	if mapsanResting() {
		if c.popTop(uintptr(addr)) == nil {
			mapsanUnlockingUnseen(c, uintptr(addr), mapsanRWKey(uintptr(addr)))
		}
		return
	}
	if mapsanObserving {
		mapsanObserveLock(c, uintptr(addr), mapsanMomentUnlock)
	}
	key := mapsanRWKey(uintptr(addr))
	h := c.popTop(uintptr(addr))
	if h != nil && h.sync != nil && h.sync.addr == key && c.moveTag(h.sync) {
		return
	}
	mapsanUnlockingSlow(c, h, uintptr(addr), key)
}
