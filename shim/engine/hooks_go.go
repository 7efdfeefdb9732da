//go:build mapsanruntime

package engine

import "unsafe"

// Goroutines, and the contexts that belong to none: timers, finalizers, cleanups.

// mapsanGoStart makes the context of a new goroutine (newproc1, on the system stack), or of something that runs
// like one. The running goroutine is the parent; its stack is remembered.
func mapsanGoStart(pc uintptr) uintptr {
	parent := getg()
	if curg := parent.m.curg; curg != nil {
		parent = curg
	}
	m := mapsanHoldM()
	c := mapsanSpawn(mapsanCtxOf(parent))
	if parent != getg() && !mapsanResting() {
		c.created = mapsanInternStack(mapsanWalk(parent, parent.sched.bp), pc)
		if mapsanObserving {
			mapsanObserveGo(mapsanCtxOf(parent), c, pc)
		}
	} else if pc != 0 {
		// A timer's, on the system stack: there is no more to say. And while the engine rests that is enough.
		c.created = mapsanInternStack(mapsanWalker{}, pc)
	}
	mapsanReleaseM(m)
	return uintptr(unsafe.Pointer(c))
}

func mapsanGoEnd() {
	gp := getg()
	ctx := gp.racectx
	gp.racectx = 0
	mapsanCtxEnd(ctx)
}

func mapsanCtxEnd(ctx uintptr) {
	if c := (*mapsanCtx)(unsafe.Pointer(ctx)); c != nil {
		m := mapsanHoldM()
		mapsanEnd(c)
		mapsanReleaseM(m)
	}
}

// mapsanFinGo is called before a batch of finalizers or cleanups runs, by the goroutine that runs them.
func mapsanFinGo() {
	gp := getg()
	if gp.racectx == 0 {
		gp.racectx = mapsanGoStart(0)
	}
	m := mapsanHoldM()
	mapsanOwnCtx(gp).acquireCollection()
	mapsanReleaseM(m)
}

// mapsanEnterNewCtx gives each cleanup a context of its own, which knows what the goroutine knows, so that two
// cleanups of one batch are not ordered by it. It returns the context for mapsanRestoreCtx.
func mapsanEnterNewCtx() uintptr {
	gp := getg()
	old := gp.racectx
	m := mapsanHoldM()
	c := mapsanSpawn(mapsanCtxOf(gp))
	gp.racectx = uintptr(unsafe.Pointer(c))
	mapsanReleaseM(m)
	return old
}

func mapsanRestoreCtx(old uintptr) {
	gp := getg()
	ctx := gp.racectx
	gp.racectx = old
	mapsanCtxEnd(ctx)
}

// mapsanWorldStopped is called once in each collection, between marking and sweeping, with the world stopped
// (gcSweep, go1.24-1.27).
func mapsanWorldStopped() {
	if mapsanChecking {
		mapsanCheckStopped()
	}
	mapsanSlotTable.takeBack()
	mapsanSlotTable.recordCollection()
	mapsanGrowTable()
	if mapsanChecking {
		mapsanCheckWorld()
	}
}
