package engine

// What the two goroutines of a race did before it.

const mapsanTimelineMax = 40 // moments of one race

// A mapsanTimeline is the latest moments of two goroutines, the oldest first.
type mapsanTimeline struct {
	n    int
	list [2 * mapsanMomentsKept]mapsanGoMoment
}

type mapsanGoMoment struct {
	mapsanMoment
	goid uint64
}

// note is called by the goroutine of o, or while that stands still.
func (o *mapsanObserver) note(m mapsanMoment) {
	o.moments[o.happened%mapsanMomentsKept] = m
	mapsanStoreRel64(&o.happened, o.happened+1)
}

// merge adds what the goroutine with the low bits low of an id did until a moment. Locks and go statements are of
// interest, and accesses to the map. That goroutine may be running: what it overwrites meanwhile is left out.
func (t *mapsanTimeline) merge(o *mapsanObserver, low uint32, until uint64, addr uintptr) {
	if o == nil {
		return
	}
	goid, end := mapsanLoad64(&o.goid), mapsanLoad64(&o.happened)
	if uint32(goid&mapsanSideGoid) != low {
		return
	}
	first := t.n
	for i := end - min(end, mapsanMomentsKept-1); i < end && t.n < len(t.list); i++ {
		m := o.moments[i%mapsanMomentsKept]
		lost := i+mapsanMomentsKept <= mapsanLoad64(&o.happened) || mapsanLoad64(&o.goid) != goid
		if !lost && m.at <= until && (m.kind != mapsanMomentAccess || m.object == uint64(addr)) {
			t.list[t.n] = mapsanGoMoment{m, goid}
			t.n++
		}
	}
	// Both halves are in order: sort by insertion.
	for i := first; i < t.n; i++ {
		for j := i; j > 0 && t.list[j-1].at > t.list[j].at; j-- {
			t.list[j-1], t.list[j] = t.list[j], t.list[j-1]
		}
	}
}

// latest returns what is to be shown.
func (t *mapsanTimeline) latest() []mapsanGoMoment {
	return t.list[t.n-min(t.n, mapsanTimelineMax) : t.n]
}
