//go:build mapsanruntime

package engine

import "unsafe"

// The counterparts of the race detector's annotations in package runtime and internal/race, of the same names
// and meanings (runtime/race.go, go1.24-1.27): race becomes mapsan.

const mapsanEnabled = true

// mapsanOwnCtx returns the context of gp.
//
//go:nosplit
func mapsanOwnCtx(gp *g) *mapsanCtx { return (*mapsanCtx)(unsafe.Pointer(gp.racectx)) }

// mapsanCtxOf is mapsanOwnCtx for what is left out while the engine rests: nil then.
//
//go:nosplit
func mapsanCtxOf(gp *g) *mapsanCtx {
	return (*mapsanCtx)(unsafe.Pointer(gp.racectx & mapsanCtxMask))
}

// mapsanSyncing returns the context of gp unless synchronisation is to be ignored there: between race.Disable and
// race.Enable.
//
//go:nosplit
func mapsanSyncing(gp *g) *mapsanCtx {
	if mapsanChecking {
		mapsanCheckHook(gp)
	}
	if gp.raceignore != 0 {
		return nil
	}
	return mapsanCtxOf(gp)
}

//go:linkname mapsanAcquire internal/race.Acquire
//go:nosplit
func mapsanAcquire(addr unsafe.Pointer) {
	if c := mapsanSyncing(getg()); c != nil {
		c.noteExchange()
		c.acquire(uintptr(addr))
	}
}

//go:linkname mapsanRelease internal/race.Release
//go:nosplit
func mapsanRelease(addr unsafe.Pointer) {
	if c := mapsanSyncing(getg()); c != nil {
		c.release(uintptr(addr), false)
	}
}

//go:linkname mapsanReleaseMerge internal/race.ReleaseMerge
//go:nosplit
func mapsanReleaseMerge(addr unsafe.Pointer) {
	if c := mapsanSyncing(getg()); c != nil {
		c.release(uintptr(addr), true)
	}
}

//go:linkname mapsanDisable internal/race.Disable
//go:nosplit
func mapsanDisable() { getg().raceignore++ }

//go:linkname mapsanEnable internal/race.Enable
//go:nosplit
func mapsanEnable() { getg().raceignore-- }

// mapsanErrors makes package testing fail the tests that raced (testing.common.checkRaces and others).
//
//go:linkname mapsanErrors internal/race.Errors
func mapsanErrors() int {
	if mapsanSettings.passing {
		return 0
	}
	return int(mapsanLoad64(&mapsanStats.races))
}

func mapsanReleaseAcquire(addr unsafe.Pointer) {
	if c := mapsanSyncing(getg()); c != nil {
		c.noteExchange()
		c.releaseAcquire(uintptr(addr))
	}
}

// The G variants act for another goroutine, which is parked.

func mapsanAcquireG(gp *g, addr unsafe.Pointer) {
	if c := mapsanCtxOf(gp); c != nil && getg().raceignore == 0 {
		if mapsanObserving {
			mapsanObserveParked(c, gp)
		}
		c.noteExchange()
		c.acquire(uintptr(addr))
	}
}

func mapsanReleaseG(gp *g, addr unsafe.Pointer) {
	if c := mapsanCtxOf(gp); c != nil && getg().raceignore == 0 {
		c.release(uintptr(addr), false)
	}
}

func mapsanReleaseMergeG(gp *g, addr unsafe.Pointer) {
	if c := mapsanCtxOf(gp); c != nil && getg().raceignore == 0 {
		c.release(uintptr(addr), true)
	}
}

func mapsanReleaseAcquireG(gp *g, addr unsafe.Pointer) {
	if c := mapsanCtxOf(gp); c != nil && getg().raceignore == 0 {
		if mapsanObserving {
			mapsanObserveParked(c, gp)
		}
		c.noteExchange()
		c.releaseAcquire(uintptr(addr))
	}
}

func mapsanAcquireCtx(ctx uintptr, addr unsafe.Pointer) {
	if c := (*mapsanCtx)(unsafe.Pointer(ctx & mapsanCtxMask)); c != nil {
		c.noteExchange()
		c.acquire(uintptr(addr))
	}
}

// mapsanChanSync is an unbuffered channel: gp is parked at the other end, and the channel is locked.
func mapsanChanSync(gp *g) {
	me := getg()
	if me.raceignore != 0 {
		return
	}
	if a, b := mapsanCtxOf(me), mapsanCtxOf(gp); a != nil && b != nil {
		if mapsanChecking {
			mapsanCheckParked(gp)
		}
		if mapsanObserving {
			mapsanObserveParked(b, gp)
		}
		a.noteExchange()
		b.noteExchange()
		a.exchange(b)
	}
}

// What the race detector tracks and MapSan does not: plain memory.

func mapsanNopPC(addr unsafe.Pointer, callerpc, pc uintptr)               {}
func mapsanNopObject(t *_type, addr unsafe.Pointer, callerpc, pc uintptr) {}
