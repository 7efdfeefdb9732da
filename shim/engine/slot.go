package engine

// Slots are given at the first map access that needs one, in this order:
//
//  1. one of the newest free slots whose last epoch the goroutine already covers: nothing is lost;
//  2. a slot that was never used, one of the first 255 if any slot is free: clocks grow with the number in use;
//  3. the slot that has been free for longest: the newcomer joins the clock its last owner left with. That keeps
//     (I) true; it is an extra edge, so it can only hide a race, never invent one;
//  4. none: the goroutine's accesses are checked against the shadow, but not recorded (counted as untracked).
//
// After a refusal the next stop-the-world takes slots back from goroutines that opened no epoch since the one
// before. They keep what they know and attach again at their next access.

type mapsanSlot struct {
	last  uint64     // last epoch of the past owner
	owner *mapsanCtx // nil: free
	final mapsanClock
	older uint32 // the free list, newest first
	newer uint32
	seen  uint64 // the owner's tag at the last stop-the-world
}

var mapsanSlotTable = mapsanSlotsState{highWater: 1, limit: mapsanSlots}

type mapsanSlotsState struct {
	lock      uint32
	highWater uint32 // slots 1..highWater-1 have been given out
	limit     uint32 // of highWater: lower only in tests
	newest    uint32
	oldest    uint32
	nfree     uint32
	wanted    bool // somebody was refused since the last stop-the-world
	slot      [mapsanSlots]mapsanSlot
}

const mapsanNewestTried = 4

const mapsanSlotsAtEase = 256 // as large as highWater gets while slots are free

// attach gives c a slot, if one is to be had.
func (c *mapsanCtx) attach() {
	t := &mapsanSlotTable
	if c.clock.join(&mapsanFloor, c) {
		c.learn(0)
	}
	if c.exhausted && mapsanLoad32(&t.nfree) == 0 && mapsanLoad32(&t.highWater) == t.limit {
		if !t.wanted {
			t.wanted = true
		}
		return
	}
	mapsanLock(&t.lock)
	x := t.newest
	for tried := 0; x != 0; x = t.slot[x].older {
		if c.clock.covers(mapsanTag(x, t.slot[x].last)) {
			break
		}
		if tried++; tried == mapsanNewestTried {
			x = 0
			break
		}
	}
	switch {
	case x != 0:
		t.unlink(x)
	case t.highWater < t.limit && (t.highWater < mapsanSlotsAtEase || t.oldest == 0):
		x = t.highWater
		mapsanStore32(&t.highWater, x+1)
	case t.oldest != 0:
		x = t.oldest
		t.unlink(x)
		c.clock.join(&t.slot[x].final, c)
		c.clock.add(mapsanTag(x, t.slot[x].last))
		mapsanAdd64(&mapsanStats.joinedSlots, 1)
	default:
		t.wanted = true
		c.exhausted = true
		mapsanUnlock(&t.lock)
		return
	}
	s := &t.slot[x]
	s.final.reset()
	s.last++
	s.owner = c
	c.slot = x
	c.tag = mapsanTag(x, s.last)
	c.published, c.exposed, c.publishedAt = false, false, 0
	c.any = true
	c.news = mapsanNewKnowledge
	c.learnt = s.last
	if mapsanChecking {
		t.checkFree()
		c.check()
	}
	mapsanUnlock(&t.lock)
}

// detach makes c's slot free. The caller holds the table's lock, or has stopped the world.
func (c *mapsanCtx) detach() {
	t := &mapsanSlotTable
	x := c.slot
	s := &t.slot[x]
	s.last = c.tag & mapsanEpochMask
	s.owner = nil
	s.final.set(&c.clock)
	c.clock.add(c.tag)
	c.slot = 0
	c.cur = mapsanNoEpoch
	c.publishedAt = 0 // nor can it be reopened
	// What it did itself is now among what it knows.
	c.news |= mapsanNewKnowledge
	s.older, s.newer = t.newest, 0
	if t.newest != 0 {
		t.slot[t.newest].newer = x
	} else {
		t.oldest = x
	}
	t.newest = x
	mapsanStore32(&t.nfree, t.nfree+1)
	if mapsanChecking {
		t.checkFree()
	}
}

func (t *mapsanSlotsState) unlink(x uint32) {
	s := &t.slot[x]
	if s.newer != 0 {
		t.slot[s.newer].older = s.older
	} else {
		t.newest = s.older
	}
	if s.older != 0 {
		t.slot[s.older].newer = s.newer
	} else {
		t.oldest = s.newer
	}
	s.older, s.newer = 0, 0
	mapsanStore32(&t.nfree, t.nfree-1)
}

// takeBack frees the slots of goroutines that opened no epoch since the last call, if somebody needs one.
// The world is stopped: nobody is inside a hook.
func (t *mapsanSlotsState) takeBack() {
	wanted := t.wanted
	t.wanted = false
	for x := uint32(1); x < t.highWater; x++ {
		s := &t.slot[x]
		c := s.owner
		if c == nil {
			continue
		}
		if wanted && s.seen == c.tag {
			c.detach() // c.tag goes on to name what it knows
			mapsanStats.slotsTakenBack++
		} else {
			s.seen = c.tag
		}
	}
}

// Everything that any goroutine knew when the world was last stopped; nil before that. What ran before the
// collection that found an object unreachable happens before the object's finalizers and cleanups, as in
// the race detector (racefingo).
var mapsanCollected struct {
	lock uint32
	vec  *mapsanVector
}

// recordCollection: the world is stopped.
func (t *mapsanSlotsState) recordCollection() {
	all := t.everything()
	mapsanCollected.vec.drop(1)
	mapsanCollected.vec = all
}

// everything publishes the open epoch of every goroutine, and returns all that anybody can know. The world is stopped.
func (t *mapsanSlotsState) everything() *mapsanVector {
	v := mapsanNewVector()
	known := v.entries()
	clear(known)
	for x := uint32(1); x < t.highWater; x++ {
		s := &t.slot[x]
		if c := s.owner; c != nil {
			c.publish()
			known[x] = c.tag & mapsanEpochMask
		} else {
			known[x] = s.last
		}
	}
	return v
}

// acquireCollection lets c know what everybody knew at the last collection.
func (c *mapsanCtx) acquireCollection() {
	mapsanLock(&mapsanCollected.lock)
	k := mapsanClock{vec: mapsanCollected.vec.keep()}
	mapsanUnlock(&mapsanCollected.lock)
	if c.clock.join(&k, c) {
		c.learn(0)
	}
	k.reset()
}
