//go:build mapsanruntime

package engine

import "unsafe"

// How maps are shared (setting observe): which maps more than one goroutine uses, where and under which locks, and from
// which goroutine to which they go. Each such thing is one record of the event stream, whose count rises; there are so
// many at most, and what finds no room is counted. Nothing here changes what the engine knows of the order of things.

// A mapsanRecord is what is counted. Those of a table are found by a hash of what they are, which nothing else has.
type mapsanRecord struct {
	hash       uint64
	at         *mapsanStreamRecord // nil when there was no room
	goroutines [4]uint64           // of a use, by the low bits of their ids
}

// A mapsanBirth is a place where maps of one type were first used.
type mapsanBirth struct {
	hash uint64
	at   *mapsanStreamRecord // of its class, when any of the maps is shared
	typ  uintptr
	side mapsanSide
}

const (
	mapsanRecordsBits = 12
	mapsanRecordsMax  = 1 << mapsanRecordsBits
	mapsanSitesKept   = 1 << 12
)

// A mapsanRecall answers most calls without a lock: 48 bits of a hash of what was seen, and the index of its record.
type mapsanRecall [1 << mapsanRecordsBits]uint64

func (r *mapsanRecall) get(h uint64) (index uint32, ok bool) {
	e := mapsanLoad64(&r[h>>(64-mapsanRecordsBits)])
	return uint32(e & (1<<16 - 1)), e != 0 && e>>16 == h&(1<<48-1)
}

func (r *mapsanRecall) put(h uint64, index uint32) {
	mapsanSwap64(&r[h>>(64-mapsanRecordsBits)], h<<16|uint64(index))
}

// Tables and sites are guarded by mapsanReports.lock, whose holder is on the system stack.
var mapsanObserved struct {
	nbirths, nuses, nhandOvers uint32
	births                     [mapsanBornMax + 1]mapsanBirth
	uses, handOvers            [mapsanRecordsMax]mapsanRecord
	bornAt, usedAt, handedOver mapsanRecall
	sites                      [mapsanSitesKept]struct {
		stack uint32
		kind  mapsanSiteKind
		pc    uintptr
	}
	observers [mapsanSlots]*mapsanObserver // of whoever used a slot last
	timeline  mapsanTimeline
}

// mapsanUnobserved counts what found no room.
var mapsanUnobserved uint64

// mapsanObserve records an access, which is not in the shadow yet, and returns its side with what is carried on.
// The caller holds its M, and no locks.
func mapsanObserve(c *mapsanCtx, m *mapsanMap, typ uintptr, side mapsanSide) mapsanSide {
	if o := c.observer; o != nil {
		o.goid = getg().goid
		mapsanObserved.observers[c.slot] = o
		o.note(mapsanMoment{uint64(nanotime()), mapsanMomentAccess, side.stack(), uint64(m.address(side.op()))})
	}
	if op := side.op(); op == mapsanOpLoad || op == mapsanOpStore {
		return side // a variable
	}
	born, shared, fresh := m.lineage()
	if fresh {
		return side.withBorn(mapsanBorn(typ, side), false)
	}
	if born == 0 {
		return side
	}
	if !shared && m.usedByOther(side) {
		if m.markShared() {
			mapsanSee(mapsanSighting{kind: mapsanKindMaps, born: born, typ: typ})
		}
		shared = true
	}
	if shared {
		mapsanSee(mapsanSighting{kind: mapsanKindUse, born: born, typ: typ, to: side})
		var priors mapsanPriors
		m.priors(c, side, &priors)
		for i := range priors.list[:priors.n] {
			prior := &priors.list[i]
			order, stack := c.learntOf(prior.tag)
			mapsanSee(mapsanSighting{kind: mapsanKindHandOver, born: born, typ: typ, from: prior.side, to: side, order: order, stack: stack})
		}
	}
	return side.withBorn(born, shared)
}

// A mapsanSighting is something to be counted.
type mapsanSighting struct {
	kind         uint32
	born         uint32
	typ          uintptr
	from, to     mapsanSide
	order, stack uint32
}

// where is all of a side but the goroutine's id and slot.
func (s mapsanSide) place() uintptr {
	return uintptr(s.where>>mapsanSideGoidBits&(1<<24-1)<<mapsanDepotIDBits | uint64(s.created()))
}

// hash is that of what was seen, to the last frame.
func (s *mapsanSighting) hash() uint64 {
	h := mapsanHashWord(mapsanHashSeed, uintptr(s.born))
	h = mapsanHashWord(h, s.to.place())
	if s.kind == mapsanKindUse {
		return mapsanHashWord(h, uintptr(s.to.locks()))
	}
	return mapsanHashWord(mapsanHashWord(h, s.from.place()), uintptr(s.order)<<32|uintptr(s.stack))
}

func mapsanBorn(typ uintptr, side mapsanSide) (born uint32) {
	o := &mapsanObserved
	h := mapsanHashWord(mapsanHashWord(mapsanHashSeed, side.place()), typ)
	born, ok := o.bornAt.get(h)
	if !ok {
		systemstack(func() { born = mapsanFindBirth(typ, side) })
		o.bornAt.put(h, born)
	}
	if born == 0 {
		mapsanCount(&mapsanUnobserved, mapsanHeaderUnobservedAt, 1)
	}
	return born
}

func mapsanSee(s mapsanSighting) {
	if s.kind == mapsanKindMaps {
		b := &mapsanObserved.births[s.born]
		if mapsanLoadPtr(unsafe.Pointer(&b.at)) == nil {
			systemstack(func() { mapsanFindClass(&s) })
		}
		mapsanRaiseRecord(b.at)
		return
	}
	recall, records := &mapsanObserved.usedAt, &mapsanObserved.uses
	if s.kind == mapsanKindHandOver {
		recall, records = &mapsanObserved.handedOver, &mapsanObserved.handOvers
	}
	h := s.hash()
	index, ok := recall.get(h)
	if !ok {
		systemstack(func() { index = mapsanFindRecord(&s) })
		recall.put(h, index)
	}
	r := &records[index] // 0: the one that has no room
	mapsanRaiseRecord(r.at)
	if s.kind == mapsanKindUse && r.at != nil {
		r.countGoroutine(s.to.goid())
	}
}

func mapsanRaiseRecord(record *mapsanStreamRecord) {
	if record == nil {
		mapsanCount(&mapsanUnobserved, mapsanHeaderUnobservedAt, 1)
		return
	}
	mapsanAdd64(record.count(), 1)
}

// countGoroutine counts goroutines whose ids differ in their low bits: at least so many are different.
func (r *mapsanRecord) countGoroutine(goid uint32) {
	word, bit := &r.goroutines[goid>>6%4], uint64(1)<<(goid&63)
	for {
		old := mapsanLoad64(word)
		if old&bit != 0 {
			return
		}
		if mapsanCas64(word, old, old|bit) {
			break
		}
	}
	n := 0
	for i := range r.goroutines {
		for w := mapsanLoad64(&r.goroutines[i]); w != 0; w &= w - 1 {
			n++
		}
	}
	*r.at.flags() = uint16(n)
}
