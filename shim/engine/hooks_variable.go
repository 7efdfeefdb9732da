//go:build mapsanruntime

package engine

import "unsafe"

// Hooks that MapSan puts into the user's sources, since no function of the runtime has a part in these operations: len, which
// the compiler inlines, and the variables that hold maps. typ is the map's *abi.MapType.

//go:nosplit
func mapsanReadLen(m unsafe.Pointer, callerpc, typ uintptr) { mapsanReadPC(m, callerpc, typ) }

// mapsanSeen says that the running goroutine has read the variable at p in this epoch, and that this has been recorded. It
// becomes part of the user's functions. It is still the same variable: its memory is not used again before a collection,
// which ends all epochs, as the end of a rest does.
//
//go:nosplit
func mapsanSeen(p unsafe.Pointer) bool {
	c := mapsanOwnCtx(getg())
	return c != nil && c.seenAt == uintptr(p) && c.seenIn == c.cur
}

//go:nosplit
func mapsanLoadVariable(p unsafe.Pointer, callerpc, typ uintptr) {
	if v := mapsanVariableAt(p); v != nil {
		mapsanOnRead(unsafe.Pointer(&v.shadow), callerpc, typ, mapsanOpLoad)
		if c := mapsanOwnCtx(getg()); c.hasRead(&v.shadow) {
			c.seenAt, c.seenIn = uintptr(p), c.cur
		}
		KeepAlive(p) // or else a collection could take the shadow away meanwhile
	}
}

//go:nosplit
func mapsanStoreVariable(p unsafe.Pointer, callerpc, typ uintptr) {
	if v := mapsanVariableAt(p); v != nil {
		mapsanOnWrite(unsafe.Pointer(&v.shadow), callerpc, typ, mapsanOpStore)
		KeepAlive(p)
	}
}

// mapsanVariableAt returns the shadow of a variable; nil when there is nothing to track, as for maps: a goroutine without
// a context, or a variable on its own stack.
//
//go:nosplit
func mapsanVariableAt(p unsafe.Pointer) *mapsanVariable {
	gp := getg()
	if mapsanCtxOf(gp) == nil || p == nil || uintptr(p)-gp.stack.lo < gp.stack.hi-gp.stack.lo {
		return nil
	}
	s := mapsanFind(uintptr(p) + mapsanVariableKey)
	if s == nil {
		s = mapsanNewVariable(p)
	}
	return mapsanVariableOf(s)
}

func mapsanNewVariable(p unsafe.Pointer) *mapsanSync {
	mp := mapsanHoldM()
	s := mapsanFindOrTake(uintptr(p)+mapsanVariableKey, true)
	mapsanReleaseM(mp)
	KeepAlive(p)
	return s
}
