package engine

import "unsafe"

// The engine's own assertions: what must hold whatever a program does. They are compiled in when mapsanChecking is
// true (check_runtime.go), which it is in the stress tests; otherwise the compiler leaves out every one of them.
// One that does not hold ends the process.

// check is for a context that nobody else uses at the moment.
//
//go:nosplit
func (c *mapsanCtx) check() {
	mapsanAssert(c.cur != mapsanEndedCur, "a context is used after its end")
	if c.slot == 0 {
		mapsanAssert(c.cur == mapsanNoEpoch, "an epoch is open without a slot")
		return
	}
	mapsanAssert(c.owns(c.tag), "a context's tag is not of its slot")
	mapsanAssert(mapsanSlotTable.slot[c.slot%mapsanSlots].owner == c, "a slot is used that somebody else owns")
	mapsanAssert(c.cur == mapsanNoEpoch || c.cur == c.tag && !c.published, "an epoch is open that is not the present one")
	mapsanAssert(!c.published || c.exposed, "an epoch is published but stands nowhere")
	mapsanAssert(c.publishedAt == 0 || c.exposed, "an epoch stands nowhere but has a place")
	mapsanAssert(c.learnt <= c.tag&mapsanEpochMask, "something was learnt in an epoch to come")
}

// mapsanEndedCur marks contexts in the pool, when there are assertions: no tag, and not mapsanNoEpoch.
const mapsanEndedCur = 0

// checkReopened is called when c has taken the lock of s, and has perhaps gone on with the epoch that it left there.
func (c *mapsanCtx) checkReopened(s *mapsanSync) {
	reopened := c.exposed && !c.published && c.publishedAt == s.ownerPlace()
	mapsanAssert(!reopened || c.slot != 0 && s.tag == c.tag, "an epoch is reopened that does not stand at the lock")
}

// checkTag is called for tags that were found somewhere: nobody can have published what is still to come.
func mapsanCheckTag(tag uint64) {
	if tag == 0 {
		return
	}
	t := &mapsanSlotTable
	slot := mapsanSlotOf(tag)
	mapsanAssert(slot != 0 && slot < mapsanLoad32(&t.highWater), "a tag names a slot that was never given out")
	mapsanLock(&t.lock)
	now := t.slot[slot].now()
	mapsanUnlock(&t.lock)
	mapsanAssert(tag&mapsanEpochMask <= now, "a tag names an epoch to come")
}

// now is the newest epoch of a slot. The table is locked, or the world is stopped.
func (s *mapsanSlot) now() uint64 {
	if c := s.owner; c != nil {
		return mapsanLoad64(&c.tag) & mapsanEpochMask
	}
	return s.last
}

// checkFree walks the list of free slots in both directions. The table is locked, or the world is stopped.
func (t *mapsanSlotsState) checkFree() {
	n, newer := uint32(0), uint32(0)
	for x := t.newest; x != 0; x = t.slot[x].older {
		mapsanAssert(x < t.highWater && n < t.nfree, "more slots are free than there should be")
		mapsanAssert(t.slot[x].owner == nil, "a slot is free and has an owner")
		mapsanAssert(t.slot[x].newer == newer, "the list of free slots is torn")
		newer = x
		n++
	}
	mapsanAssert(t.oldest == newer && n == t.nfree, "fewer slots are free than there should be")
}

// check is called with the shadow locked.
func (m *mapsanMap) check() {
	mapsanCheckTag(mapsanLoad64(&m.w))
	r := mapsanLoad64(&m.r)
	if r < mapsanShared {
		mapsanCheckTag(r)
		return
	}
	s := mapsanFind(uintptr(unsafe.Pointer(&m.r)))
	mapsanAssert(s != nil && s.readers == mapsanReadersOf(r), "a map's readers are not those of its sync object")
}

// has says that s is in the bucket, which is locked.
func (b *mapsanBucket) has(s *mapsanSync) bool {
	o := b.head
	for o != nil && o != s {
		o = o.next
	}
	return o == s
}

// checkFresh: s comes from the pool, or was just made.
func (s *mapsanSync) checkFresh() {
	mapsanAssert(s.addr == 0 && s.tag == 0 && s.lock == 0 && s.inSpan == nil, "a free sync object is in use")
	mapsanAssert(s.clock.empty() && s.readers == nil && s.hub == nil, "a free sync object knows something")
}

// checkPresent: whoever has found s may use it as long as the memory of its address is alive, and no longer.
func (s *mapsanSync) checkPresent() {
	mapsanAssert(s.addr != 0, "a sync object is used that has left")
}

// mapsanCheckWorld looks at all that there is. The world is stopped, so nobody is inside a hook.
func mapsanCheckWorld() {
	t := &mapsanSlotTable
	locks := [...]*uint32{&t.lock, &mapsanCtxPool.lock, &mapsanVectorPool.lock, &mapsanSyncPool.lock, &mapsanCollected.lock, &mapsanStacks.lock, &mapsanLocksets.lock}
	for _, lock := range locks {
		mapsanAssert(*lock == 0, "the world is stopped and somebody is inside of the engine")
	}
	t.checkFree()
	for x := uint32(1); x < t.highWater; x++ {
		if c := t.slot[x].owner; c != nil {
			mapsanAssert(c.slot == x, "the owner of a slot has another one")
			c.check()
			c.clock.check()
		}
		t.slot[x].final.check()
	}
	mapsanTable.check()
}

func (t *mapsanTableState) check() {
	n := uint32(0)
	for i := range uint64(1) << (64 - t.shift) {
		b := t.buckets.at(i)
		mapsanAssert(b.stripe().lock == 0, "the world is stopped and a bucket is locked")
		for s := b.head; s != nil; s = s.next {
			mapsanAssert(s.addr != 0 && mapsanBucketOf(s.addr) == b, "a sync object lies in another's bucket")
			n++
			mapsanAssert(n <= t.live, "more sync objects lie in buckets than there are")
			mapsanAssert(s.next == nil || s.next.addr != s.addr, "an address has two sync objects")
			s.check()
		}
	}
	mapsanAssert(n == t.live, "fewer sync objects lie in buckets than there are")
}

func (s *mapsanSync) check() {
	mapsanAssert(s.lock == 0, "the world is stopped and a sync object is locked")
	mapsanCheckTag(s.tag)
	s.clock.check()
	for slot := range uint32(mapsanSlots) {
		if s.hub != nil {
			if p := s.hub.peek(slot); p != nil && *p != 0 {
				mapsanCheckTag(mapsanTag(slot, *p))
			}
		}
		if s.readers == nil {
			continue
		}
		if chunk := s.readers.peek(slot); chunk != nil && chunk.epoch[slot/mapsanChunks] != 0 {
			mapsanCheckTag(mapsanTag(slot, chunk.epoch[slot/mapsanChunks]))
		}
	}
}

// checkPrivate is for a vector that is about to be written.
func (k *mapsanClock) checkPrivate(v *mapsanVector) {
	if mapsanChecking {
		mapsanAssert(v == k.vec && v.refs == 1, "a vector is written that others can see")
	}
}

func (k *mapsanClock) check() {
	mapsanAssert(k.n <= mapsanDeltas, "a clock has too many deltas")
	for _, d := range k.delta[:k.n] {
		mapsanCheckTag(d)
	}
	for slot, epoch := range k.vec.entries() {
		if epoch != 0 {
			mapsanCheckTag(mapsanTag(uint32(slot), epoch))
		}
	}
}
