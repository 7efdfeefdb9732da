package engine

import "testing"

func restForTest(t *testing.T) {
	t.Cleanup(func() { mapsanCtxMask = ^uintptr(0) })
	mapsanRest()
}

// Which locks are held is known whoever rests when, so that reports say the truth of it.
func TestLocksOfARestAreHeld(t *testing.T) {
	const before, during, after = uintptr(0x1000), uintptr(0x2000), uintptr(0x3000)
	freshEngine(255)
	a := &actor{c: mapsanSpawn(nil)}
	a.locked(before)
	restForTest(t)
	a.rLocked(during)
	a.unlocking(before)
	mapsanResume()
	a.locked(after)
	if a.c.nheld != 2 || a.c.held[0].addr != during+mapsanHeldForRead || a.c.held[1].addr != after {
		t.Errorf("%d locks are held: %+v", a.c.nheld, a.c.held)
	}
	a.rUnlocking(during)
	a.unlocking(after)
	if a.c.nheld != 0 {
		t.Errorf("%d locks are held at the end", a.c.nheld)
	}
	for _, addr := range []uintptr{before, mapsanRWKey(during), after} {
		if s := mapsanFind(addr); s != nil && s.foreign {
			t.Errorf("the lock at %#x is said to have been unlocked by somebody else", addr)
		}
	}
}

// A goroutine that uses no maps loses its slot, however often the engine rests.
func TestRestsDoNotKeepSlots(t *testing.T) {
	freshEngine(255)
	idle, busy := mapsanSpawn(nil), mapsanSpawn(nil)
	for _, c := range []*mapsanCtx{idle, busy} {
		c.attach()
		c.open()
	}
	mapsanSlotTable.takeBack()
	for range 3 {
		busy.publish()
		busy.open()
		restForTest(t)
		mapsanResume()
	}
	mapsanSlotTable.wanted = true
	mapsanSlotTable.takeBack()
	if idle.slot != 0 || busy.slot == 0 {
		t.Errorf("slots %d and %d", idle.slot, busy.slot)
	}
}

// It begins while the engine rests, and sees what was stored after that.
func TestAtomicOperationAcrossTheEndOfARest(t *testing.T) {
	program := trace{slots: 255, steps: []step{
		{doGo, 0, 1},
		{doRead, 1, 0},
		{doRest, 0, 0},
		{doHalf, 1, 0},
		{doAdd, 1, 0},
		{doResume, 0, 0},
		{doWrite, 0, 2},
		{doStore, 0, 0},
		{doGoOn, 1, 0},
		{doWrite, 1, 2},
	}}
	if failure := program.run(&tally{}); failure != "" {
		t.Error(failure)
	}
}
