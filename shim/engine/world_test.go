package engine

import (
	"fmt"
	"runtime/debug"
)

// A world runs a trace on the engine and on the oracle, and compares them at each access.
type world struct {
	trace   trace
	oracle  *oracle
	actors  [traceNames]*actor
	maps    [traceMaps]*tracedMap
	mutexes [traceObjects]*actor // who locked it
	readers [traceObjects]int    // of an RWMutex; -1: a writer
	chans   [traceObjects]tracedChannel
	pending [traceObjects]int // atomic operations that are half done
	label   uint32
	scarce  bool // slots have run out: races may be missed from now on
	edges   bool // and likewise when an edge is known that the oracle does not have
	tally   *tally
}

type actor struct {
	g       int // of the oracle
	c       *mapsanCtx
	created uint32
	atomic  *halfAtomic
}

type halfAtomic struct {
	x   uint16
	p   *uint64
	tag uint64
}

type tracedMap struct {
	shadow  mapsanMap
	history []oracleAccess
	raced   bool
}

type tracedChannel struct{ sent, received int }

func (ch *tracedChannel) full(x uint16) bool { return ch.sent-ch.received == channelSize(x) }

func channelSize(x uint16) int { return 1 + int(x)%3 }

// What was run, and what came out of it.
type tally struct {
	traces, accesses int
	ordered, races   int // accesses after a conflicting one by another goroutine: ordered, and not
	scarce           int // of those ordered, the ones where slots had run out before
	kept             int // accesses to maps that had raced before
	falseReports     int
	missed           int
	joined           uint64 // slots given by rule 3
	untracked        uint64
	takenBack        uint64
}

func (t *tally) String() string {
	return fmt.Sprintf("%d traces, %d accesses, %d ordered after another goroutine (%d while slots were scarce), %d races: %d false, %d missed; "+
		"%d slots by rule 3, %d untracked, %d taken back, %d accesses to raced maps",
		t.traces, t.accesses, t.ordered, t.scarce, t.races, t.falseReports, t.missed, t.joined, t.untracked, t.takenBack, t.kept)
}

// run returns what went wrong, or "".
func (t trace) run(count *tally) (failure string) {
	defer func() {
		if r := recover(); r != nil {
			failure = fmt.Sprintf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	freshEngine(t.slots)
	w := &world{trace: t, oracle: newOracle(), tally: count}
	w.actors[0] = &actor{g: w.oracle.spawn(-1), c: mapsanSpawn(nil)}
	for i := range w.maps {
		w.maps[i] = &tracedMap{}
	}
	for i, s := range t.steps {
		if failure = w.step(s); failure != "" {
			return fmt.Sprintf("step %d, {%s, %d, %d}: %s", i, stepNames[s.op], s.g, s.x, failure)
		}
	}
	count.traces++
	count.joined += mapsanStats.joinedSlots
	count.untracked += mapsanStats.untracked
	count.takenBack += mapsanStats.slotsTakenBack
	return w.close()
}

// freshEngine resets all global state of the engine but depots.
func freshEngine(slots int) {
	mapsanSlotTable = mapsanSlotsState{highWater: uint32(mapsanSlots - slots)}
	clear(mapsanFirstBuckets[:])
	clear(mapsanStripeTable[:])
	mapsanTable.buckets, mapsanTable.shift, mapsanTable.live = &mapsanFirstBuckets[0], 64-mapsanFirstBucketBits, 0
	mapsanCollected.vec = nil
	mapsanVectorPool.lastID, mapsanVectorPool.free = 0, [5]*mapsanVector{}
	mapsanSyncPool.objects, mapsanSyncPool.readers, mapsanSyncPool.chunks, mapsanSyncPool.hubs = nil, nil, nil, nil
	mapsanCtxPool.free = nil
	mapsanStats.joinedSlots, mapsanStats.untracked, mapsanStats.slotsTakenBack = 0, 0, 0
	mapsanStats.contexts, mapsanStats.objects, mapsanStats.vectorBytes = 0, 0, 0
	mapsanKept.chunks = nil
}

// close ends everything and looks for leaks: all that was made must be in a pool again.
func (w *world) close() string {
	for _, a := range w.actors {
		if a != nil {
			mapsanEnd(a.c)
		}
	}
	for x := range w.maps {
		w.replaceMap(x)
	}
	for kind := range objectKinds {
		for x := range min(w.trace.objects(), traceObjects) {
			w.forgetObject(kind, uint16(x))
		}
	}
	for i := range mapsanSlotTable.slot {
		mapsanSlotTable.slot[i].final.reset()
	}
	mapsanCollected.vec.drop(1)
	mapsanCollected.vec = nil
	return findLeaks()
}

func findLeaks() string {
	vectors, objects, contexts := uint64(0), uint64(0), uint64(0)
	for _, v := range mapsanVectorPool.free {
		for ; v != nil && vectors <= mapsanStats.vectorBytes; v = v.next {
			vectors += uint64(mapsanVectorHead) + uint64(v.cap)*8
		}
	}
	for s := mapsanSyncPool.objects; s != nil && objects <= mapsanStats.objects; s = s.next {
		objects++
	}
	for c := mapsanCtxPool.free; c != nil && contexts <= mapsanStats.contexts; c = c.next {
		contexts++
	}
	if vectors != mapsanStats.vectorBytes || objects != mapsanStats.objects || contexts != mapsanStats.contexts {
		return fmt.Sprintf("leak: of %d bytes of vectors, %d objects, %d contexts there are %d, %d, %d in the pools",
			mapsanStats.vectorBytes, mapsanStats.objects, mapsanStats.contexts, vectors, objects, contexts)
	}
	return ""
}

// access does what mapsanOnRead, mapsanOnWrite and mapsanAccess (hooks_map.go) do, and compares.
func (w *world) access(a *actor, x uint16, op mapsanOp) string {
	m := w.maps[x%traceMaps]
	w.label++
	now := oracleAccess{a.g, w.oracle.clocks[a.g].at(a.g), w.label, op}
	races, ordered := w.oracle.races(m.history, a.g, op)
	m.history = append(m.history, now)

	var found mapsanConflicts
	if !seenInEpoch(a.c, &m.shadow, op) {
		if a.c.slot == 0 {
			a.c.attach()
		}
		a.c.goid = uint64(a.g + 1)
		side := mapsanMakeSide(a.c.slot, op, w.label, a.c.goid, locksetOf(now), a.created)
		accessShadow(a.c, &m.shadow, side, &found)
	}
	w.scarce = w.scarce || mapsanStats.joinedSlots > 0
	failure := w.compare(m, races, ordered, &found)
	w.scarce = w.scarce || mapsanStats.untracked > 0
	if len(races) > 0 || found.n > 0 {
		m.raced = true
		if !w.trace.keep {
			w.replaceMap(int(x % traceMaps))
		}
	}
	return failure
}

func seenInEpoch(c *mapsanCtx, m *mapsanMap, op mapsanOp) bool {
	if m.w == c.cur || op.writes() {
		return m.w == c.cur
	}
	if m.r >= mapsanShared && c.cur != mapsanNoEpoch {
		chunk := mapsanReadersOf(m.r).peek(c.slot)
		return chunk != nil && chunk.epoch[c.slot/mapsanChunks] == c.cur&mapsanEpochMask
	}
	return m.r == c.cur
}

func accessShadow(c *mapsanCtx, m *mapsanMap, side mapsanSide, found *mapsanConflicts) {
	if side.op().writes() {
		if before, done := m.writeOwn(c, side); !done {
			m.write(c, side, before, found)
		}
	} else if !m.readOwn(c, side) {
		m.read(c, side, found)
	}
}

func locksetOf(a oracleAccess) uint32 { return a.label * 7919 & (1<<24 - 1) }

func (w *world) compare(m *tracedMap, races []oracleAccess, ordered bool, found *mapsanConflicts) string {
	w.tally.accesses++
	switch {
	case m.raced:
		w.tally.kept++
	case len(races) > 0:
		w.tally.races++
		if found.n == 0 {
			w.tally.missed++
			if !w.scarce && !w.edges {
				return fmt.Sprintf("missed: races with %+v", races)
			}
		}
	case ordered:
		w.tally.ordered++
		if w.scarce {
			w.tally.scarce++
		}
	}
	if found.n > 0 && len(races) == 0 {
		w.tally.falseReports++
		return fmt.Sprintf("false report: %+v", found.first[:min(found.n, len(found.first))])
	}
	for _, conflict := range found.first[:min(found.n, len(found.first))] {
		if !w.isOneOf(conflict, races) {
			return fmt.Sprintf("wrong side: %+v is none of %+v", conflict, races)
		}
	}
	return ""
}

// isOneOf says that a conflict tells the truth about one of the accesses that race.
func (w *world) isOneOf(conflict mapsanConflict, races []oracleAccess) bool {
	side := conflict.side
	for _, r := range races {
		if r.label == side.stack() {
			return conflict.known && conflict.wrote == r.op.writes() && side.op() == r.op &&
				side.goid() == uint32(r.g+1) && side.locks() == locksetOf(r) && side.created() == createdOf(r.g)
		}
	}
	return false
}

func createdOf(g int) uint32 { return uint32(g) * 31 }

func (w *world) replaceMap(x int) {
	mapsanForgetAddr(mapAddr(w.maps[x]))
	w.maps[x] = &tracedMap{}
}
