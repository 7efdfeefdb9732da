package engine

import "unsafe"

// A mapsanReaders holds one epoch per slot, each written by its owner without a lock: the readers of an RWMutex,
// or of a map that several goroutines read at once. Slot s lives in chunk s%64, so neighbours never share a
// cache line. Entries never move.
type mapsanReaders struct {
	_      mapsanNotInHeap
	next   *mapsanReaders
	merged mapsanMemo
	chunk  [mapsanChunks]*mapsanReaderChunk
}

const (
	mapsanChunks    = 64
	mapsanChunkSize = mapsanSlots / mapsanChunks
)

type mapsanReaderChunk struct {
	_     mapsanNotInHeap
	next  *mapsanReaderChunk
	epoch [mapsanChunkSize]uint64
	side  [mapsanChunkSize]mapsanSide // of map reads only
}

// readerArray returns the array of s, made when there is none. s is locked.
func (s *mapsanSync) readerArray() *mapsanReaders {
	if s.readers != nil {
		return s.readers
	}
	pool := &mapsanSyncPool
	mapsanLock(&pool.lock)
	r := pool.readers
	if r != nil {
		pool.readers = r.next
		r.next = nil
	}
	mapsanUnlock(&pool.lock)
	if r == nil {
		r = (*mapsanReaders)(mapsanAlloc(unsafe.Sizeof(mapsanReaders{})))
	}
	mapsanStorePtr(unsafe.Pointer(&s.readers), unsafe.Pointer(r))
	return r
}

// giveBack is called with the pool locked.
func (r *mapsanReaders) giveBack() {
	pool := &mapsanSyncPool
	for i, chunk := range r.chunk {
		if chunk != nil {
			chunk.next = pool.chunks
			pool.chunks = chunk
			r.chunk[i] = nil
		}
	}
	r.merged = mapsanMemo{}
	r.next = pool.readers
	pool.readers = r
}

// peek returns the chunk of a slot, or nil.
//
//go:nosplit
func (r *mapsanReaders) peek(slot uint32) *mapsanReaderChunk {
	return (*mapsanReaderChunk)(mapsanLoadPtr(unsafe.Pointer(&r.chunk[slot%mapsanChunks])))
}

// at returns the chunk of a slot, made when there is none. Two goroutines may ask for one chunk at once.
func (r *mapsanReaders) at(slot uint32) *mapsanReaderChunk {
	if chunk := r.peek(slot); chunk != nil {
		return chunk
	}
	pool := &mapsanSyncPool
	mapsanLock(&pool.lock)
	chunk := r.chunk[slot%mapsanChunks]
	if chunk == nil {
		if chunk = pool.chunks; chunk != nil {
			pool.chunks = chunk.next
			*chunk = mapsanReaderChunk{}
		} else {
			chunk = (*mapsanReaderChunk)(mapsanAlloc(unsafe.Sizeof(mapsanReaderChunk{})))
		}
		mapsanStorePtr(unsafe.Pointer(&r.chunk[slot%mapsanChunks]), unsafe.Pointer(chunk))
	}
	mapsanUnlock(&pool.lock)
	return chunk
}

// joinInto lets k learn all entries but that of slot own. A slot that was not given out when it starts cannot
// hold a release that happened before.
func (r *mapsanReaders) joinInto(k *mapsanClock, own uint32) bool {
	var private *mapsanVector
	changed := false
	n := mapsanLoad32(&mapsanSlotTable.highWater)
	for slot := uint32(1); slot < n; slot++ {
		chunk := r.peek(slot)
		if chunk == nil || slot == own {
			continue
		}
		epoch := mapsanLoad64(&chunk.epoch[slot/mapsanChunks])
		if epoch == 0 {
			continue
		}
		var news bool
		if private, news = k.addOne(mapsanTag(slot, epoch), private); news {
			changed = true
		}
	}
	return changed
}

// merge puts all that k knows into the array, except the entry of slot own. The array's sync object is locked.
func (r *mapsanReaders) merge(k *mapsanClock, own uint32) {
	if v := k.vec; v != nil && !r.merged.has(v.id) {
		for slot, epoch := range v.entries() {
			if epoch == 0 || uint32(slot) == own {
				continue
			}
			if p := r.entry(uint32(slot)); p == nil || mapsanLoad64(p) < epoch { // most are there
				mapsanRaise(r.entryAt(uint32(slot)), epoch)
			}
		}
		r.merged.note(v.id)
	}
	for _, d := range k.delta[:k.n] {
		if slot := mapsanSlotOf(d); slot != own {
			mapsanRaise(r.entryAt(slot), d&mapsanEpochMask)
		}
	}
}

// entry returns the epoch of a slot, or nil.
//
//go:nosplit
func (r *mapsanReaders) entry(slot uint32) *uint64 {
	if chunk := r.peek(slot); chunk != nil {
		return &chunk.epoch[slot/mapsanChunks%mapsanChunkSize]
	}
	return nil
}

// entryAt is entry that makes what is not there.
func (r *mapsanReaders) entryAt(slot uint32) *uint64 {
	return &r.at(slot).epoch[slot/mapsanChunks%mapsanChunkSize]
}
