package engine

import "unsafe"

// The shadow of a map lives in the map itself, behind the 48 bytes of internal/runtime/maps.Map that the compiler
// knows (go1.24-1.27): it dies with the map, needs no table, and a reused address never carries a stale history.
// Only maps on a goroutine's own stack are 48 bytes long; the hooks return before they come here.
type mapsanMap struct {
	_     [36]byte
	lock  uint32 // the padding between tombstonePossible and clearSeq
	_     uint64 // clearSeq
	w     uint64 // tag of the last write
	r     uint64 // tag of the last read, if all reads before are ordered before it; else mapsanShared | *mapsanReaders
	wSide mapsanSide
	rSide mapsanSide
}

// mapsanShared in r says that reads are kept per slot. No tag is as large.
const mapsanShared = 0xffff << mapsanEpochBits

// A mapsanOp is one of the operations of protocol.go.
type mapsanOp uint32

func (op mapsanOp) writes() bool {
	return op == mapsanOpWrite || op == mapsanOpDelete || op == mapsanOpClear || op == mapsanOpStore
}

// A mapsanSide says who made an access, where, and holding what. It is stored just before the tag it belongs to,
// so the side that stands beside a tag is that of the tagged access or of a later one by the same goroutine,
// which races if the tagged one does. Two goroutines that store at once could leave a side that is not the
// tag's: each word carries the slot, and a report shows nothing rather than the wrong goroutine.
type mapsanSide struct {
	where uint64 // slot 10 bits, op 3, stack 21; goroutine id 30 (its low bits)
	who   uint64 // slot 10 bits; shared 1, see lineage.go; lockset 21; born 11, likewise; stack of the go statement 21
}

const (
	mapsanSideSlot     = 64 - mapsanSlotBits
	mapsanSideGoidBits = 30
	mapsanSideGoid     = 1<<mapsanSideGoidBits - 1
)

func mapsanMakeSide(slot uint32, op mapsanOp, stack uint32, goid uint64, locks, created uint32) mapsanSide {
	return mapsanSide{
		where: uint64(slot)<<mapsanSideSlot | uint64(op)<<51 | uint64(stack)<<mapsanSideGoidBits | goid&mapsanSideGoid,
		who:   uint64(slot)<<mapsanSideSlot | uint64(locks)<<32 | uint64(created),
	}
}

func (s mapsanSide) op() mapsanOp       { return mapsanOp(s.where >> 51 & 7) }
func (s mapsanSide) stack() uint32      { return uint32(s.where >> mapsanSideGoidBits & mapsanDepotMaxID) }
func (s mapsanSide) slot() uint32       { return uint32(s.where >> mapsanSideSlot) }
func (s mapsanSide) goid() uint32       { return uint32(s.where & mapsanSideGoid) }
func (s mapsanSide) locks() uint32      { return uint32(s.who >> 32 & mapsanDepotMaxID) }
func (s mapsanSide) created() uint32    { return uint32(s.who & mapsanDepotMaxID) }
func (s mapsanSide) of(tag uint64) bool { return s.slot() == mapsanSlotOf(tag) }
func (s mapsanSide) sane() bool         { return s.where>>mapsanSideSlot == s.who>>mapsanSideSlot }

// A mapsanConflict is an earlier access that is not ordered before the present one.
type mapsanConflict struct {
	side  mapsanSide
	wrote bool
	known bool // side is that of the access
}

type mapsanConflicts struct {
	n     int // may be larger than what list holds
	first [4]mapsanConflict
}

func (f *mapsanConflicts) add(tag uint64, side mapsanSide, wrote bool) {
	if f.n < len(f.first) {
		f.first[f.n] = mapsanConflict{side, wrote, side.of(tag) && side.sane()}
	}
	f.n++
}

// hasRead says that c has read m, or written it, in its open epoch: there is nothing more to check or record.
//
//go:nosplit
func (c *mapsanCtx) hasRead(m *mapsanMap) bool {
	r := mapsanLoad64(&m.r)
	return m.w == c.cur || r == c.cur || r >= mapsanShared && c.hasReadShared(r)
}

// hasReadShared is hasRead for what has an entry per reader.
//
//go:nosplit
func (c *mapsanCtx) hasReadShared(r uint64) bool {
	if c.cur == mapsanNoEpoch {
		return false
	}
	own := mapsanReadersOf(r).entry(c.slot)
	return own != nil && *own == c.cur&mapsanEpochMask
}

// owns says that tag is of c's slot.
//
//go:nosplit
func (c *mapsanCtx) owns(tag uint64) bool { return mapsanSlotOf(tag) == c.slot }

// Writes and reads come in two steps: writeOwn or readOwn serves the common case without a lock; when it says that
// it is not done, write or read does the rest. The caller holds its M and has tried to attach c.
//
// The swap of w is a full barrier and yields the true predecessor: two writers cannot both miss each other, and
// of a write and a read at once the later of the two to look sees the other (a reader looks at w again after it
// has published itself).

// writeOwn: last written by me, and only read by me since. before is the tag it found, for write.
func (m *mapsanMap) writeOwn(c *mapsanCtx, side mapsanSide) (before uint64, done bool) {
	if c.slot == 0 {
		return 0, false
	}
	c.open()
	r := mapsanLoad64(&m.r)
	if !c.owns(m.w) || r != 0 && !c.owns(r) {
		return 0, false
	}
	m.wSide = side
	before = mapsanSwap64(&m.w, c.tag)
	return before, c.owns(before) && mapsanLoad64(&m.r) == r
}

func (m *mapsanMap) write(c *mapsanCtx, side mapsanSide, before uint64, found *mapsanConflicts) {
	if c.slot == 0 {
		m.checkOnly(c, true, found)
		return
	}
	mapsanLock(&m.lock)
	if mapsanChecking {
		m.check()
	}
	w := mapsanSwap64(&m.w, c.tag)
	if before != 0 {
		w = before
	}
	if w != 0 && !c.knows(w) {
		found.add(w, m.wSide, true)
	}
	r := mapsanLoad64(&m.r)
	if r >= mapsanShared {
		mapsanReadersOf(r).check(c, found)
	} else if r != 0 {
		if !c.knows(r) {
			found.add(r, m.rSide, false)
		}
		m.r = 0
	}
	m.wSide = side
	mapsanUnlock(&m.lock)
}

// readOwn: the last write is known, and either I was the only reader since or readers have entries of their own.
func (m *mapsanMap) readOwn(c *mapsanCtx, side mapsanSide) (done bool) {
	if c.slot == 0 {
		return false
	}
	c.open()
	r, w := mapsanLoad64(&m.r), mapsanLoad64(&m.w)
	if w != 0 && !c.knows(w) {
		return false
	}
	if r >= mapsanShared {
		mapsanReadersOf(r).record(c.tag, m.seen(side))
	} else if c.owns(r) {
		m.rSide = side
		if !mapsanCas64(&m.r, r, c.tag) {
			return false
		}
	} else {
		return false
	}
	return mapsanLoad64(&m.w) == w
}

func (m *mapsanMap) read(c *mapsanCtx, side mapsanSide, found *mapsanConflicts) {
	if c.slot == 0 {
		m.checkOnly(c, false, found)
		return
	}
	mapsanLock(&m.lock)
	if mapsanChecking {
		m.check()
	}
	w := mapsanLoad64(&m.w)
	if w != 0 && !c.knows(w) {
		found.add(w, m.wSide, true)
	}
	r := mapsanLoad64(&m.r)
	switch {
	case r >= mapsanShared:
		mapsanReadersOf(r).record(c.tag, m.seen(side))
	case r == 0 || c.knows(r):
		m.rSide = side
		mapsanSwap64(&m.r, c.tag)
	default:
		m.share(r).record(c.tag, m.seen(side))
	}
	if again := mapsanLoad64(&m.w); again != w && !c.knows(again) {
		found.add(again, m.wSide, true)
	}
	mapsanUnlock(&m.lock)
}

// checkOnly serves goroutines for which there was no slot.
func (m *mapsanMap) checkOnly(c *mapsanCtx, write bool, found *mapsanConflicts) {
	mapsanAdd64(&mapsanStats.untracked, 1)
	mapsanLock(&m.lock)
	if mapsanChecking {
		m.check()
	}
	if w := mapsanLoad64(&m.w); w != 0 && !c.knows(w) {
		found.add(w, m.wSide, true)
	}
	if r := mapsanLoad64(&m.r); write && r >= mapsanShared {
		mapsanReadersOf(r).check(c, found)
	} else if write && r != 0 && !c.knows(r) {
		found.add(r, m.rSide, false)
	}
	mapsanUnlock(&m.lock)
}

func mapsanReadersOf(r uint64) *mapsanReaders {
	p := uintptr(r & mapsanEpochMask)
	return *(**mapsanReaders)(unsafe.Pointer(&p))
}

// share gives m entries per reader, the first for the read of tag r. m is locked. The array belongs to the sync
// object at the address of m.r, which leaves together with the map.
func (m *mapsanMap) share(r uint64) *mapsanReaders {
	s := mapsanFindOrNew(uintptr(unsafe.Pointer(&m.r)))
	mapsanLock(&s.lock)
	array := s.readerArray()
	mapsanUnlock(&s.lock)
	array.record(r, m.seen(m.rSide))
	for old := r; !mapsanCas64(&m.r, old, mapsanShared|uint64(uintptr(unsafe.Pointer(array)))); {
		// The owner of r has read again meanwhile, without the lock.
		old = mapsanLoad64(&m.r)
		array.record(old, m.seen(m.rSide))
	}
	return array
}

// record puts a read into the entry of its slot; it is a full barrier.
func (r *mapsanReaders) record(tag uint64, side mapsanSide) {
	slot := mapsanSlotOf(tag)
	chunk := r.at(slot)
	chunk.side[slot/mapsanChunks] = side
	mapsanSwap64(&chunk.epoch[slot/mapsanChunks], tag&mapsanEpochMask)
}

// check finds the reads that are not ordered before c. Each is found once.
func (r *mapsanReaders) check(c *mapsanCtx, found *mapsanConflicts) {
	n := mapsanLoad32(&mapsanSlotTable.highWater)
	for slot := uint32(1); slot < n; slot++ {
		chunk := r.peek(slot)
		if chunk == nil {
			continue
		}
		epoch := mapsanLoad64(&chunk.epoch[slot/mapsanChunks])
		if tag := mapsanTag(slot, epoch); epoch != 0 && !c.knows(tag) {
			found.add(tag, chunk.side[slot/mapsanChunks], false)
			chunk.epoch[slot/mapsanChunks] = 0
		}
	}
}
