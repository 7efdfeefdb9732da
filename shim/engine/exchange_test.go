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

// met returns two goroutines that have nothing to tell each other.
func met(t *testing.T) (one, other *mapsanCtx) {
	t.Helper()
	freshEngine(3)
	one, other = mapsanSpawn(nil), mapsanSpawn(nil)
	new(mapsanMap).testAccess(other, mapsanOpRead)
	other.exchange(one)
	if one.slot != 0 || one.news|other.news != 0 {
		t.Fatal("one has a slot, or there is news")
	}
	return one, other
}

func TestWhatASlotBringsIsNews(t *testing.T) {
	one, other := met(t)
	third, fourth := mapsanSpawn(nil), mapsanSpawn(nil)
	new(mapsanMap).testAccess(third, mapsanOpWrite)
	new(mapsanMap).testAccess(fourth, mapsanOpWrite)
	known, slot := fourth.tag, third.slot
	fourth.exchange(third)
	mapsanEnd(third)
	new(mapsanMap).testAccess(one, mapsanOpWrite)
	if one.slot != slot {
		t.Fatalf("the slot is %d, not the %d of somebody who knew more", one.slot, slot)
	}
	if !one.knows(known) {
		t.Fatal("the slot has brought nothing")
	}
	one.exchange(other)
	if !other.knows(known) {
		t.Error("what the slot has brought was not told")
	}
}

func TestWhatWasDoneWithASlotThatIsGoneIsNews(t *testing.T) {
	one, other := met(t)
	new(mapsanMap).testAccess(one, mapsanOpWrite)
	one.exchange(other)
	new(mapsanMap).testAccess(one, mapsanOpWrite)
	tag := one.tag
	for range 2 {
		mapsanSlotTable.wanted = true
		mapsanSlotTable.takeBack()
	}
	if one.slot != 0 {
		t.Fatal("the slot is still there")
	}
	one.exchange(other)
	if !other.knows(tag) {
		t.Error("what was done with the slot was not told")
	}
}

// A new goroutine has the context of one that has ended.
func TestWhoHasEndedWasNotMet(t *testing.T) {
	one, other := met(t)
	new(mapsanMap).testAccess(one, mapsanOpWrite)
	tag := one.tag
	one.exchange(other)
	mapsanEnd(other)
	if another := mapsanSpawn(nil); another != other {
		t.Fatal("the context was not used again")
	}
	one.exchange(other)
	if !other.knows(tag) {
		t.Error("the new goroutine was told nothing")
	}
}
