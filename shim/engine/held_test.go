package engine

import (
	"slices"
	"testing"
)

// held returns the addresses of a lockset, outermost first.
func heldOf(c *mapsanCtx) (addrs []uintptr) {
	var words [mapsanStackDepth]uintptr
	n := mapsanLocksets.lookup(c.lockset(), &words)
	for i := 0; i < n; i += mapsanLockWords {
		addrs = append(addrs, words[i])
	}
	return addrs
}

func expectHeld(t *testing.T, c *mapsanCtx, want ...uintptr) {
	t.Helper()
	if got := heldOf(c); !slices.Equal(got, want) {
		t.Errorf("holds %#x, not %#x", got, want)
	}
}

func TestLocksReleasedOutOfOrder(t *testing.T) {
	freshEngine(255)
	c := mapsanSpawn(nil)
	object := mapsanFindOrNew(0x30)
	c.push(0x10, 1, nil)
	c.push(0x20, 2, nil)
	c.push(0x30, 3, object)
	expectHeld(t, c, 0x10, 0x20, 0x30)
	if _, held := c.pop(0x10); !held {
		t.Error("0x10 was held")
	}
	expectHeld(t, c, 0x20, 0x30)
	if s, held := c.pop(0x30); s != object || !held {
		t.Error("the object of the innermost lock is known")
	}
	expectHeld(t, c, 0x20)
	if _, held := c.pop(0x30); held {
		t.Error("0x30 was given back already")
	}
	c.pop(0x20)
	expectHeld(t, c)
	if c.lockset() != 0 || c.nheld != 0 {
		t.Error("nothing is held")
	}
}

func TestReadLockIsAnotherLock(t *testing.T) {
	freshEngine(255)
	c := mapsanSpawn(nil)
	c.push(0x10+mapsanHeldForRead, 1, nil)
	if _, held := c.pop(0x10); held {
		t.Error("held for reading only")
	}
	expectHeld(t, c, 0x10+mapsanHeldForRead)
}

func TestMoreLocksThanAreRemembered(t *testing.T) {
	freshEngine(255)
	c := mapsanSpawn(nil)
	for n := uintptr(1); n <= mapsanHeldMax+2; n++ {
		c.push(n<<4, n, nil)
	}
	expectHeld(t, c, 0x10, 0x20, 0x30, 0x40, 0x50, 0x60)
	c.pop(0x20) // a lock that is not known moves in
	expectHeld(t, c, 0x10, 0x30, 0x40, 0x50, 0x60)
	for n := uintptr(mapsanHeldMax + 2); n > 0; n-- {
		if _, held := c.pop(n << 4); !held && n != 2 {
			t.Errorf("%#x was held", n<<4)
		}
	}
	if c.nheld != 0 {
		t.Errorf("%d locks remain", c.nheld)
	}
}

func TestManyLocksAtOnce(t *testing.T) {
	freshEngine(255)
	c := mapsanSpawn(nil)
	for n := uintptr(1); n <= 300; n++ {
		c.push(n<<4, n, nil)
	}
	for n := uintptr(300); n > 0; n-- {
		c.pop(n << 4)
	}
	if c.lockset() != 0 || c.nheld != 0 {
		t.Error("a lock is left")
	}
}

func TestMutexThatWandersIsLeftOut(t *testing.T) {
	freshEngine(255)
	a, b := mapsanSpawn(nil), mapsanSpawn(nil)
	object := mapsanFindOrNew(0x10)
	a.push(0x10, 1, object)
	a.push(0x20, 1, nil)
	if _, held := b.pop(0x10); held {
		t.Error("b does not hold it")
	}
	object.foreign = true
	expectHeld(t, a, 0x20)
}

func TestLocksetsAreTheSameAgain(t *testing.T) {
	freshEngine(255)
	a, b := mapsanSpawn(nil), mapsanSpawn(nil)
	for _, c := range []*mapsanCtx{a, b} {
		c.push(0x10, 1, nil)
		c.push(0x20, 2, nil)
	}
	if a.lockset() != b.lockset() {
		t.Error("equal locksets have two ids")
	}
	b.pop(0x20)
	b.push(0x20, 3, nil)
	if a.lockset() == b.lockset() {
		t.Error("locked at another place, but the same id")
	}
}
