package engine

// Goroutines, what stands in for them, and the memory of objects, as in hooks_go.go.

func (w *world) stepGoroutine(a *actor, s step) {
	other := &w.actors[s.x%traceNames]
	switch s.op {
	case doGo: // mapsanGoStart
		if *other == nil {
			*other = w.newActor(a)
		}
	case doCallback: // by oneNewExtraM
		if *other == nil {
			*other = w.newActor(nil)
		}
	case doEnd: // mapsanGoEnd
		for ; a != nil; a = a.outer {
			mapsanEnd(a.c)
		}
		w.actors[s.g%traceNames] = nil
	case doFinalize: // mapsanFinGo
		a.c.acquireCollection()
		w.promised.finalize(a.g)
		w.granted.finalize(a.g)
	case doCleanup: // mapsanEnterNewCtx, and the pair around it in runCleanups
		if a.outer == nil {
			cleanup := w.at(cleanupObject, s.x).addr()
			w.release(a, cleanup)
			inner := w.newActor(a)
			inner.outer, inner.ignoring = a, a.ignoring
			w.actors[s.g%traceNames] = inner
			w.acquire(inner, cleanup)
		}
	case doCleanupEnd: // mapsanRestoreCtx
		if a.outer != nil {
			w.actors[s.g%traceNames] = a.outer
			a.outer.ignoring = a.ignoring
			mapsanEnd(a.c)
		}
	}
}

// collect is mapsanWorldStopped.
func (w *world) collect(wanted bool) {
	if wanted {
		mapsanSlotTable.wanted = true
	}
	mapsanSlotTable.takeBack()
	mapsanSlotTable.recordCollection()
	buckets := mapsanTable.buckets
	mapsanGrowTable()
	if mapsanTable.buckets != buckets {
		w.tally.grown++
	}
	if mapsanChecking {
		mapsanCheckWorld()
	}
	alive := w.alive()
	w.promised.collect(alive)
	w.granted.collect(alive)
}

func (w *world) alive() (all []int) {
	for _, a := range append(w.actors[:], w.procs[:]...) {
		for ; a != nil; a = a.outer {
			all = append(all, a.g)
		}
	}
	return all
}

// rest and resume are mapsanTurn.
func (w *world) rest() { mapsanRest() }

func (w *world) resume() {
	if !mapsanResting() {
		return
	}
	w.tally.rests++
	mapsanResume()
	if mapsanChecking {
		mapsanCheckWorld()
	}
	w.granted.barrier(w.alive())
}

func mapsanForgetAddr(addr uintptr) {
	if s := mapsanFind(addr); s != nil {
		mapsanForget(s)
	}
}

// forget lets an object die that nobody uses, and another one live at its address.
func (w *world) forget(o object) {
	ch := &w.chans[o.x]
	switch {
	case w.used[o] > 0,
		o.kind == mutexObject && w.mutexes[o.x] != nil,
		o.kind == rwObject && (w.writers[o.x] != nil || len(w.readers[o.x]) > 0),
		o.kind == chanObject && len(ch.senders)+len(ch.receivers) > 0,
		o.kind == condObject && len(w.conds[o.x]) > 0,
		o.kind == poolObject && w.pooled[o.x],
		o.kind == timerObject && w.armed[o.x]:
		return
	case o.kind == chanObject:
		w.chans[o.x] = tracedChannel{}
	case o.kind == atomicObject:
		w.atomics[o.x] = 0
	}
	w.forgetObject(o)
}

func (w *world) forgetObject(o object) {
	addr := o.addr()
	for _, part := range []uintptr{addr, mapsanRWKey(addr), addr + 8, addr + 16, addr + 24, addr + 32, addr + 40} {
		mapsanForgetAddr(part)
		w.promised.forget(part)
		w.granted.forget(part)
	}
}
