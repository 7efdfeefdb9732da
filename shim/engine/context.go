package engine

import "unsafe"

// A mapsanCtx is what the engine knows of one goroutine. It hangs on g.racectx, which every g has.
type mapsanCtx struct {
	_   mapsanNotInHeap
	cur uint64 // tag of the open epoch, or mapsanNoEpoch when the next access must open one
	tag uint64 // names the knowledge: (slot, epoch); without a slot the tag it equals; 0: a mixture
	// The variable whose read was recorded last, and the epoch.
	seenAt uintptr
	seenIn uint64

	slot      uint32 // 0: none
	published bool   // what comes next is no longer covered by the epoch of tag
	exposed   bool   // the tag, in its present epoch, stands in some sync object
	any       bool   // knows or has published anything at all
	exhausted bool   // was refused a slot once
	news      mapsanNews
	mixtures  uint8
	nheld     uint8 // locks held, those that did not fit into held included

	learnt  uint64 // the epoch in which the clock last changed
	clock   mapsanClock
	covered mapsanMemo // vectors that the clock covers
	knew    uint64     // a tag that was found to be known: what is known is never forgotten
	// The one place where the epoch was published, and what was counted there before; 0: elsewhere too.
	publishedAt uintptr
	count       uint32
	created     uint32 // depot id of the stack of the go statement
	// The goroutine with which c has last exchanged all that both knew; news is what c has had to tell since. Of a
	// context that is free, the next.
	peer *mapsanCtx
	// What is remembered for the reports of how maps are shared; nil when that is not recorded.
	observer *mapsanObserver
	held     [mapsanHeldMax]mapsanHeld
}

const mapsanSizeofCtx = unsafe.Sizeof(mapsanCtx{})

type mapsanNews uint8

const (
	mapsanNewAccess mapsanNews = 1 << iota
	mapsanNewKnowledge
)

// mapsanNoEpoch is the tag of nobody: slot 0 is never given out.
const mapsanNoEpoch = 1

var mapsanCtxPool mapsanCtxes

type mapsanCtxes struct {
	lock   uint32
	nfresh uint32
	free   *mapsanCtx
	fresh  *[mapsanCtxesAtOnce]mapsanCtx
}

// So many contexts are made at once, since memory comes in cache lines, of which they need not fill whole ones: the first
// words of one, which are in use all the time, may share a line with the locks of another that are rarely as many.
const mapsanCtxesAtOnce = 16

// make returns a context that was never used.
func (pool *mapsanCtxes) make() *mapsanCtx {
	if pool.nfresh == 0 {
		pool.fresh = (*[mapsanCtxesAtOnce]mapsanCtx)(mapsanAlloc(unsafe.Sizeof(*pool.fresh)))
		pool.nfresh = mapsanCtxesAtOnce
	}
	pool.nfresh--
	mapsanAdd64(&mapsanStats.contexts, 1)
	return &pool.fresh[pool.nfresh]
}

func mapsanTakeCtx() *mapsanCtx {
	pool := &mapsanCtxPool
	mapsanLock(&pool.lock)
	c := pool.free
	if c != nil {
		pool.free = c.peer
	} else {
		c = pool.make()
	}
	mapsanUnlock(&pool.lock)
	if mapsanChecking {
		mapsanAssert(c.cur == mapsanEndedCur, "a context is given out that is in use")
	}
	*c = mapsanCtx{cur: mapsanNoEpoch}
	return c
}

// mapsanSpawn returns a context that knows what parent knows now; parent may be nil.
func mapsanSpawn(parent *mapsanCtx) *mapsanCtx {
	c := mapsanTakeCtx()
	if parent != nil && parent.any {
		c.inherit(parent)
	}
	if mapsanObserving {
		c.observe()
	}
	return c
}

func (c *mapsanCtx) inherit(parent *mapsanCtx) {
	c.any = true
	c.clock.set(&parent.clock)
	c.tag = parent.tag
	c.covered = parent.covered
	if parent.slot != 0 {
		c.clock.add(parent.tag)
		parent.publish()
	}
}

// mapsanEnd gives back all that c holds.
func mapsanEnd(c *mapsanCtx) {
	if mapsanChecking {
		c.check()
	}
	if c.slot != 0 {
		mapsanLock(&mapsanSlotTable.lock)
		c.detach()
		mapsanUnlock(&mapsanSlotTable.lock)
	}
	c.clock.reset()
	if c.observer != nil {
		c.observer.giveBack()
	}
	if mapsanChecking {
		c.cur = mapsanEndedCur
	}
	pool := &mapsanCtxPool
	mapsanLock(&pool.lock)
	c.peer = pool.free
	pool.free = c
	mapsanUnlock(&pool.lock)
}

// publish marks the open epoch as known to others: what comes next belongs to a new one.
//
//go:nosplit
func (c *mapsanCtx) publish() {
	c.published = true
	c.exposed = true
	c.publishedAt = 0
	c.cur = mapsanNoEpoch
	if mapsanChecking {
		c.check()
	}
}

// publishAt is publish for a lock. place names where in the lock; count is of those who have learnt from there before, or,
// for readers, of the locks that had this place before.
//
//go:nosplit
func (c *mapsanCtx) publishAt(place uintptr, count uint32) {
	if !c.exposed {
		c.exposed = true
		c.publishedAt, c.count = place, count
	} else if c.publishedAt != place {
		c.publishedAt = 0
	}
	c.published = true
	c.cur = mapsanNoEpoch
	if mapsanChecking {
		c.check()
	}
}

// reopen goes on with a published epoch, when the goroutine has taken the only lock where it was published again and
// nobody has learnt from it meanwhile: whoever will, learns it from a later release. A goroutine that has a lock to
// itself stays in one epoch, in which most accesses have nothing to check or record.
//
//go:nosplit
func (c *mapsanCtx) reopen(place uintptr, count uint32) {
	if c.published && c.publishedAt == place && c.count == count {
		c.published = false
		c.cur = c.tag
		if mapsanChecking {
			c.check()
		}
	}
}

// open makes sure that the goroutine is in an epoch that nobody else has seen. Needs a slot.
//
//go:nosplit
func (c *mapsanCtx) open() {
	if c.published {
		c.advance()
	}
	c.cur = c.tag
	c.news |= mapsanNewAccess
	if mapsanChecking {
		c.check()
	}
}

//go:nosplit
func (c *mapsanCtx) advance() {
	c.tag++
	c.published = false
	c.exposed = false
	c.publishedAt = 0
}

// learn must follow every change of the clock: it keeps (I). from is the tag that named what was learnt, or 0.
func (c *mapsanCtx) learn(from uint64) {
	if mapsanObserving {
		c.noteLearning()
	}
	knewNothing := !c.any
	c.any = true
	c.news |= mapsanNewKnowledge
	if c.slot == 0 {
		c.tag = 0
		if knewNothing {
			c.tag = from // now it knows exactly K(from)
		}
		return
	}
	if c.exposed {
		c.advance()
		c.cur = c.tag
	}
	c.learnt = c.tag & mapsanEpochMask
	if mapsanChecking {
		c.check()
	}
}

// knows says that joining K(tag) would change nothing. tag is not 0.
//
//go:nosplit
func (c *mapsanCtx) knows(tag uint64) bool {
	return tag == c.tag || mapsanSlotOf(tag) == c.slot || c.clock.covers(tag)
}

// knewUpTo is knows for a tag of the slot that was asked about last.
//
//go:nosplit
func (c *mapsanCtx) knewUpTo(tag uint64) bool {
	return mapsanSlotOf(tag) == mapsanSlotOf(c.knew) && tag <= c.knew
}
