package engine

import "unsafe"

// Acquire and release of sync objects. A release hook runs before the releasing operation and an acquire hook
// after the acquiring one, so whatever must be seen is visible; seeing a newer tag only adds an edge.

// acquire lets c know all that was released at addr.
//
//go:nosplit
func (c *mapsanCtx) acquire(addr uintptr) {
	if s := mapsanFind(addr); s != nil {
		c.acquireFrom(s)
	}
}

//go:nosplit
func (c *mapsanCtx) acquireFrom(s *mapsanSync) {
	if t := mapsanLoad64(&s.tag); t != 0 && c.knows(t) {
		if !c.knewUpTo(t) {
			c.knew = t
		}
		return
	}
	// What has just been acquired may never be used again. From here on nobody can collect it, and s with it: there has
	// been no safe point since s was found, and the prologue of acquireSlow is none when the M is held.
	m := mapsanHoldM()
	c.acquireSlow(s)
	mapsanReleaseM(m)
}

// acquireSlow: the caller holds its M.
func (c *mapsanCtx) acquireSlow(s *mapsanSync) {
	mapsanLock(&s.lock)
	c.acquireLocked(s)
	mapsanUnlock(&s.lock)
}

// acquireLocked: s is locked.
func (c *mapsanCtx) acquireLocked(s *mapsanSync) {
	if mapsanChecking {
		s.checkPresent()
	}
	t := s.tag
	if t != 0 && c.knows(t) {
		return
	}
	changed := false
	if h := s.hub; h != nil {
		changed = h.joinInto(&c.clock, c.slot)
	}
	if c.clock.join(&s.clock, c) {
		changed = true
	}
	if t != 0 && c.clock.add(t) {
		changed = true
	}
	if changed {
		s.learners++
		c.learn(t)
	}
}

// release lets others learn at addr all that c knows. It replaces what was there, or adds to it if merge.
//
//go:nosplit
func (c *mapsanCtx) release(addr uintptr, merge bool) {
	if !c.any {
		return
	}
	s := mapsanFind(addr)
	if s != nil && c.releaseFast(s) {
		return
	}
	how := mapsanReplaces
	if merge {
		how = mapsanMerges
	}
	c.releaseSlow(s, addr, how)
}

// releaseFast serves the goroutine that was the last to release here, or that merges into a hub again.
//
//go:nosplit
func (c *mapsanCtx) releaseFast(s *mapsanSync) bool {
	t := mapsanLoad64(&s.tag)
	if t == 0 {
		h := (*mapsanHub)(mapsanLoadPtr(unsafe.Pointer(&s.hub)))
		if h == nil || c.tag == 0 {
			return false
		}
		if own := h.peek(mapsanSlotOf(c.tag)); own == nil || !c.raiseOwn(own) {
			return false
		}
		if c.slot != 0 {
			c.publish()
		}
		return true
	}
	if t == c.tag {
		if c.slot != 0 {
			c.publish()
		}
		return true
	}
	// Mine, and nothing learnt since: only the epoch moves.
	if c.slot != 0 && mapsanSlotOf(t) == c.slot && t&mapsanEpochMask >= c.learnt && mapsanCas64(&s.tag, t, c.tag) {
		c.publish()
		return true
	}
	return false
}

// moveTag serves the goroutine that was the last to release here and has learnt nothing since: only the epoch moves.
// It stores plainly, so nobody else can be releasing here: Unlock.
//
//go:nosplit
func (c *mapsanCtx) moveTag(s *mapsanSync) bool {
	t := mapsanLoad64(&s.tag)
	if c.slot == 0 || !c.owns(t) || t&mapsanEpochMask < c.learnt {
		return false
	}
	learners := s.learners
	mapsanStoreRel64(&s.tag, c.tag)
	c.publishAt(s.ownerPlace(), learners)
	return true
}

// releaseExclusive is release where only one goroutine can release: Unlock. Whoever unlocks what somebody else has
// locked may not know all that is there, and loses none of it: each Unlock happens before all later Locks, not only
// before the next.
//
//go:nosplit
func (c *mapsanCtx) releaseExclusive(s *mapsanSync, addr uintptr) {
	if s != nil {
		if c.moveTag(s) {
			return
		}
		if c.tag != 0 && c.slot == 0 && mapsanLoad64(&s.tag) == c.tag {
			return
		}
	}
	c.releaseSlow(s, addr, mapsanUnlocks)
}

// How a release treats what is there already.
type mapsanReleaseKind uint8

const (
	mapsanReplaces mapsanReleaseKind = iota
	mapsanMerges
	mapsanUnlocks // learns it, and replaces it
	mapsanUpdates // has learnt it, since s was locked, and replaces it
)

func (c *mapsanCtx) releaseSlow(s *mapsanSync, addr uintptr, how mapsanReleaseKind) {
	m := mapsanHoldM()
	if s == nil {
		if mapsanOnOwnStack(addr) {
			mapsanReleaseM(m) // nobody else can reach it
			return
		}
		s = mapsanFindOrNew(addr)
	}
	c.settle()
	mapsanLock(&s.lock)
	if how == mapsanUnlocks {
		c.acquireLocked(s)
	}
	c.releaseLocked(s, how)
	mapsanUnlock(&s.lock)
	mapsanReleaseM(m)
}

// settle gives a slot to a goroutine that keeps publishing knowledge which nobody has a name for: a tag makes
// all later acquires of it cheap.
func (c *mapsanCtx) settle() {
	if c.slot != 0 || c.tag != 0 || !c.any {
		return
	}
	if c.mixtures++; c.mixtures > 8 {
		c.mixtures = 0
		c.attach()
	}
}

// releaseLocked: s is locked.
func (c *mapsanCtx) releaseLocked(s *mapsanSync, how mapsanReleaseKind) {
	t := mapsanSwap64(&s.tag, 0)
	if c.slot != 0 {
		c.publishAt(s.ownerPlace(), s.learners)
	}
	if s.hub != nil {
		s.mergeIntoHub(c) // a replacing release too: the old edges stay, which can only hide a race
		return
	}
	if c.mustMerge(s, t, how) {
		c.mergeLocked(s, t)
		return
	}
	s.clock.set(&c.clock)
	if c.tag != 0 {
		mapsanStoreRel64(&s.tag, c.tag)
	}
}

// mustMerge says that s, whose tag was t, has something that is to stay and that c does not know.
func (c *mapsanCtx) mustMerge(s *mapsanSync, t uint64, how mapsanReleaseKind) bool {
	switch {
	case how == mapsanReplaces, how == mapsanUnlocks:
		return false
	case t != 0:
		return !c.knows(t) // of what has been learnt, the tag may have moved since
	}
	return how == mapsanMerges && !s.clock.empty()
}

// mergeLocked adds what c knows to an object that has something c does not know. t was its tag, which is 0 now.
func (c *mapsanCtx) mergeLocked(s *mapsanSync, t uint64) {
	if t == 0 && c.slot == 0 && s.clock.same(&c.clock) {
		return
	}
	if t != 0 {
		s.clock.add(t)
	}
	if s.merges++; s.merges >= mapsanMergesBeforeHub {
		s.makeHub()
		s.mergeIntoHub(c)
		return
	}
	s.clock.join(&c.clock, nil)
	if c.slot != 0 {
		s.clock.add(c.tag)
	}
}

// releaseAcquire acquires what is at addr and leaves there what c knew before: the slots of a buffered channel
// (ReleaseStoreAcquire in the race detector's runtime).
func (c *mapsanCtx) releaseAcquire(addr uintptr) {
	s := mapsanFind(addr)
	if s == nil && !c.any {
		return
	}
	if s != nil && c.tag != 0 && mapsanLoad64(&s.tag) == c.tag {
		if c.slot != 0 {
			c.publish()
		}
		return
	}
	m := mapsanHoldM()
	if s == nil {
		s = mapsanFindOrNew(addr)
	}
	mapsanLock(&s.lock)
	t := s.tag
	switch {
	case s.hub != nil:
		c.acquireLocked(s)
		c.releaseLocked(s, mapsanMerges)
	case t == 0 && s.clock.empty(), t != 0 && c.knows(t):
		c.releaseLocked(s, mapsanReplaces)
	default:
		old := s.clock
		old.vec.keep()
		c.releaseLocked(s, mapsanReplaces)
		changed := c.clock.join(&old, c)
		if t != 0 && c.clock.add(t) {
			changed = true
		}
		if changed {
			s.learners++
			c.learn(t)
		}
		old.vec.drop(1)
	}
	mapsanUnlock(&s.lock)
	mapsanReleaseM(m)
}

// exchange is an unbuffered channel: both goroutines learn what the other knew. o is parked, and the channel is
// locked, so both contexts stand still.
func (c *mapsanCtx) exchange(o *mapsanCtx) {
	cNews, oNews := c.newsFor(o), o.newsFor(c)
	if cNews|oNews == 0 {
		return // no epoch is open in which anything was done, so there is nothing to publish either
	}
	m := mapsanHoldM()
	cTag, oTag := c.tag, o.tag
	if cNews != 0 && c.slot != 0 {
		c.publish()
	}
	if oNews != 0 && o.slot != 0 {
		o.publish()
	}
	oLearns := o.hear(c, cNews, cTag)
	cLearns := c.hear(o, oNews, oTag)
	if oLearns {
		o.learn(cTag)
	}
	if cLearns {
		c.learn(oTag)
	}
	c.peer, c.news = o, 0
	o.peer, o.news = c, 0
	mapsanReleaseM(m)
}

// newsFor says what c may know that o does not. An open epoch is known to nobody else, but if nothing has happened in it
// since the two have met last, nobody needs to know.
func (c *mapsanCtx) newsFor(o *mapsanCtx) mapsanNews {
	if c.peer == o && o.peer == c {
		return c.news
	}
	if c.slot != 0 && !c.published || c.any && !(c.tag != 0 && o.knows(c.tag)) {
		return mapsanNewAccess | mapsanNewKnowledge
	}
	return 0
}

// hear learns what news there are of o, whose tag is tag.
func (c *mapsanCtx) hear(o *mapsanCtx, news mapsanNews, tag uint64) (changed bool) {
	if news&mapsanNewKnowledge != 0 {
		changed = c.clock.join(&o.clock, c)
	}
	if news != 0 && o.slot != 0 && c.clock.add(tag) {
		changed = true
	}
	return changed
}
