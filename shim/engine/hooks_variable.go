//go:build mapsanruntime

package engine

import "unsafe"

// Hooks that MapSan puts into the user's sources, since no function of the runtime has a part in these operations: len, which
// the compiler inlines, and the variables that hold maps. typ is the map's *abi.MapType.

//go:nosplit
func mapsanReadLen(m unsafe.Pointer, callerpc, typ uintptr) { mapsanReadPC(m, callerpc, typ) }

//go:nosplit
func mapsanLoadVariable(p unsafe.Pointer, callerpc, typ uintptr) {
	if v := mapsanVariableAt(p); v != nil {
		mapsanOnRead(unsafe.Pointer(&v.shadow), callerpc, typ, mapsanOpLoad)
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
