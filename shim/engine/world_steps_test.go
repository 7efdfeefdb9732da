package engine

import "unsafe"

// What each step does to the engine, as its hook does it, and to the oracle.

const (
	mutexObject = iota
	rwObject
	chanObject // with one address per element
	plainObject
	groupObject
	atomicObject
	mixedObject
	objectKinds
)

func addrOf(kind int, x uint16) uintptr {
	return uintptr(1+kind)<<20 | uintptr(x%traceObjects)<<8
}

func mapAddr(m *tracedMap) uintptr { return uintptr(unsafe.Pointer(&m.shadow.r)) }

func mapsanForgetAddr(addr uintptr) {
	if s := mapsanFind(addr); s != nil {
		mapsanForget(s)
	}
}

func (w *world) forgetObject(kind int, x uint16) {
	addr := addrOf(kind, x)
	for _, part := range []uintptr{addr, mapsanRWKey(addr), addr + 8, addr + 16} {
		mapsanForgetAddr(part)
		w.oracle.forget(part)
	}
}

func (w *world) step(s step) string {
	a := w.actors[s.g%traceNames]
	if a == nil {
		return ""
	}
	if s.op != doBefore && s.op < doCollect {
		w.finishAtomic(a)
	}
	switch s.op {
	case doRead:
		return w.access(a, s.x, mapsanOpRead)
	case doIterate:
		return w.access(a, s.x, mapsanOpIterate)
	case doClone:
		return w.access(a, s.x, mapsanOpClone)
	case doWrite:
		return w.access(a, s.x, mapsanOpWrite)
	case doDelete:
		return w.access(a, s.x, mapsanOpDelete)
	case doClear:
		return w.access(a, s.x, mapsanOpClear)
	case doGo, doTimer, doEnd, doExchange:
		w.stepGoroutine(a, s)
	case doLock, doUnlock, doRLock, doRUnlock, doWLock, doWUnlock:
		w.stepLock(a, s)
	case doForget, doForgetMap, doCollect, doTakeBack, doFinalize:
		w.stepMemory(a, s)
	default:
		w.stepObject(a, s)
	}
	return ""
}

func (w *world) stepGoroutine(a *actor, s step) {
	other := &w.actors[s.x%traceNames]
	switch s.op {
	case doGo:
		if *other == nil {
			g := w.oracle.spawn(a.g)
			*other = &actor{g: g, c: mapsanSpawn(a.c), created: createdOf(g)}
		}
	case doTimer:
		if *other == nil {
			g := w.oracle.spawn(-1)
			*other = &actor{g: g, c: mapsanSpawn(nil), created: createdOf(g)}
		}
	case doEnd:
		mapsanEnd(a.c)
		w.actors[s.g%traceNames] = nil
	case doExchange:
		if *other != nil && *other != a {
			w.finishAtomic(*other)
			a.c.exchange((*other).c)
			w.oracle.exchange(a.g, (*other).g)
		}
	}
}

func (w *world) stepObject(a *actor, s step) {
	plain, group, mixed := addrOf(plainObject, s.x), addrOf(groupObject, s.x), addrOf(mixedObject, s.x)
	atomic := addrOf(atomicObject, s.x)
	ch := &w.chans[s.x%traceObjects]
	element := func(n int) uintptr { return addrOf(chanObject, s.x) + uintptr(n%channelSize(s.x))*8 }
	switch s.op {
	case doSend:
		if !ch.full(s.x) {
			a.c.releaseAcquire(element(ch.sent))
			w.oracle.releaseAcquire(a.g, element(ch.sent))
			ch.sent++
		}
	case doReceive:
		if ch.received < ch.sent {
			a.c.releaseAcquire(element(ch.received))
			w.oracle.releaseAcquire(a.g, element(ch.received))
			ch.received++
		}
	case doRelease:
		w.noteSilence(a, plain)
		a.c.release(plain, false)
		w.oracle.release(a.g, plain)
	case doAcquire:
		a.c.acquire(plain)
		w.oracle.acquire(a.g, plain)
	case doDone:
		a.c.release(group, true)
		w.oracle.releaseMerge(a.g, group)
	case doWait:
		a.c.acquire(group)
		w.oracle.acquire(a.g, group)
	case doStore:
		a.c.release(atomic, true)
		w.oracle.releaseMerge(a.g, atomic)
	case doLoad:
		a.c.acquire(atomic)
		w.oracle.acquire(a.g, atomic)
	case doBefore:
		w.startAtomic(a, s.x)
	case doAfter: // finished by step
	case doMixedRelease:
		w.noteSilence(a, mixed)
		if object := mapsanFind(mixed); object != nil && object.hub != nil {
			w.edges = true // a hub keeps the old edges
		}
		a.c.release(mixed, false)
		w.oracle.release(a.g, mixed)
	case doMixedDone:
		a.c.release(mixed, true)
		w.oracle.releaseMerge(a.g, mixed)
	case doMixedAcquire:
		a.c.acquire(mixed)
		w.oracle.acquire(a.g, mixed)
	}
}

// startAtomic is what sync/atomic does before a read-modify-write operation, by mapsanAtomicBefore.
func (w *world) startAtomic(a *actor, x uint16) {
	if a.atomic != nil {
		return
	}
	addr := addrOf(atomicObject, x)
	w.oracle.acquire(a.g, addr)
	w.oracle.releaseMerge(a.g, addr)
	half := &halfAtomic{x: x % traceObjects}
	half.p, half.tag = atomicBefore(a.c, addr)
	a.atomic = half
	w.pending[half.x]++
}

func atomicBefore(c *mapsanCtx, addr uintptr) (*uint64, uint64) {
	b := mapsanBucketOf(addr)
	s := (*mapsanSync)(mapsanLoadPtr(unsafe.Pointer(&b.head)))
	if s == nil && !c.any {
		return (*uint64)(unsafe.Pointer(&b.head)), 0
	}
	if s != nil && s.addr == addr {
		if t := mapsanLoad64(&s.tag); t != 0 && t == c.tag {
			if c.slot != 0 {
				c.publish()
			}
			return &s.tag, t
		}
	}
	return mapsanAtomicBeforeSlow(c, addr)
}

func atomicAfter(c *mapsanCtx, addr uintptr, p *uint64, tag uint64) {
	if mapsanLoad64(p) != tag {
		c.acquire(addr)
	}
}

func (w *world) finishAtomic(a *actor) {
	if half := a.atomic; half != nil {
		addr := addrOf(atomicObject, half.x)
		atomicAfter(a.c, addr, half.p, half.tag)
		w.oracle.acquire(a.g, addr)
		a.atomic = nil
		w.pending[half.x]--
	}
}

func (w *world) stepMemory(a *actor, s step) {
	switch s.op {
	case doForget:
		x := s.x / objectKinds % traceObjects
		switch kind := int(s.x) % objectKinds; {
		case kind == mutexObject && w.mutexes[x] != nil, kind == rwObject && w.readers[x] != 0, kind == atomicObject && w.pending[x] != 0:
		default:
			if kind == chanObject {
				w.chans[x] = tracedChannel{}
			}
			w.forgetObject(kind, x)
		}
	case doForgetMap:
		w.replaceMap(int(s.x % traceMaps))
	case doCollect, doTakeBack:
		if s.op == doTakeBack {
			mapsanSlotTable.wanted = true
		}
		mapsanSlotTable.takeBack() // as mapsanWorldStopped
		mapsanSlotTable.recordCollection()
		if mapsanChecking {
			mapsanCheckWorld()
		}
		var alive []int
		for _, a := range w.actors {
			if a != nil {
				alive = append(alive, a.g)
			}
		}
		w.oracle.collect(alive)
	case doFinalize:
		w.finishAtomic(a)
		a.c.acquireCollection()
		w.oracle.finalize(a.g)
	}
}
