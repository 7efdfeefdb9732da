//go:build mapsanruntime

package engine

import "unsafe"

// Hooks of the map operations. typ is the map's *abi.MapType, or 0. An access by a goroutine without a context
// (g0), or to a map on the goroutine's own stack, cannot race. Such a map has no shadow: where that would be lies
// something else of the stack, which may be read (and believed, if it says that there is nothing to do) but never written.

//go:linkname mapsanReadPC internal/race.ReadPC
//go:nosplit
func mapsanReadPC(m unsafe.Pointer, callerpc, typ uintptr) {
	gp := getg()
	c := mapsanCtxOf(gp)
	if c == nil || m == nil {
		return
	}
	s := (*mapsanMap)(m)
	r := mapsanLoad64(&s.r)
	if s.w == c.cur || r == c.cur {
		return
	}
	if uintptr(m)-gp.stack.lo < gp.stack.hi-gp.stack.lo || r >= mapsanShared && c.hasReadShared(r) {
		return
	}
	mapsanAccess(gp, c, s, callerpc, typ, mapsanOpRead)
}

//go:linkname mapsanIteratePC internal/race.IteratePC
//go:nosplit
func mapsanIteratePC(m unsafe.Pointer, callerpc, typ uintptr) {
	mapsanOnRead(m, callerpc, typ, mapsanOpIterate)
}

//go:linkname mapsanClonePC internal/race.ClonePC
//go:nosplit
func mapsanClonePC(m unsafe.Pointer, callerpc, typ uintptr) {
	mapsanOnRead(m, callerpc, typ, mapsanOpClone)
}

//go:linkname mapsanWritePC internal/race.WritePC
//go:nosplit
func mapsanWritePC(m unsafe.Pointer, callerpc, typ uintptr) {
	if c := mapsanCtxOf(getg()); c != nil && m != nil && (*mapsanMap)(m).w != c.cur {
		mapsanOnWrite(m, callerpc, typ, mapsanOpWrite)
	}
}

//go:linkname mapsanDeletePC internal/race.DeletePC
//go:nosplit
func mapsanDeletePC(m unsafe.Pointer, callerpc, typ uintptr) {
	mapsanOnWrite(m, callerpc, typ, mapsanOpDelete)
}

//go:linkname mapsanClearPC internal/race.ClearPC
//go:nosplit
func mapsanClearPC(m unsafe.Pointer, callerpc, typ uintptr) {
	mapsanOnWrite(m, callerpc, typ, mapsanOpClear)
}

//go:nosplit
func mapsanOnRead(addr unsafe.Pointer, callerpc, typ uintptr, op mapsanOp) {
	gp := getg()
	c := mapsanCtxOf(gp)
	if c == nil || addr == nil || uintptr(addr)-gp.stack.lo < gp.stack.hi-gp.stack.lo {
		return
	}
	m := (*mapsanMap)(addr)
	if c.hasRead(m) {
		return
	}
	mapsanAccess(gp, c, m, callerpc, typ, op)
}

//go:nosplit
func mapsanOnWrite(addr unsafe.Pointer, callerpc, typ uintptr, op mapsanOp) {
	gp := getg()
	c := mapsanCtxOf(gp)
	if c == nil || addr == nil || uintptr(addr)-gp.stack.lo < gp.stack.hi-gp.stack.lo {
		return
	}
	m := (*mapsanMap)(addr)
	if m.w == c.cur {
		return
	}
	mapsanAccess(gp, c, m, callerpc, typ, op)
}

// mapsanAccess is the first access to m in an epoch.
func mapsanAccess(gp *g, c *mapsanCtx, m *mapsanMap, callerpc, typ uintptr, op mapsanOp) {
	if mapsanGate != mapsanGateOpen && mapsanSkips(c, m, callerpc) {
		return
	}
	mp := mapsanHoldM()
	if mapsanResting() {
		mapsanReleaseM(mp) // since a moment ago
		return
	}
	if mapsanChecking {
		mapsanCheckHook(gp)
	}
	if c.slot == 0 {
		c.attach()
		mapsanStreamCoverage()
	}
	side := mapsanMakeSide(c.slot, op, mapsanAccessStack(gp, callerpc), gp.goid, c.lockset(), c.created)
	if mapsanObserving {
		side = mapsanObserve(c, m, typ, side)
	}
	before, done := uint64(0), false
	if op.writes() {
		before, done = m.writeOwn(c, side)
	} else {
		done = m.readOwn(c, side)
	}
	if !done {
		mapsanAccessSlow(c, m, typ, side, before)
	}
	mapsanReleaseM(mp)
}

func mapsanAccessSlow(c *mapsanCtx, m *mapsanMap, typ uintptr, side mapsanSide, before uint64) {
	var found mapsanConflicts
	if side.op().writes() {
		m.write(c, side, before, &found)
	} else {
		m.read(c, side, &found)
	}
	if found.n != 0 {
		mapsanReport(m, typ, side, &found)
	}
}
