package engine

import "testing"

// Two goroutines that have told each other everything exchange nothing, until one of them has something to tell.
func TestNewsOfOthersArePassedOn(t *testing.T) {
	freshEngine(255)
	var shadow mapsanMap
	one, other, third := mapsanSpawn(nil), mapsanSpawn(nil), mapsanSpawn(nil)
	shadow.testAccess(one, mapsanOpRead)
	shadow.testAccess(other, mapsanOpRead)
	one.exchange(other)
	before := [2]uint64{one.tag, other.tag}
	other.exchange(one)
	if after := [2]uint64{one.tag, other.tag}; after != before {
		t.Errorf("nothing was told, and the epochs are %x, not %x", after, before)
	}
	new(mapsanMap).testAccess(third, mapsanOpWrite)
	tag := third.tag
	third.release(0x100, false)
	one.acquire(0x100)
	one.exchange(other)
	if !other.knows(tag) {
		t.Error("what one has learnt it has not told the other")
	}
}
