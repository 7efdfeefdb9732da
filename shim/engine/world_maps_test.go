package engine

import (
	"fmt"
	"unsafe"
)

// access does what mapsanOnRead, mapsanOnWrite and mapsanAccess (hooks_map.go) do, and compares.
func (w *world) access(a *actor, x uint16, op mapsanOp) string {
	m := w.maps[x%traceMaps]
	w.label++
	now := oracleAccess{a.g, w.promised.clocks[a.g].at(a.g), w.granted.clocks[a.g].at(a.g), w.label, op}
	races, certain, ordered := w.races(m.history, a.g, op)
	m.history = append(m.history, now)
	if mapsanResting() {
		w.tally.unseen++
		return ""
	}

	var found mapsanConflicts
	shadow := w.shadow(int(x % traceMaps))
	if !seenInEpoch(a.c, shadow, op) {
		if a.c.slot == 0 {
			a.c.attach()
		}
		side := mapsanMakeSide(a.c.slot, op, w.label, uint64(a.g+1), locksetOf(now), a.created)
		if mapsanObserving {
			var failure string
			if side, failure = w.observe(a, m, shadow, now, side); failure != "" {
				return failure
			}
		}
		accessShadow(a.c, shadow, side, &found)
	}
	w.scarce = w.scarce || mapsanStats.joinedSlots > 0
	failure := w.compare(m, races, certain, ordered, &found)
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

func locksetOf(a oracleAccess) uint32 { return a.label * 7919 & (mapsanDepotMaxID) }

func (w *world) compare(m *tracedMap, races []oracleAccess, certain int, ordered bool, found *mapsanConflicts) string {
	t := w.tally
	t.accesses++
	if found.n > 0 {
		t.reports++
	}
	switch {
	case certain > len(races):
		return fmt.Sprintf("the oracles contradict each other: %d races, %d certain", len(races), certain)
	case m.raced:
		t.kept++
	case certain > 0:
		t.races++
		if found.n == 0 {
			switch {
			case w.scarce:
				t.missed++
			case w.loose:
				t.loose++
			default:
				t.missed++
				return fmt.Sprintf("missed: races with %+v", races)
			}
		}
	case len(races) > 0:
		t.races++
		t.granted++
	case ordered:
		t.ordered++
		if w.scarce {
			t.scarce++
		}
	}
	if found.n > 0 && len(races) == 0 {
		t.falseReports++
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

// shadow is that of a map, or, for every other number, of a variable.
func (w *world) shadow(x int) *mapsanMap {
	if isVariable(x) {
		return &mapsanVariableOf(mapsanFindOrTake(variableKey(x), true)).shadow
	}
	return &w.maps[x].shadow
}

func isVariable(x int) bool { return x%2 == 1 }

func variableKey(x int) uintptr { return 0xd000000000 + 8*uintptr(x) + mapsanVariableKey }

// replaceMap lets a map die, and another one live at its address.
func (w *world) replaceMap(x int) {
	m := w.maps[x]
	if isVariable(x) {
		mapsanForgetAddr(variableKey(x))
	} else {
		mapsanForgetAddr(uintptr(unsafe.Pointer(&m.shadow.r)))
	}
	*m = tracedMap{history: m.history[:0]}
}
