package engine

// Locks held by a goroutine, innermost last, for reports. What is held does not decide what is a race.

const mapsanHeldMax = 6

const mapsanHeldForRead = 1 // in the address of a held lock

type mapsanHeld struct {
	addr uintptr    // of the Mutex or RWMutex, plus mapsanHeldForRead
	pc   [2]uintptr // return addresses of the function that called the hook, and of its caller
	sync *mapsanSync
}

//go:nosplit
func (c *mapsanCtx) push(addr uintptr, pc [2]uintptr, s *mapsanSync) {
	if c.nheld < mapsanHeldMax {
		h := &c.held[c.nheld]
		h.addr, h.pc, h.sync = addr, pc, s
	}
	if c.nheld < 255 {
		c.nheld++
	}
}

// pop takes out a lock and returns its sync object if that is known. held is false when c does not have it: some
// other goroutine took it.
//
//go:nosplit
func (c *mapsanCtx) pop(addr uintptr) (s *mapsanSync, held bool) {
	n := c.nheld
	if n == 0 {
		return nil, false
	}
	if n <= mapsanHeldMax {
		if h := &c.held[n-1]; h.addr == addr {
			c.nheld = n - 1
			return h.sync, true
		}
	}
	return nil, c.popInner(addr)
}

//go:nosplit
func (c *mapsanCtx) popInner(addr uintptr) bool {
	n := min(c.nheld, mapsanHeldMax)
	for i := int(n) - 1; i >= 0; i-- {
		if c.held[i].addr == addr {
			for j := i; j+1 < int(n); j++ {
				c.held[j] = c.held[j+1]
			}
			if c.nheld > mapsanHeldMax {
				// The first of those that did not fit moves in, but nothing is known of it.
				c.held[n-1] = mapsanHeld{}
			}
			c.nheld--
			return true
		}
	}
	if c.nheld > mapsanHeldMax {
		c.nheld-- // one of those that did not fit, most likely
		return true
	}
	return false
}

const mapsanLockWords = 3 // of one lock in a lockset of the depot: address and mode, two return addresses

// lockset returns the depot's id of the locks that c holds, 0 for none. A mutex that is handed from goroutine to
// goroutine is left out: nobody can say who holds it.
func (c *mapsanCtx) lockset() uint32 {
	var words [mapsanHeldMax * mapsanLockWords]uintptr
	n := 0
	for i := 0; i < int(c.nheld) && i < mapsanHeldMax; i++ {
		h := &c.held[i]
		if h.addr == 0 || h.sync != nil && h.sync.foreign && h.sync.addr&^1 == h.addr&^1 {
			continue
		}
		words[n], words[n+1], words[n+2] = h.addr, h.pc[0], h.pc[1]
		n += mapsanLockWords
	}
	if n == 0 {
		return 0
	}
	return mapsanLocksets.intern(words[:n])
}
