package engine

import (
	"testing"
	"unsafe"
)

func withAssertions(t *testing.T) {
	t.Helper()
	freshEngine(8)
	mapsanChecking = true
	t.Cleanup(func() {
		mapsanChecking = false
		freshEngine(mapsanSlots - 1)
	})
}

// attached is the context of a goroutine that has written to a map.
func attached(m *mapsanMap) *mapsanCtx {
	c := mapsanSpawn(nil)
	m.testAccess(c, mapsanOpWrite)
	return c
}

// Each damages something, and then goes on as the engine would.
var violations = []struct {
	what   string
	commit func(m *mapsanMap, c *mapsanCtx)
}{
	{"a context is used after its end", func(m *mapsanMap, c *mapsanCtx) { mapsanEnd(c); mapsanEnd(c) }},
	{"a context is given out that is in use", func(m *mapsanMap, c *mapsanCtx) {
		mapsanCtxPool.free = c
		mapsanSpawn(nil)
	}},
	{"an epoch is open without a slot", func(m *mapsanMap, c *mapsanCtx) { c.slot = 0; c.open() }},
	{"a context's tag is not of its slot", func(m *mapsanMap, c *mapsanCtx) { c.tag = mapsanTag(c.slot-1, 1); c.publish() }},
	{"a slot is used that somebody else owns", func(m *mapsanMap, c *mapsanCtx) { mapsanSlotTable.slot[c.slot].owner = nil; c.open() }},
	{"an epoch is open that is not the present one", func(m *mapsanMap, c *mapsanCtx) { c.cur++; c.learn(0) }},
	{"an epoch is published but stands nowhere", func(m *mapsanMap, c *mapsanCtx) { c.publish(); c.exposed = false; c.check() }},
	{"an epoch stands nowhere but has a place", func(m *mapsanMap, c *mapsanCtx) { c.publishedAt = 1; c.open() }},
	{"something was learnt in an epoch to come", func(m *mapsanMap, c *mapsanCtx) { c.learnt = c.tag&mapsanEpochMask + 1; c.open() }},
	{"an epoch is reopened that does not stand at the lock", func(m *mapsanMap, c *mapsanCtx) {
		s := mapsanFindOrNew(0xc000000000)
		c.releaseExclusive(s, s.addr)
		s.tag--
		c.reopen(s.ownerPlace(), s.learners)
		c.checkReopened(s)
	}},
	{"a tag names a slot that was never given out", func(m *mapsanMap, c *mapsanCtx) {
		m.w = mapsanTag(c.slot+2, 1)
		m.testAccess(attached(&mapsanMap{}), mapsanOpRead)
	}},
	{"a tag names an epoch to come", func(m *mapsanMap, c *mapsanCtx) {
		m.w++
		m.testAccess(attached(&mapsanMap{}), mapsanOpWrite)
	}},
	{"more slots are free than there should be", func(m *mapsanMap, c *mapsanCtx) { mapsanEnd(c); mapsanSlotTable.nfree = 0; attached(m) }},
	{"fewer slots are free than there should be", func(m *mapsanMap, c *mapsanCtx) { mapsanEnd(c); mapsanSlotTable.nfree++; attached(m) }},
	{"a slot is free and has an owner", func(m *mapsanMap, c *mapsanCtx) {
		other := attached(&mapsanMap{})
		mapsanEnd(c)
		mapsanSlotTable.slot[mapsanSlotTable.newest].owner = other
		mapsanEnd(other)
	}},
	{"the list of free slots is torn", func(m *mapsanMap, c *mapsanCtx) {
		other := attached(&mapsanMap{})
		mapsanEnd(c)
		mapsanSlotTable.slot[mapsanSlotTable.newest].newer = 1
		mapsanSlotTable.checkFree()
		mapsanEnd(other)
	}},
	{"a map's readers are not those of its sync object", func(m *mapsanMap, c *mapsanCtx) {
		m.testAccess(c, mapsanOpRead)
		attached(&mapsanMap{}).readBoth(m, c)
		mapsanFind(uintptr(unsafe.Pointer(&m.r))).readers = nil
		m.testAccess(c, mapsanOpWrite)
	}},
	{"a free sync object is in use", func(m *mapsanMap, c *mapsanCtx) {
		mapsanSyncPool.objects = mapsanFindOrNew(0xc000000000)
		mapsanFindOrNew(0xc000000100)
	}},
	{"a free sync object knows something", func(m *mapsanMap, c *mapsanCtx) {
		s := mapsanFindOrNew(0xc000000000)
		mapsanForget(s)
		s.makeHub()
		mapsanFindOrNew(0xc000000100)
	}},
	{"a sync object is given back twice, or in use", func(m *mapsanMap, c *mapsanCtx) {
		s := mapsanFindOrNew(0xc000000000)
		mapsanForget(s)
		mapsanForget(s)
	}},
	{"a sync object is used that has left", func(m *mapsanMap, c *mapsanCtx) {
		s := mapsanFindOrNew(0xc000000000)
		mapsanForget(s)
		c.acquireFrom(s)
	}},
	{"a vector is given back twice", func(m *mapsanMap, c *mapsanCtx) {
		v := mapsanNewVector()
		v.drop(1)
		v.drop(1)
	}},
	{"a vector is given out that is in use", func(m *mapsanMap, c *mapsanCtx) {
		v := mapsanNewVector()
		v.drop(1)
		v.refs++
		mapsanNewVector()
	}},
	{"a reference to a vector that was given back", func(m *mapsanMap, c *mapsanCtx) {
		v := mapsanNewVector()
		v.drop(1)
		v.keep()
	}},
	{"a vector is read that was given back", func(m *mapsanMap, c *mapsanCtx) {
		v := mapsanNewVector()
		v.drop(1)
		v.entries()
	}},
	{"a vector is written that others can see", func(m *mapsanMap, c *mapsanCtx) {
		v := mapsanNewVector()
		clear(v.entries())
		k := mapsanClock{vec: v.keep()}
		k.addOne(mapsanTag(1, 1), v)
	}},
	{"a clock has too many deltas", func(m *mapsanMap, c *mapsanCtx) { c.clock.n = mapsanDeltas + 1; c.clock.check() }},
	{"a spin lock is given back by somebody who does not hold it", func(m *mapsanMap, c *mapsanCtx) { mapsanUnlock(&m.lock) }},
	{"the world is stopped and somebody is inside of the engine", func(m *mapsanMap, c *mapsanCtx) {
		mapsanLock(&mapsanSlotTable.lock)
		mapsanCheckWorld()
	}},
	{"the world is stopped and a bucket is locked", func(m *mapsanMap, c *mapsanCtx) {
		mapsanLock(&mapsanBucketOf(0xc000000000).stripe().lock)
		mapsanCheckWorld()
	}},
	{"the world is stopped and a sync object is locked", func(m *mapsanMap, c *mapsanCtx) {
		mapsanLock(&mapsanFindOrNew(0xc000000000).lock)
		mapsanCheckWorld()
	}},
	{"the owner of a slot has another one", func(m *mapsanMap, c *mapsanCtx) {
		mapsanSlotTable.slot[c.slot].owner = attached(&mapsanMap{})
		mapsanCheckWorld()
	}},
	{"a sync object lies in another's bucket", func(m *mapsanMap, c *mapsanCtx) {
		mapsanFindOrNew(0xc000000000).addr += 4096
		mapsanCheckWorld()
	}},
	{"an address has two sync objects", func(m *mapsanMap, c *mapsanCtx) {
		s := mapsanFindOrNew(0xc000000000)
		mapsanBucketOf(s.addr).head = &mapsanSync{addr: s.addr, next: s}
		mapsanTable.live++
		mapsanCheckWorld()
	}},
	{"more sync objects lie in buckets than there are", func(m *mapsanMap, c *mapsanCtx) {
		mapsanFindOrNew(0xc000000000)
		mapsanTable.live--
		mapsanCheckWorld()
	}},
	{"fewer sync objects lie in buckets than there are", func(m *mapsanMap, c *mapsanCtx) { mapsanTable.live++; mapsanCheckWorld() }},
}

// readBoth makes c and another goroutine the readers of a map that neither of them has written to.
func (c *mapsanCtx) readBoth(m *mapsanMap, other *mapsanCtx) {
	m.w, m.r = 0, 0
	m.testAccess(c, mapsanOpRead)
	m.testAccess(other, mapsanOpRead)
}

func TestAssertionsFail(t *testing.T) {
	for _, v := range violations {
		t.Run(v.what, func(t *testing.T) {
			withAssertions(t)
			defer func() {
				if got := recover(); got != v.what {
					t.Errorf("said %v", got)
				}
			}()
			var m mapsanMap
			v.commit(&m, attached(&m))
		})
	}
}

func TestAssertionsHold(t *testing.T) {
	for _, p := range []profile{
		{name: "all slots", goroutines: 24, steps: 600, noise: 50, churn: 80, collect: 20, forget: 20},
		{name: "few slots", slots: -8, goroutines: 12, steps: 400, noise: 20, churn: 150, collect: 20, forget: 10},
		{name: "nobody ends", slots: -4, goroutines: 12, steps: 300, noise: 50, collect: 60},
	} {
		t.Run(p.name, func(t *testing.T) {
			withAssertions(t)
			runTraces(t, p, max(*tracesFlag/10, 100))
		})
	}
	for name, setUp := range correctPrograms {
		t.Run(name, func(t *testing.T) {
			withAssertions(t)
			p := &program{collects: true}
			if p.run(8, setUp(200)); p.reports.Load() > 0 {
				t.Errorf("%d false reports", p.reports.Load())
			}
		})
	}
}

// A goroutine whose slot was taken back while it was between two locks of its own must not go on in the old epoch.
func TestNothingIsReopenedWithoutSlot(t *testing.T) {
	withAssertions(t)
	var m mapsanMap
	c := attached(&m)
	s := mapsanFindOrNew(0xc000000000)
	c.releaseExclusive(s, s.addr)
	for range 2 {
		mapsanSlotTable.wanted = true
		mapsanSlotTable.takeBack()
	}
	if c.acquireWrite(s); c.slot != 0 || c.cur != mapsanNoEpoch {
		t.Errorf("slot %d, and epoch %#x is open", c.slot, c.cur)
	}
}
