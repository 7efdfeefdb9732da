//go:build mapsanruntime

package engine

import (
	"internal/runtime/sys"
	"unsafe"
)

// What rewritten sources of the user call (src/source); exported, because package runtime is the one package that any
// other may import. The generic functions are small enough to become part of their callers: what is not generic then
// sees the caller's pc. If the compiler is told not to inline, reports hide the frame, as all of package runtime.
//
// None of them lets a pointer escape, so a variable stays on the stack that was there.

// MapsanLoad is the value of the map variable at p.
func MapsanLoad[M any](p *M) M {
	m := *p
	mapsanLoads(unsafe.Pointer(p), m)
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

// MapsanLen is len(m).
func MapsanLen[M ~map[K]V, K comparable, V any](m M) int {
	mapsanMeasures(m)
	return len(m)
}

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
func mapsanMeasures(m any) {
	e := efaceOf(&m)
	mapsanReadLen(noescape(e.data), sys.GetCallerPC(), uintptr(unsafe.Pointer(e._type)))
}
