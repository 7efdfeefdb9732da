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
