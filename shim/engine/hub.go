package engine

import "unsafe"

// A mapsanHub replaces the clock of an object where many goroutines merge what they know, and many read it
// (a busy WaitGroup, the one object of all file and socket I/O): one dense entry per slot, in chunks that are made when
// somebody has such a slot.
//
// Whoever's knowledge an entry names, all of it was merged under the object's lock before the entry was put
// there. So a goroutine whose entry is at least as new as its last change of knowledge has nothing to add but
// its epoch, and adds that without the lock.
type mapsanHub struct {
	_      mapsanNotInHeap
	next   *mapsanHub
	merged mapsanMemo
	chunk  [mapsanSlots / mapsanHubChunkSize]*mapsanHubChunk
}

const mapsanHubChunkSize = 64

type mapsanHubChunk struct {
	_     mapsanNotInHeap
	next  *mapsanHubChunk
	epoch [mapsanHubChunkSize]uint64
}

// peek returns the entry of a slot, or nil.
//
//go:nosplit
func (h *mapsanHub) peek(slot uint32) *uint64 {
	chunk := (*mapsanHubChunk)(mapsanLoadPtr(unsafe.Pointer(&h.chunk[slot/mapsanHubChunkSize%uint32(len(h.chunk))])))
	if chunk == nil {
		return nil
	}
	return &chunk.epoch[slot%mapsanHubChunkSize]
}

// at returns the entry of a slot, made when there is none. The hub's object is locked.
func (h *mapsanHub) at(slot uint32) *uint64 {
	if p := h.peek(slot); p != nil {
		return p
	}
	pool := &mapsanSyncPool
	mapsanLock(&pool.lock)
	chunk := pool.hubChunks
	if chunk != nil {
		pool.hubChunks = chunk.next
	}
	mapsanUnlock(&pool.lock)
	if chunk == nil {
		chunk = (*mapsanHubChunk)(mapsanAlloc(unsafe.Sizeof(mapsanHubChunk{})))
	} else {
		*chunk = mapsanHubChunk{}
	}
	mapsanStorePtr(unsafe.Pointer(&h.chunk[slot/mapsanHubChunkSize]), unsafe.Pointer(chunk))
	return &chunk.epoch[slot%mapsanHubChunkSize]
}

// giveBack is called with the pool locked.
func (h *mapsanHub) giveBack() {
	pool := &mapsanSyncPool
	for _, chunk := range h.chunk {
		if chunk != nil {
			chunk.next = pool.hubChunks
			pool.hubChunks = chunk
		}
	}
	h.next = pool.hubs
	pool.hubs = h
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
		mapsanRaise(h.at(c.slot), c.tag&mapsanEpochMask)
	}
}

func (h *mapsanHub) merge(k *mapsanClock, own uint32) {
	if v := k.vec; v != nil && !h.merged.has(v.id) {
		for slot, epoch := range v.entries() {
			if epoch == 0 || uint32(slot) == own {
				continue
			}
			if p := h.peek(uint32(slot)); p == nil || mapsanLoad64(p) < epoch { // most are there
				mapsanRaise(h.at(uint32(slot)), epoch)
			}
		}
		h.merged.note(v.id)
	}
	for _, d := range k.delta[:k.n] {
		if slot := mapsanSlotOf(d); slot != own {
			mapsanRaise(h.at(slot), d&mapsanEpochMask)
		}
	}
}

// joinInto lets k learn all entries but that of slot own. A slot that was not given out when it starts cannot hold a
// release that happened before.
func (h *mapsanHub) joinInto(k *mapsanClock, own uint32) bool {
	var private *mapsanVector
	changed := false
	n := mapsanLoad32(&mapsanSlotTable.highWater)
	for i, chunk := range h.chunk {
		first := uint32(i) * mapsanHubChunkSize
		if first >= n {
			break
		}
		if chunk == nil {
			continue
		}
		var news bool
		private, news = k.addEntries(chunk.epoch[:min(n-first, mapsanHubChunkSize)], first, own, private)
		changed = changed || news
	}
	return changed
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
