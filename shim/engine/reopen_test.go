package engine

import "testing"

// A goroutine that has a lock to itself stays in one epoch (mapsanCtx.reopen). Nobody may know that epoch: a
// goroutine without a slot that takes the lock in between leaves the owner's own tag behind.

const oneMutex, otherMutex, someRWMutex = 0x1000, 0x2000, 0x3000

func lockMutex(c *mapsanCtx, addr uintptr) {
	if s := mapsanFind(addr); s != nil {
		if t := mapsanLoad64(&s.tag); t != 0 && c.owns(t) {
			c.reopen(s.ownerPlace(), s.learners)
		} else {
			c.acquireFrom(s)
		}
	}
}

func unlockMutex(c *mapsanCtx, addr uintptr) {
	if c.any {
		c.releaseExclusive(mapsanFind(addr), addr)
	}
}

func access(m *mapsanMap, c *mapsanCtx, write bool) (races int) {
	if c.slot == 0 {
		c.attach()
	}
	var found mapsanConflicts
	if write {
		if before, done := m.writeOwn(c, mapsanSide{}); !done {
			m.write(c, mapsanSide{}, before, &found)
		}
	} else if !m.readOwn(c, mapsanSide{}) {
		m.read(c, mapsanSide{}, &found)
	}
	return found.n
}

func TestReopened(t *testing.T) {
	freshEngine(255)
	a, m := mapsanSpawn(nil), new(mapsanMap)
	access(m, a, true)
	lockMutex(a, oneMutex)
	unlockMutex(a, oneMutex)
	lockMutex(a, oneMutex)
	access(m, a, true)
	before := a.tag
	for range 10 {
		unlockMutex(a, oneMutex)
		lockMutex(a, oneMutex)
		access(m, a, true)
	}
	if a.tag != before {
		t.Errorf("a lock of its own took it from epoch %#x to %#x", before, a.tag)
	}
}

func TestReopenedUnlessLearnt(t *testing.T) {
	freshEngine(255)
	a, b, m := mapsanSpawn(nil), mapsanSpawn(nil), new(mapsanMap)
	lockMutex(a, oneMutex)
	access(m, a, true)
	unlockMutex(a, oneMutex)
	lockMutex(b, oneMutex)
	unlockMutex(b, oneMutex)
	lockMutex(a, oneMutex)
	access(m, a, true)
	unlockMutex(a, oneMutex)
	if access(m, b, false) == 0 {
		t.Error("the second write is not ordered before the read")
	}
}

func TestReopenedUnlessPublishedElsewhere(t *testing.T) {
	freshEngine(255)
	a, b, m := mapsanSpawn(nil), mapsanSpawn(nil), new(mapsanMap)
	access(m, a, true)
	lockMutex(a, oneMutex)
	unlockMutex(a, oneMutex)
	lockMutex(a, otherMutex)
	lockMutex(a, oneMutex) // reopens
	access(m, a, true)
	unlockMutex(a, otherMutex)
	unlockMutex(a, oneMutex)
	lockMutex(b, otherMutex)
	unlockMutex(b, otherMutex)
	lockMutex(a, oneMutex)
	access(m, a, true)
	if access(m, b, false) == 0 {
		t.Error("the last write is not ordered before the read")
	}
}

// What is learnt in a reopened epoch is not what the tag of that epoch stands for at the lock.
func TestReopenedEpochLearnsNothing(t *testing.T) {
	freshEngine(255)
	a, b, c := mapsanSpawn(nil), mapsanSpawn(nil), mapsanSpawn(nil)
	own, m := new(mapsanMap), new(mapsanMap)
	access(own, a, true)
	lockMutex(a, oneMutex)
	unlockMutex(a, oneMutex)

	access(m, c, true)
	lockMutex(c, otherMutex)
	unlockMutex(c, otherMutex)

	lockMutex(a, oneMutex) // reopens
	access(own, a, true)
	lockMutex(a, otherMutex) // learns
	unlockMutex(a, oneMutex)

	lockMutex(b, oneMutex)
	if access(m, b, false) != 0 {
		t.Error("the write is ordered before the read, by both mutexes")
	}
}

func readUnder(c *mapsanCtx, addr uintptr, m *mapsanMap) (races int) {
	key := mapsanRWKey(addr)
	if s := mapsanFind(key); s != nil {
		c.acquireRead(s)
	}
	races = access(m, c, false)
	c.releaseRead(mapsanFind(key), key)
	return races
}

func writeUnder(c *mapsanCtx, addr uintptr, m *mapsanMap) (races int) {
	key := mapsanRWKey(addr)
	if s := mapsanFind(key); s != nil {
		c.acquireWrite(s)
	}
	races = access(m, c, true)
	c.releaseExclusive(mapsanFind(key), key)
	return races
}

func TestReopenedUnlessLearntByAReader(t *testing.T) {
	freshEngine(255)
	a, b, m := mapsanSpawn(nil), mapsanSpawn(nil), new(mapsanMap)
	key := mapsanRWKey(someRWMutex)
	writeUnder(a, someRWMutex, m)
	b.acquireRead(mapsanFind(key))
	b.releaseRead(mapsanFind(key), key)
	writeUnder(a, someRWMutex, m)
	if access(m, b, false) == 0 {
		t.Error("the second write is not ordered before the read")
	}
}

func TestReopenedUnlessLearntByAWriter(t *testing.T) {
	freshEngine(255)
	a, b, m := mapsanSpawn(nil), mapsanSpawn(nil), new(mapsanMap)
	key := mapsanRWKey(someRWMutex)
	readUnder(a, someRWMutex, m)
	b.acquireWrite(mapsanFind(key))
	b.releaseExclusive(mapsanFind(key), key)
	readUnder(a, someRWMutex, m)
	if access(m, b, true) == 0 {
		t.Error("the second read is not ordered before the write")
	}
}

// A lock that died leaves what the engine knew of it to the next one, where nothing was published yet.

const nextRWMutex = someRWMutex + 0x100

func TestPublishedAtALockThatDied(t *testing.T) {
	for name, first := range map[string]func(*mapsanCtx, uintptr, *mapsanMap) int{"read": readUnder, "written": writeUnder} {
		t.Run(name, func(t *testing.T) {
			freshEngine(255)
			a, b, m := mapsanSpawn(nil), mapsanSpawn(nil), new(mapsanMap)
			first(a, someRWMutex, new(mapsanMap))
			dead := mapsanFind(mapsanRWKey(someRWMutex))
			mapsanForget(dead)
			readUnder(b, nextRWMutex, new(mapsanMap))
			if mapsanFind(mapsanRWKey(nextRWMutex)) != dead {
				t.Fatal("the second lock has a record of its own")
			}
			readUnder(a, nextRWMutex, m)
			if writeUnder(b, nextRWMutex, m) != 0 {
				t.Error("the read is ordered before the write, by the second lock")
			}
		})
	}
	t.Run("nothing under the second lock", func(t *testing.T) {
		freshEngine(255)
		a, b, m := mapsanSpawn(nil), mapsanSpawn(nil), new(mapsanMap)
		readUnder(a, someRWMutex, m)
		mapsanForget(mapsanFind(mapsanRWKey(someRWMutex)))
		readUnder(b, nextRWMutex, new(mapsanMap))
		second := mapsanFind(mapsanRWKey(nextRWMutex))
		a.acquireRead(second)
		a.releaseRead(second, second.addr)
		if writeUnder(b, nextRWMutex, m) != 0 {
			t.Error("the read is ordered before the write, by the second lock")
		}
	})
}

func TestNothingIsReopenedAtALockThatDied(t *testing.T) {
	for name, under := range map[string]func(*mapsanCtx, uintptr, *mapsanMap) int{"read": readUnder, "written": writeUnder} {
		t.Run(name, func(t *testing.T) {
			freshEngine(255)
			a := mapsanSpawn(nil)
			under(a, someRWMutex, new(mapsanMap))
			before := a.tag
			mapsanForget(mapsanFind(mapsanRWKey(someRWMutex)))
			mapsanFindOrNew(mapsanRWKey(nextRWMutex))
			under(a, nextRWMutex, new(mapsanMap))
			if a.tag == before {
				t.Error("an epoch goes on that was published at the first lock")
			}
		})
	}
}

func TestReopenedUnlessLearntBeforeTheLockDied(t *testing.T) {
	for name, under := range map[string]func(*mapsanCtx, uintptr, *mapsanMap) int{"read": readUnder, "written": writeUnder} {
		t.Run(name, func(t *testing.T) {
			freshEngine(255)
			a, b, m := mapsanSpawn(nil), mapsanSpawn(nil), new(mapsanMap)
			under(a, someRWMutex, m)
			writeUnder(b, someRWMutex, new(mapsanMap)) // learns
			mapsanForget(mapsanFind(mapsanRWKey(someRWMutex)))
			mapsanFindOrNew(mapsanRWKey(nextRWMutex))
			under(a, nextRWMutex, m)
			if access(m, b, true) == 0 {
				t.Error("the second access is not ordered before the write")
			}
		})
	}
}
