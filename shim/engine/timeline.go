//go:build mapsanruntime

package engine

import (
	"internal/abi"
	"internal/runtime/sys"
	"unsafe"
)

// Hooks of the setting observe: what goroutines do (moments.go), and where they learn (observer.go).

// mapsanStartObserving is called when the process starts.
func mapsanStartObserving() {
	mapsanObserving = true
	mp := mapsanHoldM()
	if c := mapsanCtxOf(getg()); c != nil && c.observer == nil {
		c.observe()
	}
	mapsanReleaseM(mp)
}

// mapsanObserveLock is called after a lock was taken, or before it is given back.
func mapsanObserveLock(c *mapsanCtx, addr uintptr, kind uint32) {
	mp := mapsanHoldM()
	if kind == mapsanMomentLock || kind == mapsanMomentReadLock {
		c.beginSection()
	}
	if o := c.observer; o != nil {
		gp := getg()
		o.goid = gp.goid
		o.note(mapsanMoment{uint64(nanotime()), kind, mapsanInternAll(gp, 0, mapsanMomentFrames), uint64(addr)})
	}
	mapsanReleaseM(mp)
}

// mapsanMomentFrames: hook, engine and package sync are among them.
const mapsanMomentFrames = 8

// mapsanObserveGo is called in newproc1 (go1.24-1.27), on the system stack of the parent, whose P has just given the
// child its id.
func mapsanObserveGo(parent, child *mapsanCtx, pc uintptr) {
	pp := getg().m.p.ptr()
	if parent == nil || pp == nil || pc == abi.FuncPCABIInternal(newextram)+sys.PCQuantum {
		return
	}
	now, id := uint64(nanotime()), pp.goidcache-1
	if o := parent.observer; o != nil {
		o.goid = getg().m.curg.goid
		o.note(mapsanMoment{now, mapsanMomentGo, child.created, id})
	}
	if o := child.observer; o != nil {
		o.goid = id
		o.note(mapsanMoment{now + 1, mapsanMomentStart, child.created, 0}) // no sooner than it was started
	}
}

// mapsanObserveParked is called before gp, which is parked, learns by what the running goroutine does.
func mapsanObserveParked(c *mapsanCtx, gp *g) {
	if o := c.observer; o != nil {
		o.parked = uintptr(unsafe.Pointer(gp))
	}
}

// mapsanLearningStack returns the depot's id of the stack of c's goroutine, 0 when there is none to see.
func mapsanLearningStack(c *mapsanCtx) uint32 {
	gp, o := getg(), c.observer
	if mapsanCtxOf(gp) == c && gp != gp.m.g0 {
		o.parked = 0
		return mapsanInternAll(gp, 0, mapsanStackDepth)
	}
	parked := (*g)(unsafe.Pointer(o.parked)) // never freed
	o.parked = 0
	if parked == nil || mapsanCtxOf(parked) != c {
		return 0
	}
	// The channel is locked, so it stays parked. But the collector may be moving its stack to another place.
	status, lo := readgstatus(parked), parked.stack.lo
	if status != _Gwaiting {
		return 0
	}
	id := mapsanInternAll(parked, parked.sched.bp, mapsanStackDepth)
	if readgstatus(parked) != status || parked.stack.lo != lo {
		return 0
	}
	return id
}

// mapsanInternAll returns the depot's id of at most depth frames of gp's stack, from frame pointer fp on; 0: that of
// the caller, which is gp.
func mapsanInternAll(gp *g, fp uintptr, depth int) uint32 {
	var pcs [mapsanStackDepth]uintptr
	if fp == 0 {
		fp = getfp() // not before this function has begun: that may move the stack
	}
	w := mapsanWalk(gp, fp)
	h, n := uint64(mapsanHashSeed), 0
	for ; n < depth; n++ {
		if pcs[n] = w.next(); pcs[n] == 0 {
			break
		}
		h = mapsanHashWord(h, pcs[n])
	}
	if id := mapsanStacks.recall(h); id != 0 {
		return id
	}
	return mapsanStacks.intern(h, pcs[:n])
}
