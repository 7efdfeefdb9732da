package engine

import "unsafe"

// A mapsanCtx is what the engine knows of one goroutine. It hangs on g.racectx, which every g has.
type mapsanCtx struct {
	_    mapsanNotInHeap
	cur  uint64 // tag of the open epoch, or mapsanNoEpoch when the next access must open one
	tag  uint64 // names the knowledge: (slot, epoch); without a slot the tag it equals; 0: a mixture
	slot uint32 // 0: none

	published bool // the epoch of tag has been published
	any       bool // knows or has published anything at all
	exhausted bool // was refused a slot once
	mixtures  uint8
	nheld     uint8 // locks held, those that did not fit into held included

	learnt  uint64 // the epoch in which the clock last changed
	clock   mapsanClock
	memo    [4]uint64 // ids of vectors that the clock covers
	memoPos uint32
	created uint32 // depot id of the stack of the go statement
	goid    uint64 // 0 until the first access, and for timers
	next    *mapsanCtx
	held    [mapsanHeldMax]mapsanHeld
}

const mapsanSizeofCtx = unsafe.Sizeof(mapsanCtx{})

// mapsanNoEpoch is the tag of nobody: slot 0 is never given out.
const mapsanNoEpoch = 1

var mapsanCtxPool struct {
	lock uint32
	free *mapsanCtx
}

func mapsanTakeCtx() *mapsanCtx {
	pool := &mapsanCtxPool
	mapsanLock(&pool.lock)
	c := pool.free
	if c != nil {
		pool.free = c.next
	}
	mapsanUnlock(&pool.lock)
	if c == nil {
		c = (*mapsanCtx)(mapsanAlloc(mapsanSizeofCtx))
		mapsanAdd64(&mapsanStats.contexts, 1)
	}
	*c = mapsanCtx{cur: mapsanNoEpoch}
	return c
}

// mapsanSpawn returns a context that knows what parent knows now; parent may be nil.
func mapsanSpawn(parent *mapsanCtx) *mapsanCtx {
	c := mapsanTakeCtx()
	if parent == nil || !parent.any {
		return c
	}
	c.any = true
	c.clock.set(&parent.clock)
	c.tag = parent.tag
	c.memo = parent.memo
	if parent.slot != 0 {
		c.clock.add(parent.tag)
		parent.publish()
	}
	return c
}

// mapsanEnd gives back all that c holds.
func mapsanEnd(c *mapsanCtx) {
	if c.slot != 0 {
		mapsanLock(&mapsanSlotTable.lock)
		c.detach()
		mapsanUnlock(&mapsanSlotTable.lock)
	}
	c.clock.reset()
	pool := &mapsanCtxPool
	mapsanLock(&pool.lock)
	c.next = pool.free
	pool.free = c
	mapsanUnlock(&pool.lock)
}

// publish marks the open epoch as known to others: what comes next belongs to a new one.
//
//go:nosplit
func (c *mapsanCtx) publish() {
	c.published = true
	c.cur = mapsanNoEpoch
}

// open makes sure that the goroutine is in an epoch that nobody else has seen. Needs a slot.
//
//go:nosplit
func (c *mapsanCtx) open() {
	if c.published {
		c.tag++
		c.published = false
	}
	c.cur = c.tag
}

// learn must follow every change of the clock: it keeps (I). from is the tag that named what was learnt, or 0.
func (c *mapsanCtx) learn(from uint64) {
	knewNothing := !c.any
	c.any = true
	if c.slot == 0 {
		c.tag = 0
		if knewNothing {
			c.tag = from // now it knows exactly K(from)
		}
		return
	}
	if c.published {
		c.open()
	}
	c.learnt = c.tag & mapsanEpochMask
}

// knows says that joining K(tag) would change nothing. tag is not 0.
//
//go:nosplit
func (c *mapsanCtx) knows(tag uint64) bool {
	return tag == c.tag || mapsanSlotOf(tag) == c.slot || c.clock.covers(tag)
}

func (c *mapsanCtx) remembers(id uint64) bool {
	return c != nil && (c.memo[0] == id || c.memo[1] == id || c.memo[2] == id || c.memo[3] == id)
}

func (c *mapsanCtx) remember(id uint64) {
	if c != nil {
		c.memo[c.memoPos&3] = id
		c.memoPos++
	}
}
