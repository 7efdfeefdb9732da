package engine

import "testing"

// mergeFromMany makes n goroutines, each with an access of its own to tell of, merge at addr.
func mergeFromMany(n int, addr uintptr) (tags []uint64) {
	for range n {
		c := mapsanSpawn(nil)
		new(mapsanMap).testAccess(c, mapsanOpWrite)
		tags = append(tags, c.tag)
		c.release(addr, true)
	}
	return tags
}

func TestManyMergesMakeAHub(t *testing.T) {
	freshEngine(255)
	const addr = 0x100
	tags := mergeFromMany(2*mapsanMergesBeforeHub, addr)
	if mapsanFind(addr).hub == nil {
		t.Fatal("there is no hub")
	}
	c := mapsanSpawn(nil)
	c.acquire(addr)
	for _, tag := range tags {
		if !c.knows(tag) {
			t.Errorf("does not know slot %d", mapsanSlotOf(tag))
		}
	}
}

// Goroutines without slots have no names for what they know, and still know all that was there.
func TestUpdatesMakeNoHub(t *testing.T) {
	freshEngine(255)
	const addr = 0x100
	tags := mergeFromMany(2, 0x200)
	for i := range uintptr(2 * mapsanMergesBeforeHub) {
		tags = append(tags, mergeFromMany(1, 0x300+8*i)...)
		c := mapsanSpawn(nil)
		c.acquire(0x200)
		c.acquire(0x300 + 8*i)
		mapsanAtomicBeforeSlow(c, addr)
	}
	s := mapsanFind(addr)
	if s.hub != nil || s.merges != 0 {
		t.Errorf("%d merges", s.merges)
	}
	c := mapsanSpawn(nil)
	c.acquire(addr)
	for _, tag := range tags {
		if !c.knows(tag) {
			t.Errorf("does not know slot %d", mapsanSlotOf(tag))
		}
	}
}

// Whoever released last may move the tag without the lock, after it was acquired and before it is replaced.
func TestAnUpdateKeepsATagThatHasMoved(t *testing.T) {
	freshEngine(255)
	const addr = 0x100
	tag := mergeFromMany(1, addr)[0]
	s := mapsanFind(addr)
	c := mapsanSpawn(nil)
	c.acquire(addr)
	new(mapsanMap).testAccess(c, mapsanOpWrite)
	mapsanLock(&s.lock)
	c.acquireLocked(s)
	s.tag = tag + 1
	c.releaseLocked(s, mapsanUpdates)
	mapsanUnlock(&s.lock)
	o := mapsanSpawn(nil)
	o.acquire(addr)
	if !o.knows(tag+1) || !o.knows(c.tag) {
		t.Error("an edge is lost")
	}
}

func TestHubsOfOthersLeaveNothing(t *testing.T) {
	freshEngine(255)
	dead := mergeFromMany(2*mapsanMergesBeforeHub, 0x100)
	hub := mapsanFind(0x100).hub
	mapsanForgetAddr(0x100)
	mergeFromMany(2*mapsanMergesBeforeHub, 0x200)
	if mapsanFind(0x200).hub != hub {
		t.Fatal("hubs are not used again")
	}
	c := mapsanSpawn(nil)
	c.acquire(0x200)
	for _, tag := range dead {
		if c.knows(tag) {
			t.Errorf("knows slot %d by a hub that served another object", mapsanSlotOf(tag))
		}
	}
}
