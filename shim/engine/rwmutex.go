package engine

import "unsafe"

// An RWMutex has one sync object, at its address plus 1, because its first word is a Mutex of its own: tag and
// clock are what the last writer left, readers is what readers left since. A reader acquires the first and
// releases into an entry of its own; a writer acquires both and replaces the first.

func mapsanRWKey(rw uintptr) uintptr { return rw + 1 }

// Nobody needs to count who has learnt from readers: a writer that has leaves a tag that they do not know, or none and
// a clock.
//
//go:nosplit
func (c *mapsanCtx) acquireRead(s *mapsanSync) {
	t := mapsanLoad64(&s.tag)
	if t != 0 && c.knows(t) || t == 0 && s.clock.vec == nil && s.clock.n == 0 {
		if t != 0 {
			c.knew = t
		}
		c.reopen(s.readersPlace(), s.lives)
		return
	}
	m := mapsanHoldM() // as in acquireFrom
	c.acquireRW(s, false)
	mapsanReleaseM(m)
}

//go:nosplit
func (c *mapsanCtx) acquireWrite(s *mapsanSync) {
	t := mapsanLoad64(&s.tag)
	if s.readers != nil || t == 0 || !c.knows(t) {
		m := mapsanHoldM()
		c.acquireRW(s, true)
		mapsanReleaseM(m)
	}
	c.reopen(s.ownerPlace(), s.learners)
	if mapsanChecking {
		c.checkReopened(s)
	}
}

// acquireRW: the caller holds its M.
func (c *mapsanCtx) acquireRW(s *mapsanSync, write bool) {
	mapsanLock(&s.lock)
	if mapsanChecking {
		s.checkPresent()
	}
	t := s.tag
	changed := false
	if t == 0 || !c.knows(t) {
		changed = c.clock.join(&s.clock, c)
		if t != 0 && c.clock.add(t) {
			changed = true
		}
	}
	if changed {
		s.learners++
	}
	if write && s.readers != nil && s.readers.joinInto(&c.clock, c.slot) {
		changed = true
		t = 0
	}
	mapsanUnlock(&s.lock)
	if changed {
		c.learn(t)
	}
}

// releaseRead publishes c among the readers.
func (c *mapsanCtx) releaseRead(s *mapsanSync, key uintptr) {
	if s == nil || !c.releaseReadAgain(s) {
		c.releaseReadSlow(s, key)
	}
}

// releasedRead serves a reader that has published this very epoch here before. It has learnt nothing since.
//
//go:nosplit
func (c *mapsanCtx) releasedRead(s *mapsanSync) bool {
	if c.publishedAt != s.readersPlace() || c.count != s.lives {
		return false
	}
	c.published = true
	c.cur = mapsanNoEpoch
	return true
}

// releaseReadAgain serves a reader whose entry stands for all that it knew before.
//
//go:nosplit
func (c *mapsanCtx) releaseReadAgain(s *mapsanSync) bool {
	if c.releasedRead(s) {
		return true
	}
	r := (*mapsanReaders)(mapsanLoadPtr(unsafe.Pointer(&s.readers)))
	if r == nil || c.tag == 0 {
		return false
	}
	if own := r.entry(mapsanSlotOf(c.tag)); own == nil || !c.raiseOwn(own) {
		return false
	}
	if c.slot != 0 {
		c.publishAt(s.readersPlace(), s.lives)
	}
	return true
}

func (c *mapsanCtx) releaseReadSlow(s *mapsanSync, key uintptr) {
	m := mapsanHoldM()
	if s == nil {
		if mapsanOnOwnStack(key) {
			mapsanReleaseM(m)
			return
		}
		s = mapsanFindOrNew(key)
	}
	c.settle()
	mapsanLock(&s.lock)
	if c.slot != 0 {
		c.publishAt(s.readersPlace(), s.lives)
	}
	r := s.readerArray()
	r.merge(&c.clock, c.slot)
	if c.slot != 0 {
		mapsanRaise(r.entryAt(c.slot), c.tag&mapsanEpochMask)
	}
	mapsanUnlock(&s.lock)
	mapsanReleaseM(m)
}
