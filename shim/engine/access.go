//go:build mapsanruntime

package engine

import (
	"internal/runtime/maps"
	"internal/runtime/sys"
	"unsafe"
)

// What rewritten sources of the user call (src/source); exported, because package runtime is the one package that any
// other may import. The generic functions are small enough to become part of their callers: what is not generic then
// sees the caller's pc. If the compiler is told not to inline, reports hide the frame, as all of package runtime.
//
// None of them lets a pointer escape, so a variable stays on the stack that was there.

// MapsanTell(MapsanLoad(&v)) is the value of the map variable v. They are two, because one that did both would be too large to
// become part of its caller, as most loads call nothing: see mapsanSeen.

func MapsanLoad[M any](p *M) (m M, at *M, seen bool) {
	m = *p
	return m, p, mapsanSeen(unsafe.Pointer(p))
}

func MapsanTell[M any](m M, at *M, seen bool) M {
	if !seen {
		mapsanLoads(unsafe.Pointer(at), m)
	}
	return m
}

// MapsanAfter is v, after which the map variable at p is read.
func MapsanAfter[T, M any](v T, p *M) T {
	MapsanLoaded(p)
	return v
}

// MapsanLoaded says that the map variable at p has just been read.
func MapsanLoaded[M any](p *M) {
	var none M
	mapsanLoads(unsafe.Pointer(p), none)
}

// MapsanStored says that the map variable at p has just been assigned.
func MapsanStored[M any](p *M) {
	var none M
	mapsanStores(unsafe.Pointer(p), none)
}

// MapsanLen is len of a map. A constraint that says so would be about its keys as well, and then interfaces were no keys in
// modules of before go1.20.
func MapsanLen[M any](m M) int { return mapsanMeasures(m) }

// A map is a pointer, so an interface that holds one has the map's type and address, and needs no memory.

//go:noinline
func mapsanLoads(p unsafe.Pointer, m any) {
	mapsanLoadVariable(noescape(p), sys.GetCallerPC(), uintptr(unsafe.Pointer(efaceOf(&m)._type)))
}

//go:noinline
func mapsanStores(p unsafe.Pointer, m any) {
	mapsanStoreVariable(noescape(p), sys.GetCallerPC(), uintptr(unsafe.Pointer(efaceOf(&m)._type)))
}

//go:noinline
func mapsanMeasures(m any) int {
	e := efaceOf(&m)
	if e.data == nil {
		return 0
	}
	mapsanReadLen(noescape(e.data), sys.GetCallerPC(), uintptr(unsafe.Pointer(e._type)))
	return int((*maps.Map)(e.data).Used())
}
