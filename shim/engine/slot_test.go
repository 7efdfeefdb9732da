package engine

import "testing"

// Goroutines that were refused a slot once must get one when others fall silent, however often the world stops.
func TestSlotsAreTakenBackFromTheSilent(t *testing.T) {
	freshEngine(2)
	silent := []*mapsanCtx{mapsanSpawn(nil), mapsanSpawn(nil)}
	var shadow mapsanMap
	write := func(c *mapsanCtx) {
		if c.slot == 0 {
			c.attach()
		}
		accessShadow(c, &shadow, mapsanMakeSide(c.slot, mapsanOpWrite, 1, 1, 0, 0), &mapsanConflicts{})
	}
	for _, c := range silent {
		write(c)
	}
	refused := []*mapsanCtx{mapsanSpawn(nil), mapsanSpawn(nil)}
	for round := range 4 {
		for _, c := range refused {
			write(c)
		}
		if round == 0 && (refused[0].slot != 0 || refused[1].slot != 0) {
			t.Fatal("there were more slots than two")
		}
		mapsanSlotTable.takeBack()
		mapsanSlotTable.recordCollection()
	}
	for i, c := range refused {
		write(c)
		if c.slot == 0 {
			t.Errorf("goroutine %d still has no slot", i)
		}
	}
	for i, c := range silent {
		if c.slot != 0 {
			t.Errorf("silent goroutine %d still has its slot", i)
		}
	}
}
