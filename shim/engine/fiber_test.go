package engine

import (
	"runtime"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"
)

// A fiber is a goroutine with a context.
type fiber struct {
	*mapsanCtx
	p    *program
	goid uint64
}

type program struct {
	wg       sync.WaitGroup
	world    sync.RWMutex // stopped by a collection; read-locked inside hooks if collections is set
	collects bool
	accesses atomic.Int64
	reports  atomic.Int64
	goids    atomic.Uint64
	kept     sync.Map // what must not be used again while its address is known to the engine
}

// hook runs a hook, inside of which the world does not stop.
func (f *fiber) hook(do func()) {
	if f.p.collects {
		f.p.world.RLock()
		defer f.p.world.RUnlock()
	}
	do()
}

// keep returns v, which lives as long as p.
func keep[T any](p *program, v *T) *T {
	p.kept.Store(v, true)
	return v
}

func (p *program) start() *fiber {
	f := &fiber{mapsanCtx: mapsanSpawn(nil), p: p}
	f.goid = p.goids.Add(1)
	return f
}

func (f *fiber) spawn(do func(*fiber)) {
	child := &fiber{p: f.p}
	f.hook(func() { child.mapsanCtx = mapsanSpawn(f.mapsanCtx) })
	child.goid = f.p.goids.Add(1)
	f.p.wg.Add(1)
	go func() {
		defer f.p.wg.Done()
		do(child)
		child.hook(func() { mapsanEnd(child.mapsanCtx) })
	}()
}

func (f *fiber) access(m *mapsanMap, op mapsanOp) {
	f.hook(func() {
		f.p.accesses.Add(1)
		if seenInEpoch(f.mapsanCtx, m, op) {
			return
		}
		if f.slot == 0 {
			f.attach()
		}
		var found mapsanConflicts
		accessShadow(f.mapsanCtx, m, mapsanMakeSide(f.slot, op, 1, f.goid, 0, 0), &found)
		if found.n > 0 {
			f.p.reports.Add(1)
		}
	})
}

func keyOf[T any](p *T) uintptr { return uintptr(unsafe.Pointer(p)) }

func (f *fiber) lock(mu *sync.Mutex) {
	mu.Lock()
	f.hook(func() { f.acquire(keyOf(mu)) })
}

func (f *fiber) unlock(mu *sync.Mutex) {
	f.hook(func() { f.releaseExclusive(mapsanFind(keyOf(mu)), keyOf(mu)) })
	mu.Unlock()
}

func (f *fiber) rlock(rw *sync.RWMutex) {
	rw.RLock()
	f.hook(func() {
		if s := mapsanFind(mapsanRWKey(keyOf(rw))); s != nil {
			f.acquireRead(s)
		}
	})
}

func (f *fiber) runlock(rw *sync.RWMutex) {
	f.hook(func() { f.releaseRead(mapsanFind(mapsanRWKey(keyOf(rw))), mapsanRWKey(keyOf(rw))) })
	rw.RUnlock()
}

func (f *fiber) wlock(rw *sync.RWMutex) {
	rw.Lock()
	f.hook(func() {
		if s := mapsanFind(mapsanRWKey(keyOf(rw))); s != nil {
			f.acquireWrite(s)
		}
	})
}

func (f *fiber) wunlock(rw *sync.RWMutex) {
	f.hook(func() { f.releaseExclusive(mapsanFind(mapsanRWKey(keyOf(rw))), mapsanRWKey(keyOf(rw))) })
	rw.Unlock()
}

// An orderedQueue is a buffered channel: its hooks run inside its lock, as in runtime/chan.go.
type orderedQueue struct {
	mu   sync.Mutex
	slot [3]*mapsanMap
	key  [3]uint64
	s, r int // sent, received
}

func (q *orderedQueue) send(f *fiber, m *mapsanMap) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.s-q.r == len(q.slot) {
		return false
	}
	i := q.s % len(q.slot)
	f.hook(func() { f.releaseAcquire(keyOf(&q.key[i])) })
	q.slot[i] = m
	q.s++
	return true
}

func (q *orderedQueue) receive(f *fiber) *mapsanMap {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.s == q.r {
		return nil
	}
	i := q.r % len(q.slot)
	f.hook(func() { f.releaseAcquire(keyOf(&q.key[i])) })
	q.r++
	return q.slot[i]
}

func (f *fiber) add(p *atomic.Int64, n int64) int64 {
	var watch *uint64
	var tag uint64
	f.hook(func() { watch, tag = atomicBefore(f.mapsanCtx, keyOf(p)) })
	v := p.Add(n)
	f.hook(func() { f.atomicAfter(keyOf(p), watch, tag) })
	return v
}

func (f *fiber) swap(p *atomic.Int64, old, new int64) bool {
	var watch *uint64
	var tag uint64
	f.hook(func() { watch, tag = atomicBefore(f.mapsanCtx, keyOf(p)) })
	ok := p.CompareAndSwap(old, new)
	f.hook(func() { f.atomicAfter(keyOf(p), watch, tag) })
	return ok
}

func (f *fiber) atomicAfter(addr uintptr, watch *uint64, tag uint64) {
	if mapsanLoad64(watch) != tag {
		atomicAcquire(f.mapsanCtx, addr)
	}
}

func (f *fiber) load(p *atomic.Int64) int64 {
	v := p.Load()
	f.hook(func() { atomicAcquire(f.mapsanCtx, keyOf(p)) })
	return v
}

func (f *fiber) store(p *atomic.Int64, v int64) {
	f.hook(func() { f.release(keyOf(p), true) })
	p.Store(v)
}

// forgetWithMap is what sweeping does with the addresses of memory that died.
func forgetWithMap(f *fiber, key *uint64, maps ...*mapsanMap) {
	f.hook(func() {
		mapsanForgetAddr(keyOf(key))
		for _, m := range maps {
			mapsanForgetAddr(keyOf(&m.r))
		}
	})
	runtime.KeepAlive(key)
}

func (p *program) collectUntil(done <-chan struct{}) {
	for {
		select {
		case <-done:
			return
		case <-time.After(200 * time.Microsecond):
			p.world.Lock()
			mapsanSlotTable.takeBack()
			mapsanSlotTable.recordCollection()
			if mapsanChecking {
				mapsanCheckWorld()
			}
			p.world.Unlock()
		}
	}
}

func (p *program) run(fibers int, body func(*fiber)) {
	done := make(chan struct{})
	var collector sync.WaitGroup // else it looks at the next program's engine
	if p.collects {
		collector.Add(1)
		go func() {
			defer collector.Done()
			p.collectUntil(done)
		}()
	}
	main := p.start()
	all := make(chan struct{}) // else the first is done before the last begins
	for range fibers {
		main.spawn(func(f *fiber) { <-all; body(f) })
	}
	close(all)
	p.wg.Wait()
	close(done)
	collector.Wait()
}
