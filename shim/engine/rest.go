package engine

// While the engine rests, hooks return at once: nothing is recorded or checked, and no synchronisation is seen. Which locks are
// held is still known. It begins again at a barrier, behind which everybody knows all that was done before. So nothing is invented: no pair of
// accesses on different sides of a barrier is taken for a race, and between accesses on this side of it all that orders
// them was seen, because
//
//   - what a hook before its operation would have released was done before the barrier, if the engine rested then;
//   - and so had been released what a hook behind its operation would have acquired.
//
// What a hook does before its operation for what comes behind it must not depend on who rests when: mapsanAtomicBefore.
// Both ends of a rest are at a stopped world, when nobody is inside of a hook that holds its M; accesses look again when
// they do.

// mapsanCtxMask is 0 while the engine rests, and all ones otherwise.
var mapsanCtxMask = ^uintptr(0)

// mapsanFloor is what everybody knew at the last barrier. Who has a slot knows it already; the others learn it when they
// get one, or are refused one.
var mapsanFloor mapsanClock

//go:nosplit
func mapsanResting() bool { return mapsanCtxMask == 0 }

// The world is stopped.
func mapsanRest() { mapsanCtxMask = 0 }

// The world is stopped.
func mapsanResume() {
	mapsanSlotTable.barrier()
	mapsanCtxMask = ^uintptr(0)
}

func (t *mapsanSlotsState) barrier() {
	all := t.everything()
	for x := uint32(1); x < t.highWater; x++ {
		s := &t.slot[x]
		c := s.owner
		if c == nil {
			continue
		}
		idle := s.seen == c.tag
		c.clock.become(all.keep())
		c.learn(0)
		if idle {
			s.seen = c.tag
		}
	}
	mapsanFloor.become(all)
}
