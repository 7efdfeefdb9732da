package engine

import "unsafe"

// A mapsanObserver is what a context remembers when maps are observed: what it has learnt lately, and what its goroutine
// did lately.
type mapsanObserver struct {
	_      mapsanNotInHeap
	next   *mapsanObserver
	goid   uint64
	parked uintptr // the goroutine, while another one lets it learn

	spawned   mapsanClock // what the go statement told
	forgotten mapsanClock // what was known before the oldest of learnings
	learnt    uint32      // how often
	exchanged uint32      // learnt, when it last took part in what may be an exchange over a channel
	learnings [mapsanLearningsKept]mapsanLearning

	happened uint64 // how much
	moments  [mapsanMomentsKept]mapsanMoment
}

const (
	mapsanLearningsKept = 8
	mapsanMomentsKept   = 32
	mapsanObserversKept = 256
	mapsanObserversMax  = 1 << 14 // 22 MB
)

// A mapsanLearning is a place where a goroutine learnt, and what it knew afterwards.
type mapsanLearning struct {
	clock mapsanClock
	stack uint32
}

// A mapsanMoment is something that a goroutine did.
type mapsanMoment struct {
	at     uint64 // nanoseconds, of nanotime
	kind   uint32
	stack  uint32
	object uint64
}

var mapsanObserverPool struct {
	lock uint32
	made uint32
	// First in, first out, and not touched while there are few: what ended goroutines did is to stay known for a while.
	free, newest *mapsanObserver
}

// observe gives c, which is new, an observer, unless there are too many: then less is known of it.
func (c *mapsanCtx) observe() {
	pool := &mapsanObserverPool
	mapsanLock(&pool.lock)
	o := pool.free
	if pool.made < mapsanObserversKept || o == nil && pool.made < mapsanObserversMax {
		pool.made++
		o = (*mapsanObserver)(mapsanAlloc(unsafe.Sizeof(mapsanObserver{})))
	} else if o != nil {
		pool.free = o.next
	}
	mapsanUnlock(&pool.lock)
	if o != nil {
		o.goid, o.happened, o.exchanged, o.next = 0, 0, 0, nil
		o.spawned.set(&c.clock)
		c.observer = o
	}
}

// giveBack: what o knows is dropped, what happened stays until o is used again.
func (o *mapsanObserver) giveBack() {
	o.spawned.reset()
	o.forgotten.reset()
	for i := range o.learnings {
		o.learnings[i].clock.reset()
	}
	o.learnt = 0
	pool := &mapsanObserverPool
	mapsanLock(&pool.lock)
	o.next = nil
	if pool.free == nil {
		pool.free = o
	} else {
		pool.newest.next = o
	}
	pool.newest = o
	mapsanUnlock(&pool.lock)
}

// noteLearning is called when c has learnt something.
func (c *mapsanCtx) noteLearning() {
	o := c.observer
	if o == nil {
		return
	}
	l := &o.learnings[o.learnt%mapsanLearningsKept]
	if o.learnt >= mapsanLearningsKept {
		o.forgotten.set(&l.clock)
	}
	l.clock.set(&c.clock)
	l.stack = mapsanLearningStack(c)
	o.learnt++
}

// noteExchange is called before c learns, if it does, in any other way than by a lock or an atomic. What it learnt until then,
// it may be told again, and be given the map.
//
//go:nosplit
func (c *mapsanCtx) noteExchange() {
	if o := c.observer; o != nil {
		o.exchanged = o.learnt
	}
}

// learntOf says how c came to know tag, one of the mapsanOrder values, and the depot id of the stack where it did.
func (c *mapsanCtx) learntOf(tag uint64) (order, stack uint32) {
	o := c.observer
	switch {
	case !c.knows(tag):
		return mapsanOrderNone, 0
	case o == nil:
		return mapsanOrderUnknown, 0
	case o.spawned.covers(tag):
		return mapsanOrderGo, c.created
	case o.forgotten.covers(tag):
		return mapsanOrderUnknown, 0
	}
	for i := o.learnt - min(o.learnt, mapsanLearningsKept); i < o.learnt; i++ {
		if l := &o.learnings[i%mapsanLearningsKept]; l.clock.covers(tag) {
			if o.exchanged > i {
				return mapsanOrderLearntBefore, l.stack
			}
			return mapsanOrderLearnt, l.stack
		}
	}
	return mapsanOrderUnknown, 0
}

// beginSection is called when c has taken a lock: of each critical section, the first access to each map is to be seen.
// An epoch may be taken for published at any time.
func (c *mapsanCtx) beginSection() {
	if c.slot != 0 {
		c.publish()
	}
}
