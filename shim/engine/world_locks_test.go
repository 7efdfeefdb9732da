package engine

import "slices"

// What sync.Mutex and sync.RWMutex do, as in hooks_lock.go. A lock that is held cannot be taken: that is a TryLock
// that fails, and no hook is called: "an unsuccessful call has no synchronizing effect at all". Each Unlock "is
// synchronized before" all later Locks, not only the next: so the oracles add to what was there, since whoever unlocks
// what somebody else has locked may not know it. The engine lets him learn it, which is not promised.

//
// A goroutine that has gone on with the epoch that it left at its lock (mapsanCtx.reopen), and has the lock unlocked
// by another one, lets whoever learns of its last Unlock know more than that: races may be missed from then on.

func (w *world) stepLock(a *actor, s step) {
	mutex, rw := w.at(mutexObject, s.x), w.at(rwObject, s.x)
	held, writes, reads := &w.mutexes[mutex.x], &w.writers[rw.x], &w.readers[rw.x]
	addr := rw.addr()
	switch s.op {
	case doLock:
		if *held != nil {
			w.tally.failed++
			return
		}
		*held = a
		w.lock(a, mutex, func() { a.locked(mutex.addr()) }, func(o *oracle) { o.acquire(a.g, mutex.addr()) })
	case doUnlock:
		if *held != nil && w.used[mutex] == 0 {
			w.unlock(a, mutex, *held == a, func() { a.unlocking(mutex.addr()) },
				func(o *oracle) { o.releaseMerge(a.g, mutex.addr()) }, func() { *held = nil })
		}
	case doRLock:
		if *writes != nil {
			w.tally.failed++
			return
		}
		*reads = append(*reads, a)
		w.lock(a, rw, func() { a.rLocked(addr) }, func(o *oracle) { o.acquire(a.g, addr) })
	case doRUnlock:
		if len(*reads) > w.used[rw] { // some are not about to unlock
			own := slices.Contains(*reads, a)
			w.unlock(a, rw, own, func() { a.rUnlocking(addr) }, func(o *oracle) { o.releaseRead(a.g, addr) }, func() {
				i := max(slices.Index(*reads, a), 0)
				*reads = slices.Delete(*reads, i, i+1)
			})
		}
	case doWLock:
		if *writes != nil || len(*reads) > 0 {
			w.tally.failed++
			return
		}
		*writes = a
		w.reopened[rw] = false
		w.lock(a, rw, func() { a.wLocked(addr) }, func(o *oracle) { o.acquireWrite(a.g, addr) })
	case doWUnlock:
		if *writes != nil && w.used[rw] == 0 {
			w.unlock(a, rw, *writes == a, func() { a.wUnlocking(addr) },
				func(o *oracle) { o.releaseMerge(a.g, addr) }, func() { *writes = nil })
		}
	}
}

// lock is an operation with a hook after it, which lets both oracles learn.
func (w *world) lock(a *actor, o object, hook func(), learn func(o *oracle)) {
	w.perform(a, o, nil, func() { w.promise(a, learn) }, func() {
		published, tag := a.c.published, a.c.tag
		if a.ignoring == 0 { // mapsanLocking
			hook()
		}
		w.hook(a, func() {}, learn)
		if published && !a.c.published && a.c.tag == tag {
			w.tally.reopened++
			w.reopened[o] = true
		}
	})
}

// unlock is an operation with a hook before it, which lets both oracles tell.
func (w *world) unlock(a *actor, o object, own bool, hook func(), tell func(o *oracle), operation func()) {
	if !own && w.reopened[o] {
		w.loose = true
	}
	w.perform(a, o, func() {
		if a.ignoring == 0 {
			hook()
		}
		w.hook(a, func() {}, func(granted *oracle) {
			granted.acquire(a.g, o.addr()) // if it is not his own
			tell(granted)
		})
	}, func() {
		w.promise(a, tell)
		operation()
	}, nil)
	if o.kind == mutexObject {
		w.reopened[o] = false
	}
}

func (a *actor) locked(addr uintptr) { // mapsanLocked
	if mapsanResting() {
		a.c.push(addr, 1, nil)
		return
	}
	if mapsanObserving {
		a.c.beginSection() // mapsanObserveLock
	}
	s := mapsanFind(addr)
	if s != nil {
		if t := mapsanLoad64(&s.tag); t == 0 || !a.c.owns(t) {
			a.c.acquireFrom(s)
		} else {
			a.c.reopen(s.ownerPlace(), s.learners)
		}
	}
	a.c.push(addr, 1, s)
}

func (a *actor) unlocking(addr uintptr) { // mapsanUnlocking
	if mapsanResting() {
		a.unlockingUnseen(addr, addr)
		return
	}
	h := a.c.popTop(addr)
	if h != nil && h.sync != nil && h.sync.addr == addr && a.c.moveTag(h.sync) {
		return
	}
	a.unlockingSlow(h, addr, addr)
}

func (a *actor) unlockingSlow(h *mapsanHeld, addr, key uintptr) { // mapsanUnlockingSlow
	if h == nil && !a.c.popInner(addr) {
		mapsanFindOrNew(key).foreign = true
	}
	if a.c.any {
		a.c.releaseExclusive(mapsanFind(key), key)
	}
}

func (a *actor) rLocked(addr uintptr) { // mapsanRLocked
	if mapsanResting() {
		a.c.push(addr+mapsanHeldForRead, 1, nil)
		return
	}
	if mapsanObserving {
		a.c.beginSection() // mapsanObserveLock
	}
	s := mapsanFind(mapsanRWKey(addr))
	if s != nil {
		if t := mapsanLoad64(&s.tag); t != 0 && (a.c.owns(t) || a.c.knewUpTo(t)) {
			a.c.reopen(s.readersPlace(), s.lives)
		} else {
			a.c.acquireRead(s)
		}
	}
	a.c.push(addr+mapsanHeldForRead, 1, s)
}

func (a *actor) rUnlocking(addr uintptr) { // mapsanRUnlocking
	key := mapsanRWKey(addr)
	if mapsanResting() {
		a.unlockingUnseen(addr+mapsanHeldForRead, key)
		return
	}
	h := a.c.popTop(addr + mapsanHeldForRead)
	if h != nil && h.sync != nil && h.sync.addr == key && a.c.any {
		a.c.releaseRead(h.sync, key)
		return
	}
	if h == nil && !a.c.popInner(addr+mapsanHeldForRead) {
		mapsanFindOrNew(key).foreign = true
	}
	if a.c.any {
		a.c.releaseRead(mapsanFind(key), key)
	}
}

func (a *actor) wLocked(addr uintptr) { // mapsanWLocked
	if mapsanResting() {
		a.c.push(addr, 1, nil)
		return
	}
	if mapsanObserving {
		a.c.beginSection() // mapsanObserveLock
	}
	s := mapsanFind(mapsanRWKey(addr))
	if s != nil {
		a.c.acquireWrite(s)
	}
	a.c.push(addr, 1, s)
}

func (a *actor) wUnlocking(addr uintptr) { // mapsanWUnlocking
	key := mapsanRWKey(addr)
	if mapsanResting() {
		a.unlockingUnseen(addr, key)
		return
	}
	h := a.c.popTop(addr)
	if h != nil && h.sync != nil && h.sync.addr == key && a.c.moveTag(h.sync) {
		return
	}
	a.unlockingSlow(h, addr, key)
}

func (a *actor) unlockingUnseen(held, key uintptr) { // mapsanUnlockingUnseen
	if _, own := a.c.pop(held); !own {
		mapsanFindOrNew(key).foreign = true
	}
}
