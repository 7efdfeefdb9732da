package engine

import "unsafe"

// A mapsanHub replaces the clock of an object where many goroutines merge what they know, and many read it
// (a busy WaitGroup, the one object of all file and socket I/O): one dense entry per slot.
//
// Whoever's knowledge an entry names, all of it was merged under the object's lock before the entry was put
// there. So a goroutine whose entry is at least as new as its last change of knowledge has nothing to add but
// its epoch, and adds that without the lock.
type mapsanHub struct {
	_      mapsanNotInHeap
	next   *mapsanHub
	merged mapsanMemo
	epoch  [mapsanSlots]uint64
}

// After this many merges by goroutines that did not know what was there, an object gets a hub.
const mapsanMergesBeforeHub = 4

// makeHub is called with s locked.
func (s *mapsanSync) makeHub() {
	pool := &mapsanSyncPool
	mapsanLock(&pool.lock)
	h := pool.hubs
	if h != nil {
		pool.hubs = h.next
	}
	mapsanUnlock(&pool.lock)
	if h == nil {
		h = (*mapsanHub)(mapsanAlloc(unsafe.Sizeof(mapsanHub{})))
	} else {
		*h = mapsanHub{}
	}
	mapsanStorePtr(unsafe.Pointer(&s.hub), unsafe.Pointer(h))
}

// mergeIntoHub moves what s knows into its hub, and what c knows: other entries first, c's own last.
// s is locked and its tag is 0.
func (s *mapsanSync) mergeIntoHub(c *mapsanCtx) {
	h := s.hub
	if !s.clock.empty() {
		h.merge(&s.clock, 0)
		s.clock.reset()
	}
	h.merge(&c.clock, c.slot)
	if c.slot != 0 {
		mapsanRaise(&h.epoch[c.slot], c.tag&mapsanEpochMask)
	}
}

func (h *mapsanHub) merge(k *mapsanClock, own uint32) {
	if v := k.vec; v != nil && !h.merged.has(v.id) {
		for slot, epoch := range v.entries() {
			if epoch > h.epoch[slot] && uint32(slot) != own {
				mapsanRaise(&h.epoch[slot], epoch)
			}
		}
		h.merged.note(v.id)
	}
	for _, d := range k.delta[:k.n] {
		if slot := mapsanSlotOf(d); slot != own {
			mapsanRaise(&h.epoch[slot], d&mapsanEpochMask)
		}
	}
}

// mapsanRaise sets *p to at least epoch. The owner of the entry may raise it at the same time, without the lock.
func mapsanRaise(p *uint64, epoch uint64) {
	for {
		old := mapsanLoad64(p)
		if old >= epoch || mapsanCas64(p, old, epoch) {
			return
		}
	}
}

// raiseOwn puts c's epoch into the entry of its tag's slot, if the entry already stands for all that c knew before.
// Only c raises this entry without the lock. The caller publishes.
//
//go:nosplit
func (c *mapsanCtx) raiseOwn(p *uint64) bool {
	old, epoch := mapsanLoad64(p), c.tag&mapsanEpochMask
	if c.slot == 0 {
		return old >= epoch
	}
	if old < c.learnt {
		return false
	}
	if old < epoch {
		mapsanStoreRel64(p, epoch)
	}
	return true
}
