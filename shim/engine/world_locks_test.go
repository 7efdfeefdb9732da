package engine

// What sync.Mutex and sync.RWMutex do, as in hooks_lock.go.

func (w *world) stepLock(a *actor, s step) {
	x := s.x % traceObjects
	mutex, rw := addrOf(mutexObject, x), addrOf(rwObject, x)
	key := mapsanRWKey(rw)
	readers := &w.readers[x]
	switch s.op {
	case doLock: // mapsanLocked
		if w.mutexes[x] == nil {
			w.mutexes[x] = a
			object := mapsanFind(mutex)
			if object != nil {
				if t := mapsanLoad64(&object.tag); t == 0 || !a.c.owns(t) {
					a.c.acquireFrom(object)
				} else {
					a.c.reopen(object.ownerPlace(), object.learners)
				}
			}
			a.c.push(mutex, 1, object)
			w.oracle.acquire(a.g, mutex)
		}
	case doUnlock: // mapsanUnlocking
		if w.mutexes[x] != nil {
			w.mutexes[x] = nil
			object, _ := a.c.pop(mutex)
			if object == nil || object.addr != mutex {
				object = mapsanFind(mutex)
			}
			w.noteSilence(a, mutex)
			if a.c.any {
				a.c.releaseExclusive(object, mutex)
			}
			w.oracle.release(a.g, mutex)
		}
	case doRLock: // mapsanRLocked
		if *readers >= 0 {
			*readers++
			object := mapsanFind(key)
			if object != nil {
				a.c.acquireRead(object)
			}
			a.c.push(rw+mapsanHeldForRead, 1, object)
			w.oracle.acquireRead(a.g, rw)
		}
	case doRUnlock: // mapsanRUnlocking
		if *readers > 0 {
			*readers--
			object, _ := a.c.pop(rw + mapsanHeldForRead)
			if object == nil || object.addr != key {
				object = mapsanFind(key)
			}
			if a.c.any {
				a.c.releaseRead(object, key)
			}
			w.oracle.releaseRead(a.g, rw)
		}
	case doWLock: // mapsanWLocked
		if *readers == 0 {
			*readers = -1
			if object := mapsanFind(key); object != nil {
				a.c.acquireWrite(object)
			}
			w.oracle.acquireWrite(a.g, rw)
		}
	case doWUnlock: // mapsanWUnlocking
		if *readers < 0 {
			*readers = 0
			w.noteSilence(a, rw)
			if a.c.any {
				a.c.releaseExclusive(mapsanFind(key), key)
			}
			w.oracle.release(a.g, rw)
		}
	}
}

// noteSilence: a goroutine that knows nothing does not replace what others released before. That keeps edges which
// ReleaseStore would remove.
func (w *world) noteSilence(a *actor, addr uintptr) {
	if !a.c.any && len(w.oracle.at(addr).clock) > 0 {
		w.edges = true
	}
}
