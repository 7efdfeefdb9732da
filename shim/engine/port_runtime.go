//go:build mapsanruntime

package engine

import (
	"internal/goarch"
	"internal/runtime/atomic"
	"internal/runtime/sys"
	"unsafe"
)

// What the engine needs of its surroundings, inside package runtime. Twin of port_host.go.

type mapsanNotInHeap = sys.NotInHeap

//go:nosplit
func mapsanLoad32(p *uint32) uint32 { return atomic.Load(p) }

//go:nosplit
func mapsanLoad64(p *uint64) uint64 { return atomic.Load64(p) }

//go:nosplit
func mapsanLoadPtr(p unsafe.Pointer) unsafe.Pointer { return atomic.Loadp(p) }

//go:nosplit
func mapsanStore32(p *uint32, v uint32) { atomic.Store(p, v) }

//go:nosplit
func mapsanStorePtr(p, v unsafe.Pointer) { atomic.StorepNoWB(p, v) }

//go:nosplit
func mapsanCas32(p *uint32, old, new uint32) bool { return atomic.Cas(p, old, new) }

//go:nosplit
func mapsanCas64(p *uint64, old, new uint64) bool { return atomic.Cas64(p, old, new) }

//go:nosplit
func mapsanSwap64(p *uint64, v uint64) uint64 { return atomic.Xchg64(p, v) }

//go:nosplit
func mapsanAdd32(p *uint32, d int32) uint32 { return atomic.Xadd(p, d) }

//go:nosplit
func mapsanAdd64(p *uint64, d int64) uint64 { return atomic.Xadd64(p, d) }

// On amd64 StoreRel and StoreRel64 are XCHG instructions; a plain store is a release there (total store order).

//go:nosplit
func mapsanStoreRel32(p *uint32, v uint32) {
	if goarch.IsAmd64 != 0 {
		*p = v
	} else {
		atomic.StoreRel(p, v)
	}
}

//go:nosplit
func mapsanStoreRel64(p *uint64, v uint64) {
	if goarch.IsAmd64 != 0 {
		*p = v
	} else {
		atomic.StoreRel64(p, v)
	}
}

// mapsanPause waits inside a spin loop; round counts from 0.
//
//go:nosplit
func mapsanPause(round int) {
	if round%32 < 31 {
		procyield(10)
	} else {
		osyield()
	}
}

// mapsanPrefetch asks for a cache line that will be needed soon.
//
//go:nosplit
func mapsanPrefetch(p unsafe.Pointer) { sys.Prefetch(uintptr(p)) }

// mapsanHoldM keeps the goroutine on its M until mapsanReleaseM, so that the world does not stop meanwhile.

//go:nosplit
func mapsanHoldM() *m { return acquirem() }

//go:nosplit
func mapsanReleaseM(mp *m) { releasem(mp) }

//go:nosplit
func mapsanOnOwnStack(addr uintptr) bool {
	gp := getg()
	return addr-gp.stack.lo < gp.stack.hi-gp.stack.lo
}

// mapsanAlloc returns zeroed memory that is never given back, aligned to a cache line.
func mapsanAlloc(size uintptr) unsafe.Pointer {
	mapsanAdd64(&mapsanStats.allocated, int64(size))
	return persistentalloc(size, 64, &memstats.other_sys)
}
