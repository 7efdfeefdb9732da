package engine

// Locks held by a goroutine, innermost last, for reports. What is held does not decide what is a race.

const mapsanHeldMax = 6

const mapsanHeldForRead = 1 // in the address of a held lock

type mapsanHeld struct {
	addr uintptr // of the Mutex or RWMutex, plus mapsanHeldForRead
	pc   uintptr // where the Lock method returns to
	sync *mapsanSync
}

//go:nosplit
func (c *mapsanCtx) push(addr, pc uintptr, s *mapsanSync) {
	if c.nheld < mapsanHeldMax {
		h := &c.held[c.nheld]
		h.addr, h.pc, h.sync = addr, pc, s
	}
	if c.nheld < 255 {
		c.nheld++
	}
}

// popTop takes out the innermost lock if it is the one at addr, and returns its entry, which stays as it is until the
// next push. nil: try popInner.
//
//go:nosplit
func (c *mapsanCtx) popTop(addr uintptr) *mapsanHeld {
	top := uint(c.nheld) - 1
	if top < mapsanHeldMax && c.held[top].addr == addr {
		c.nheld--
		return &c.held[top]
	}
	return nil
}

// pop takes out a lock and returns its sync object if that is known. held is false when c does not have it: some
// other goroutine took it.
func (c *mapsanCtx) pop(addr uintptr) (s *mapsanSync, held bool) {
	if h := c.popTop(addr); h != nil {
		return h.sync, true
	}
	return nil, c.popInner(addr)
}

func (c *mapsanCtx) popInner(addr uintptr) bool {
	n := int(min(c.nheld, mapsanHeldMax))
	i := c.findHeld(addr)
	if i < 0 {
		if c.nheld > mapsanHeldMax {
			c.nheld-- // one of those that did not fit, most likely
			return true
		}
		if i = c.findHeld(0); i < 0 {
			return false
		}
	}
	copy(c.held[i:n], c.held[i+1:n])
	if c.nheld > mapsanHeldMax {
		// The first of those that did not fit moves in, but nothing is known of it.
		c.held[n-1] = mapsanHeld{}
	}
	c.nheld--
	return true
}

// findHeld returns the index of the innermost lock of an address, 0 for one that is not known; -1 if there is none.
func (c *mapsanCtx) findHeld(addr uintptr) int {
	for i := int(min(c.nheld, mapsanHeldMax)) - 1; i >= 0; i-- {
		if c.held[i].addr == addr {
			return i
		}
	}
	return -1
}

const mapsanLockWords = 2 // of one lock in a lockset of the depot: address and mode, return address

// lockset returns the depot's id of the locks that c holds, 0 for none. A mutex that is handed from goroutine to
// goroutine is left out: nobody can say who holds it.
func (c *mapsanCtx) lockset() uint32 {
	if c.nheld == 0 {
		return 0
	}
	h := uint64(mapsanHashSeed)
	n := min(int(c.nheld), mapsanHeldMax)
	for i := range c.held[:n] {
		if l := &c.held[i]; l.known() {
			h = mapsanHashWord(mapsanHashWord(h, l.addr), l.pc)
		}
	}
	if h == mapsanHashSeed {
		return 0
	}
	if id := mapsanLocksets.recall(h); id != 0 {
		return id
	}
	return c.locksetSlow(h, n)
}

func (c *mapsanCtx) locksetSlow(h uint64, n int) uint32 {
	var words [mapsanHeldMax * mapsanLockWords]uintptr
	k := 0
	for i := range c.held[:n] {
		if l := &c.held[i]; l.known() {
			words[k], words[k+1] = l.addr, l.pc
			k += mapsanLockWords
		}
	}
	return mapsanLocksets.intern(h, words[:k])
}

func (l *mapsanHeld) known() bool {
	return l.addr != 0 && !(l.sync != nil && l.sync.foreign && l.sync.addr&^1 == l.addr&^1)
}
