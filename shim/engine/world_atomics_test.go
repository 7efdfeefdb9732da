package engine

import "unsafe"

// sync/atomic, as in hooks_atomic.go and where src/hooks/tables/atomics.ts puts the hooks. "If the effect of an atomic
// operation A is observed by atomic operation B, then A is synchronized before B": what is promised is the edge from
// the operation that stored the value, at the moment when it is seen. A Store observes nothing, and what fails has no
// effect.

func (w *world) stepAtomic(a *actor, s step) {
	o := w.at(atomicObject, s.x)
	addr, value := o.addr(), &w.atomics[o.x]
	observe := func(o *oracle) { o.acquire(a.g, addr) }
	seen := func() { w.promise(a, observe) }
	stored := func() {
		w.values++
		*value = w.values
		w.promised.forget(addr)
		w.promise(a, func(o *oracle) { o.release(a.g, addr) })
	}
	acquire := func() { w.hook(a, func() { atomicAcquire(a.c, addr) }, observe) }
	if s.op == doSwapIfOther {
		w.tally.failed++
	}
	switch s.op {
	case doLoad, doSwapIfOther: // which is a Load, for a compare-and-swap that finds another value
		w.perform(a, o, nil, seen, acquire)
	case doStore:
		w.perform(a, o, func() {
			w.hook(a, func() { a.c.release(addr, true) }, func(o *oracle) { o.releaseMerge(a.g, addr) })
		}, stored, nil)
	default:
		old := *value
		watched, tag := &mapsanNobody, uint64(1)
		w.perform(a, o, func() {
			w.hook(a, func() { watched, tag = atomicBefore(a.c, addr) }, func(o *oracle) {
				o.acquire(a.g, addr)
				o.releaseMerge(a.g, addr)
			})
		}, func() {
			seen()
			if s.op == doAdd || *value == old {
				stored()
			} else {
				w.tally.failed++
			}
		}, func() {
			w.hook(a, func() {
				if mapsanLoad64(watched) != tag {
					atomicAcquire(a.c, addr)
				}
			}, observe)
		})
	}
}

// atomicBefore is mapsanAtomicBefore.
func atomicBefore(c *mapsanCtx, addr uintptr) (*uint64, uint64) {
	b := mapsanBucketOf(addr)
	s := (*mapsanSync)(mapsanLoadPtr(unsafe.Pointer(&b.head)))
	if s != nil && s.addr == addr {
		if t := mapsanLoad64(&s.tag); t != 0 && t == c.tag {
			if c.slot != 0 && !c.published {
				c.publish()
			}
			return &s.tag, t
		}
	}
	if s == nil && !c.any {
		return (*uint64)(unsafe.Pointer(&b.head)), 0
	}
	return mapsanAtomicBeforeSlow(c, addr)
}

// atomicAcquire is mapsanAtomicAcquire.
func atomicAcquire(c *mapsanCtx, addr uintptr) {
	s := mapsanBucketOf(addr).head
	if s == nil {
		return
	}
	if s.addr != addr {
		c.acquire(addr)
	} else if t := mapsanLoad64(&s.tag); t == 0 || !c.owns(t) {
		c.acquireFrom(s)
	}
}
