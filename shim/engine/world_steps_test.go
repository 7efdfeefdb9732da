package engine

// What each step does to the engine, as its hooks do it, and to the oracles.

// Kinds of objects.
const (
	mutexObject = iota
	rwObject
	chanObject
	groupObject
	condObject
	atomicObject
	poolObject
	timerObject
	plainObject
	cleanupObject
	mixedObject
	objectKinds
)

const traceProcs = 3

func (o object) addr() uintptr { return uintptr(1+o.kind)<<20 | uintptr(o.x)<<8 }

// at returns an object of the trace, which is there from now on.
func (w *world) at(kind int, x uint16) object {
	o := object{kind, x % traceObjects}
	if _, seen := w.used[o]; !seen {
		w.used[o] = 0
	}
	return o
}

// promise lets something happen in the oracle of what is promised, if it is synchronisation for a.
func (w *world) promise(a *actor, do func(o *oracle)) {
	if a.ignoring == 0 {
		do(w.promised)
	}
}

// hook lets a hook run, and what it does happen in the oracle of what is granted.
func (w *world) hook(a *actor, do func(), grant func(o *oracle)) {
	if a.ignoring == 0 && !mapsanResting() {
		do()
		grant(w.granted)
	}
}

// both is an operation without halves.
func (w *world) both(a *actor, hook func(), do func(o *oracle)) {
	w.promise(a, do)
	w.hook(a, hook, do)
}

// perform does an operation of a at o in its parts: the hook before it, the operation, the hook after it. Between
// them a may stop and others go on.
func (w *world) perform(a *actor, o object, before, operation, after func()) {
	parts := [3]func(){before, operation, after}
	stop := a.stop
	a.stop = 0
	for i, part := range parts {
		if i == stop && i > 0 {
			w.tally.halves++
			w.used[o]++
			a.rest = func() bool {
				for _, part := range parts[i:] {
					if part != nil {
						part()
					}
				}
				w.used[o]--
				return true
			}
			return
		}
		if part != nil {
			part()
		}
	}
}

// ready brings a to where its next operation can begin.
func (w *world) ready(a *actor) bool {
	w.unpark(a)
	if a.rest != nil {
		rest := a.rest
		a.rest = nil
		if !rest() {
			a.rest = rest
			return false
		}
	}
	return true
}

func (w *world) step(s step) string {
	switch s.op {
	case doRest:
		w.rest()
		return ""
	case doResume:
		w.resume()
		return ""
	case doCollect, doTakeBack:
		w.collect(s.op == doTakeBack)
		return ""
	case doForget:
		w.forget(object{int(s.x) % objectKinds, s.x / objectKinds % traceObjects})
		return ""
	case doForgetMap:
		w.replaceMap(int(s.x % traceMaps))
		return ""
	case doStop, doFire, doTick, doProcEnd:
		w.stepTimer(s)
		return ""
	}
	a := w.actors[s.g%traceNames]
	if a == nil || !w.ready(a) {
		return ""
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
	case doGoOn:
	case doHalf:
		a.stop = 1 + int(s.x)%2
	case doDisable:
		a.ignoring++
	case doEnable:
		a.ignoring = max(a.ignoring-1, 0)
	case doGo, doCallback, doEnd, doFinalize, doCleanup, doCleanupEnd:
		w.stepGoroutine(a, s)
	case doLock, doUnlock, doRLock, doRUnlock, doWLock, doWUnlock:
		w.stepLock(a, s)
	case doSend, doReceive, doSelect, doSendWait, doReceiveWait, doSelectWait, doClose:
		w.stepChannel(a, s)
	case doStore, doLoad, doAdd, doSwapIf, doSwapIfOther:
		w.stepAtomic(a, s)
	default:
		w.stepObject(a, s)
	}
	return ""
}
