package engine

import "testing"

func (m *mapsanMap) testAccess(c *mapsanCtx, op mapsanOp) (found mapsanConflicts) {
	if c.slot == 0 {
		c.attach()
	}
	accessShadow(c, m, mapsanMakeSide(c.slot, op, 1, 1, 0, 0), &found)
	return found
}

// Goroutines that were refused a slot once must get one when others fall silent, however often the world stops.
func TestSlotsAreTakenBackFromTheSilent(t *testing.T) {
	freshEngine(3)
	var shadow mapsanMap
	silent := []*mapsanCtx{mapsanSpawn(nil), mapsanSpawn(nil)}
	busy := mapsanSpawn(nil)
	for _, c := range append(silent, busy) {
		shadow.testAccess(c, mapsanOpWrite)
	}
	kept := busy.slot
	refused := []*mapsanCtx{mapsanSpawn(nil), mapsanSpawn(nil)}
	for round := range 4 {
		shadow.testAccess(busy, mapsanOpWrite)
		for _, c := range refused {
			shadow.testAccess(c, mapsanOpWrite)
		}
		if round == 0 && (refused[0].slot != 0 || refused[1].slot != 0) {
			t.Fatal("there were more slots than three")
		}
		mapsanSlotTable.takeBack()
		if busy.slot != kept {
			t.Fatalf("round %d: the slot of a busy goroutine was taken", round)
		}
		mapsanSlotTable.recordCollection()
	}
	for i, c := range refused {
		if shadow.testAccess(c, mapsanOpWrite); c.slot == 0 {
			t.Errorf("goroutine %d still has no slot", i)
		}
	}
	for i, c := range silent {
		if c.slot != 0 {
			t.Errorf("silent goroutine %d still has its slot", i)
		}
	}
}

// What it does next is not what it did while it had the slot.
func TestWhoLosesTheSlotHasNoOpenEpoch(t *testing.T) {
	freshEngine(3)
	var shadow mapsanMap
	c := mapsanSpawn(nil)
	shadow.testAccess(c, mapsanOpWrite)
	for range 2 {
		mapsanSlotTable.wanted = true
		mapsanSlotTable.takeBack()
	}
	if c.slot != 0 || seenInEpoch(c, &shadow, mapsanOpWrite) {
		t.Errorf("slot %d, or the next write would not be recorded", c.slot)
	}
}

// A thousand goroutines that live at once have a slot each; thousands that live one after the other need no more than 255.
func TestManySlotsAreForManyAtOnce(t *testing.T) {
	freshEngine(mapsanSlots - 1)
	var shadow mapsanMap
	for range 2000 {
		c := mapsanSpawn(nil)
		shadow.testAccess(c, mapsanOpWrite)
		mapsanEnd(c)
	}
	if n := mapsanSlotTable.highWater; n != mapsanSlotsAtEase {
		t.Errorf("%d slots were given out to one goroutine at a time", n-1)
	}
	for i := range mapsanSlots - 1 {
		c := mapsanSpawn(nil)
		if shadow.testAccess(c, mapsanOpWrite); c.slot == 0 {
			t.Fatalf("goroutine %d has no slot", i)
		}
	}
}

// Without a slot a goroutine's accesses leave no trace, but they are checked against those of others.
func TestAccessesWithoutSlotAreChecked(t *testing.T) {
	for _, test := range []struct {
		name    string
		before  []mapsanOp // by one goroutine each
		op      mapsanOp
		reports int
	}{
		{"write after write", []mapsanOp{mapsanOpWrite}, mapsanOpWrite, 1},
		{"read after write", []mapsanOp{mapsanOpWrite}, mapsanOpRead, 1},
		{"write after read", []mapsanOp{mapsanOpRead}, mapsanOpDelete, 1},
		{"write after three reads", []mapsanOp{mapsanOpRead, mapsanOpIterate, mapsanOpClone}, mapsanOpWrite, 3},
		{"read after reads", []mapsanOp{mapsanOpRead, mapsanOpRead}, mapsanOpRead, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			freshEngine(len(test.before))
			var shadow mapsanMap
			for _, op := range test.before {
				shadow.testAccess(mapsanSpawn(nil), op)
			}
			c := mapsanSpawn(nil)
			if found := shadow.testAccess(c, test.op); c.slot != 0 || found.n != test.reports {
				t.Errorf("slot %d, %d reports, not %d", c.slot, found.n, test.reports)
			}
		})
	}
}
