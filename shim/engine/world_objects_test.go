package engine

// WaitGroup, Cond, Pool, the runtime's own locks, and timers.

// The hooks of hooks_sync.go that are all of an operation.

func (w *world) acquire(a *actor, addr uintptr) {
	w.both(a, func() { a.c.acquire(addr) }, func(o *oracle) { o.acquire(a.g, addr) })
}

func (w *world) release(a *actor, addr uintptr) {
	knowing := a.c.any
	w.promise(a, func(o *oracle) { o.release(a.g, addr) })
	w.hook(a, func() { a.c.release(addr, false) }, func(*oracle) { w.grantRelease(a, addr, knowing) })
}

// grantRelease: a goroutine that knows nothing does not replace what others released before, and a hub keeps the old
// edges.
func (w *world) grantRelease(a *actor, addr uintptr, knowing bool) {
	if s := mapsanFind(addr); !knowing || s != nil && s.hub != nil {
		w.granted.releaseMerge(a.g, addr)
	} else {
		w.granted.release(a.g, addr)
	}
}

func (w *world) releaseMerge(a *actor, addr uintptr) {
	w.both(a, func() { a.c.release(addr, true) }, func(o *oracle) { o.releaseMerge(a.g, addr) })
}

// tell is an operation with a merging release before it, whose effect replaces what was promised before if it
// replaces.
func (w *world) tell(a *actor, o object, replaces bool, operation func()) {
	merge := func(to *oracle) { to.releaseMerge(a.g, o.addr()) }
	w.perform(a, o, func() { w.hook(a, func() { a.c.release(o.addr(), true) }, merge) }, func() {
		if replaces {
			w.promised.forget(o.addr())
		}
		w.promise(a, merge)
		operation()
	}, nil)
}

// learn is an operation with an acquire after it.
func (w *world) learn(a *actor, o object) {
	acquire := func(from *oracle) { from.acquire(a.g, o.addr()) }
	w.perform(a, o, nil, func() { w.promise(a, acquire) }, func() { w.hook(a, func() { a.c.acquire(o.addr()) }, acquire) })
}

func (w *world) stepObject(a *actor, s step) {
	x := s.x % traceObjects
	nothing := func() {}
	switch s.op {
	case doDone:
		w.tell(a, w.at(groupObject, x), false, nothing)
	case doWait:
		w.learn(a, w.at(groupObject, x))
	case doCondWait, doSignal, doBroadcast:
		w.stepCond(a, s)
	case doPut:
		if !w.pooled[x] && w.used[object{poolObject, x}] == 0 {
			w.tell(a, w.at(poolObject, x), true, func() { w.pooled[x] = true })
		}
	case doGet:
		if w.pooled[x] {
			w.pooled[x] = false
			w.learn(a, w.at(poolObject, x))
		}
	case doArm:
		w.tell(a, w.at(timerObject, x), true, func() { w.armed[x] = true })
	case doRelease:
		w.release(a, w.at(plainObject, x).addr())
	case doAcquire:
		w.acquire(a, w.at(plainObject, x).addr())
	case doMixedRelease:
		w.release(a, w.at(mixedObject, x).addr())
	case doMixedDone:
		w.releaseMerge(a, w.at(mixedObject, x).addr())
	case doMixedAcquire:
		w.acquire(a, w.at(mixedObject, x).addr())
	}
}

// stepCond: "Cond arranges that a call to Broadcast or Signal synchronizes before any Wait call that it unblocks".
func (w *world) stepCond(a *actor, s step) {
	cond, mutex := w.at(condObject, s.x), w.at(mutexObject, s.x)
	waiting := &w.conds[cond.x]
	woken := 1
	switch s.op {
	case doCondWait:
		if w.mutexes[mutex.x] != nil && w.used[mutex] == 0 {
			a.stop = 0
			w.stepLock(a, step{doUnlock, s.g, s.x})
			a.rest = func() bool { return false } // until somebody wakes it
			*waiting = append(*waiting, a)
		}
		return
	case doBroadcast:
		woken = len(*waiting)
	}
	w.perform(a, cond, func() {
		w.hook(a, func() { a.c.release(cond.addr(), true) }, func(o *oracle) { o.releaseMerge(a.g, cond.addr()) })
	}, func() {
		for range min(woken, len(*waiting)) {
			b := (*waiting)[0]
			*waiting = (*waiting)[1:]
			if a.ignoring == 0 && b.ignoring == 0 {
				w.promised.clocks[b.g].join(w.promised.clocks[a.g])
			}
			w.used[cond]++
			b.rest = func() bool { return w.wake(b, cond, mutex) }
		}
		w.promised.clocks[a.g].tick(a.g)
	}, nil)
}

// wake is the end of Wait: it learns from the Cond, and takes the mutex again when that is free.
func (w *world) wake(a *actor, cond, mutex object) bool {
	if w.mutexes[mutex.x] != nil {
		return false
	}
	w.hook(a, func() { a.c.acquire(cond.addr()) }, func(o *oracle) { o.acquire(a.g, cond.addr()) })
	w.used[cond]--
	w.stepLock(a, step{op: doLock, x: mutex.x})
	return true
}

// stepTimer: no goroutine does these. A timer's function runs in the context of its P, which goes on to know what it
// learnt from one timer when it serves the next. That is not promised.
func (w *world) stepTimer(s step) {
	timer := object{timerObject, s.x % traceObjects}
	proc, name := &w.procs[s.g%traceProcs], &w.actors[s.g%traceNames]
	switch {
	case s.op == doProcEnd: // mapsanCtxEnd, by p.destroy
		if *proc != nil {
			mapsanEnd((*proc).c)
			*proc = nil
		}
	case s.op == doStop:
		w.armed[timer.x] = false
	case w.armed[timer.x] && (s.op == doTick || *name == nil):
		if *proc == nil {
			*proc = w.newActor(nil) // mapsanGoStart, with no goroutine on this thread
		}
		p := *proc
		// mapsanAcquireCtx
		w.hook(p, func() { p.c.acquire(timer.addr()) }, func(o *oracle) { o.acquire(p.g, timer.addr()) })
		w.promised.clocks[p.g] = nil
		w.promised.clocks[p.g].tick(p.g)
		w.promised.acquire(p.g, timer.addr())
		if s.op == doTick { // sendTime, on the system stack
			w.trySend(p, int(w.at(chanObject, s.x).x))
		} else { // goFunc
			w.armed[timer.x] = false
			*name = w.newActor(p)
		}
	}
}
