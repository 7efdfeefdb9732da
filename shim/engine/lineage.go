package engine

// What is observed of a map, when the setting observe asks for it, is carried from side to side in its shadow: where
// the map was first used, and whether more than one goroutine has used it since. So it dies with the map.

// mapsanObserving says that how maps are shared is recorded. It is set when the process starts, and never changes.
var mapsanObserving bool

const (
	mapsanSideBornAt = mapsanDepotIDBits
	mapsanBornBits   = 11
	mapsanBornMax    = 1<<mapsanBornBits - 1
	mapsanSideShared = 1 << 53
)

// born is where the map was first used: an index of mapsanObserved.births, 0 for unknown. In the entries of a map's
// readers, the same bits are those of seen.
func (s mapsanSide) born() uint32 { return uint32(s.who >> mapsanSideBornAt & mapsanBornMax) }

func (s mapsanSide) withBorn(born uint32, shared bool) mapsanSide {
	s.who |= uint64(born) << mapsanSideBornAt
	if shared {
		s.who |= mapsanSideShared
	}
	return s
}

// seen returns side as a reader keeps it in an entry of its own: with a few bits of the write that it has seen, so that
// a later access can tell whether the reader has read since that write. One in 2,048 is mistaken.
func (m *mapsanMap) seen(side mapsanSide) mapsanSide {
	if mapsanObserving {
		side.who = side.who&^(mapsanBornMax<<mapsanSideBornAt) | mapsanSeenBits(mapsanLoad64(&m.w))<<mapsanSideBornAt
	}
	return side
}

func mapsanSeenBits(w uint64) uint64 { return w * 0x9E3779B97F4A7C15 >> (64 - mapsanBornBits) }

// lineage returns what the sides of m carry on. fresh: nobody has used m before.
func (m *mapsanMap) lineage() (born uint32, shared, fresh bool) {
	w, r := mapsanLoad64(&m.w), mapsanLoad64(&m.r)
	side := m.rSide // of readers with entries of their own: the last one that had none
	if w != 0 {
		side = m.wSide
	}
	return side.born(), r >= mapsanShared || (m.wSide.who|m.rSide.who)&mapsanSideShared != 0, w == 0 && r == 0
}

// share marks m as used by more than one goroutine, and says whether that is new.
func (m *mapsanMap) markShared() bool {
	who := &m.wSide.who
	if mapsanLoad64(&m.w) == 0 {
		who = &m.rSide.who
	}
	old := mapsanLoad64(who)
	return old&mapsanSideShared == 0 && mapsanCas64(who, old, old|mapsanSideShared)
}

// A mapsanPrior is an access that another one follows.
type mapsanPrior struct {
	tag  uint64
	side mapsanSide
}

// mapsanPriors are the accesses of other goroutines that one takes a map over from. Of more readers than fit, the
// others are left out.
type mapsanPriors struct {
	n    int
	list [16]mapsanPrior
}

func (p *mapsanPriors) add(tag uint64, side mapsanSide) {
	if p.n < len(p.list) {
		p.list[p.n] = mapsanPrior{tag, side}
		p.n++
	}
}

// isOf says that the access of a tag and a side was made by another goroutine than that of me.
func (s mapsanSide) isOther(tag uint64, me mapsanSide) bool {
	return tag != 0 && s.of(tag) && s.sane() && s.goid() != me.goid()
}

// usedByOther says that the last to write or to read m was another goroutine than that of side.
func (m *mapsanMap) usedByOther(side mapsanSide) bool {
	w, r := mapsanLoad64(&m.w), mapsanLoad64(&m.r)
	return r >= mapsanShared || m.wSide.isOther(w, side) || m.rSide.isOther(r, side)
}

// priors finds what c's access to m, of a side that is not in the shadow yet, takes over: the last access, if it was
// another goroutine's. For a write that are all who read since the last write, and that write if it races. Somebody else
// may be using m at the same time.
func (m *mapsanMap) priors(c *mapsanCtx, side mapsanSide, found *mapsanPriors) {
	w, r := mapsanLoad64(&m.w), mapsanLoad64(&m.r)
	wSide, rSide := m.wSide, m.rSide
	wrote, writes := wSide.isOther(w, side), side.op().writes()
	switch {
	case r >= mapsanShared && writes:
		mapsanReadersOf(r).since(w, side, found)
	case r >= mapsanShared:
		if mapsanReadersOf(r).hasSeen(w, c, side) {
			return
		}
	case r == 0 || mapsanSlotOf(r) == mapsanSlotOf(w) && r <= w:
	case !rSide.isOther(r, side):
		return // it was c's own
	case writes || c.knows(r):
		found.add(r, rSide)
	}
	if wrote && (found.n == 0 || writes && !c.knows(w)) {
		found.add(w, wSide)
	}
}

// since finds the reads by others since the write w.
func (r *mapsanReaders) since(w uint64, me mapsanSide, found *mapsanPriors) {
	n := mapsanLoad32(&mapsanSlotTable.highWater)
	for slot := uint32(1); slot < n; slot++ {
		if chunk := r.peek(slot); chunk != nil {
			tag, side := mapsanTag(slot, mapsanLoad64(&chunk.epoch[slot/mapsanChunks])), chunk.side[slot/mapsanChunks]
			if tag&mapsanEpochMask != 0 && side.isOther(tag, me) && uint64(side.born()) == mapsanSeenBits(w) {
				found.add(tag, side)
			}
		}
	}
}

// hasSeen says that the goroutine of c has read since the write w.
func (r *mapsanReaders) hasSeen(w uint64, c *mapsanCtx, me mapsanSide) bool {
	chunk := r.peek(c.slot)
	if chunk == nil || chunk.epoch[c.slot/mapsanChunks] == 0 {
		return false
	}
	side := chunk.side[c.slot/mapsanChunks]
	return side.goid() == me.goid() && uint64(side.born()) == mapsanSeenBits(w)
}
