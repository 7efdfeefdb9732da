//go:build !mapsanruntime

package engine

import (
	"runtime"
	"sync"
	"sync/atomic"
	"unsafe"
)

// What the engine needs of its surroundings, outside of package runtime. Twin of port_runtime.go.

type mapsanNotInHeap struct{}

func mapsanLoad32(p *uint32) uint32                 { return atomic.LoadUint32(p) }
func mapsanLoad64(p *uint64) uint64                 { return atomic.LoadUint64(p) }
func mapsanLoadPtr(p unsafe.Pointer) unsafe.Pointer { return atomic.LoadPointer((*unsafe.Pointer)(p)) }
func mapsanStore32(p *uint32, v uint32)             { atomic.StoreUint32(p, v) }
func mapsanStorePtr(p, v unsafe.Pointer)            { atomic.StorePointer((*unsafe.Pointer)(p), v) }
func mapsanCas32(p *uint32, old, new uint32) bool   { return atomic.CompareAndSwapUint32(p, old, new) }
func mapsanCas64(p *uint64, old, new uint64) bool   { return atomic.CompareAndSwapUint64(p, old, new) }
func mapsanSwap64(p *uint64, v uint64) uint64       { return atomic.SwapUint64(p, v) }
func mapsanAdd32(p *uint32, d int32) uint32         { return atomic.AddUint32(p, uint32(d)) }
func mapsanAdd64(p *uint64, d int64) uint64         { return atomic.AddUint64(p, uint64(d)) }
func mapsanStoreRel32(p *uint32, v uint32)          { atomic.StoreUint32(p, v) }
func mapsanStoreRel64(p *uint64, v uint64)          { atomic.StoreUint64(p, v) }
func mapsanPause(round int)                         { runtime.Gosched() }
func mapsanPrefetch(unsafe.Pointer)                 {}

func mapsanHoldM() struct{}              { return struct{}{} }
func mapsanReleaseM(struct{})            {}
func mapsanOnOwnStack(addr uintptr) bool { return false }

// The engine keeps pointers in integers, which the collector does not see: what it allocates stays for ever.
var mapsanKept struct {
	sync.Mutex
	chunks [][]uint64
}

func mapsanAlloc(size uintptr) unsafe.Pointer {
	words := make([]uint64, size/8+16)
	mapsanKept.Lock()
	mapsanKept.chunks = append(mapsanKept.chunks, words)
	mapsanKept.Unlock()
	p := unsafe.Pointer(unsafe.SliceData(words))
	return unsafe.Add(p, -uintptr(p)&63)
}

// mapsanRetain ties an object to the memory of its address. Outside of the runtime tests end it by mapsanForget.
func mapsanRetain(s *mapsanSync) {}

// mapsanLearningStack is for tests to look at: how often somebody has learnt.
func mapsanLearningStack(c *mapsanCtx) uint32 { return c.observer.learnt + 1 }
