package engine

import (
	"fmt"
	"slices"
	"testing"
)

// While maps are observed, the engine finds the same races: the traces of differential_test.go run once more. And what is
// observed is compared with what has happened.
func TestTracesObserved(t *testing.T) {
	mapsanObserving = true
	defer func() { mapsanObserving = false }()
	for _, p := range []profile{
		{name: "few goroutines", goroutines: 4, steps: 120, noise: 100, locks: 100, churn: 80, collect: 40, halves: 50, forget: 40},
		{name: "many goroutines", goroutines: 24, steps: 600, noise: 50, locks: 50, churn: 80, collect: 20, halves: 30, forget: 20},
		{name: "almost no mistakes", goroutines: 12, steps: 600, noise: 1, churn: 80},
		{name: "locks of one's own", goroutines: 4, steps: 150, noise: 20, locks: 900, churn: 20, collect: 5},
		{name: "few slots", slots: -8, goroutines: 12, steps: 400, noise: 20, locks: 50, churn: 150, collect: 20, halves: 20, forget: 10},
	} {
		t.Run(p.name, func(t *testing.T) {
			count := runTraces(t, p, *tracesFlag/2)
			if count.ordered == 0 || count.races == 0 || count.taken < count.traces || count.reopened > 0 {
				t.Errorf("nothing was tested: %d maps taken over, %d locks reopened", count.taken, count.reopened)
			}
			// What a reader has seen is kept in eleven bits.
			if count.stale > count.taken/500 {
				t.Errorf("%d of %d maps are taken over from a reader of before the last write", count.stale, count.taken)
			}
		})
	}
}

// An observedMap is what a world knows of the accesses that came into a map's shadow.
type observedMap struct {
	last  oracleAccess // of label 0: none
	users []int
}

// observe does what mapsanObserve (observe.go) does, before the access is in the shadow, and compares.
func (w *world) observe(a *actor, m *tracedMap, s *mapsanMap, now oracleAccess, side mapsanSide) (mapsanSide, string) {
	born, shared, fresh := s.lineage()
	o := &m.observed
	last := o.last
	if a.c.slot != 0 {
		o.last = now
	}
	if fresh {
		o.users = append(o.users[:0], now.g)
		return side.withBorn(1+now.label%mapsanBornMax, false), ""
	}
	if !m.raced && born == 0 {
		return side, "where the map was first used is lost"
	}
	if !slices.Contains(o.users, now.g) {
		o.users = append(o.users, now.g)
	}
	if !shared && s.usedByOther(side) {
		shared = s.markShared()
	}
	if !m.raced && shared != (len(o.users) > 1) {
		return side, fmt.Sprintf("of %d goroutines, shared is %v", len(o.users), shared)
	}
	var priors mapsanPriors
	s.priors(a.c, side, &priors)
	if m.raced {
		return side.withBorn(born, shared), ""
	}
	for _, p := range priors.list[:priors.n] {
		w.tally.taken++
		if failure := w.isPrior(m, a, now, p); failure != "" {
			return side, failure
		}
	}
	conflicts := last.op.writes() || now.op.writes()
	if last.label != 0 && last.g != now.g && conflicts && mapsanLoad64(&s.r) < mapsanShared && !priors.has(last.label) {
		return side, fmt.Sprintf("%+v is not said to follow %+v", now, last)
	}
	return side.withBorn(born, shared), ""
}

func (p *mapsanPriors) has(label uint32) bool {
	return slices.ContainsFunc(p.list[:p.n], func(prior mapsanPrior) bool { return prior.side.stack() == label })
}

// isPrior says what is wrong with a prior access: it must have happened, and be ordered before now if it is said to be.
func (w *world) isPrior(m *tracedMap, a *actor, now oracleAccess, p mapsanPrior) string {
	i := slices.IndexFunc(m.history, func(h oracleAccess) bool { return h.label == p.side.stack() })
	if i < 0 || m.history[i].g == now.g || m.history[i].op != p.side.op() || m.history[i].g+1 != int(p.side.goid()) {
		return fmt.Sprintf("%+v is said to follow %+v, which never was", now, p)
	}
	was := m.history[i]
	if !was.op.writes() && slices.ContainsFunc(m.history[i+1:len(m.history)-1], func(h oracleAccess) bool { return h.op.writes() }) && !w.scarce {
		w.tally.stale++
	}
	switch order, _ := a.c.learntOf(p.tag); order {
	case mapsanOrderNone:
		if was.promise <= w.promised.clocks[now.g].at(was.g) {
			return fmt.Sprintf("nothing is said to order %+v before %+v", was, now)
		}
	case mapsanOrderGo, mapsanOrderLearnt, mapsanOrderLearntBefore:
		if was.grant > w.granted.clocks[now.g].at(was.g) && !w.scarce && !w.loose {
			return fmt.Sprintf("something is said to order %+v before %+v", was, now)
		}
	}
	return ""
}

func observed(t *testing.T) {
	t.Helper()
	freshEngine(8)
	mapsanObserving = true
	t.Cleanup(func() { mapsanObserving = false })
}

func newObserved(parent *mapsanCtx) *mapsanCtx {
	c := mapsanSpawn(parent)
	c.attach()
	return c
}

func TestLearntOf(t *testing.T) {
	observed(t)
	const door, noise = 1000, 2000
	first, other := newObserved(nil), newObserved(nil)
	first.open()
	used := first.tag
	expect := func(c *mapsanCtx, wantOrder, wantStack uint32) {
		t.Helper()
		if order, stack := c.learntOf(used); order != wantOrder || stack != wantStack {
			t.Errorf("order %d, stack %d; want %d and %d", order, stack, wantOrder, wantStack)
		}
	}
	expect(other, mapsanOrderNone, 0)

	first.release(door, true)
	child := mapsanSpawn(first)
	child.created = 77
	expect(child, mapsanOrderGo, 77)

	learnFrom := func(addr uintptr) {
		stranger := newObserved(nil)
		stranger.open()
		stranger.release(addr, true)
		other.acquire(addr)
		mapsanEnd(stranger)
	}
	learnFrom(noise)
	other.acquire(door) // the second time that it learns
	expect(other, mapsanOrderLearnt, 2)
	other.noteExchange() // of what it knows already
	expect(other, mapsanOrderLearntBefore, 2)
	for i := range uintptr(mapsanLearningsKept - 2) {
		learnFrom(noise + 8 + 8*i)
	}
	expect(other, mapsanOrderLearntBefore, 2)
	learnFrom(noise + 800)
	learnFrom(noise + 808)
	expect(other, mapsanOrderUnknown, 0)
	expect(mapsanSpawn(other), mapsanOrderGo, 0)
}

func TestObserversAreUsedAgain(t *testing.T) {
	observed(t)
	before := mapsanObserverPool.made
	for range 2 * mapsanObserversKept {
		c := newObserved(nil)
		if o := c.observer; o == nil || o.happened != 0 || o.learnt != 0 || o.next != nil {
			t.Fatalf("an observer is given out that somebody else has used: %+v", o)
		}
		c.observer.note(mapsanMoment{})
		c.noteLearning()
		mapsanEnd(c)
	}
	if made := mapsanObserverPool.made - before; made > mapsanObserversKept {
		t.Errorf("%d observers were made", made)
	}
}

// A goroutine that has a lock to itself stays in one epoch otherwise, and does not come by at each critical section.
func TestEachCriticalSectionIsSeen(t *testing.T) {
	observed(t)
	const mu = 1000
	a, m := &actor{c: newObserved(nil)}, new(mapsanMap)
	for i := range 3 {
		a.locked(mu)
		if seenInEpoch(a.c, m, mapsanOpWrite) {
			t.Errorf("the write of section %d is not seen", i)
		}
		m.testAccess(a.c, mapsanOpWrite)
		if !seenInEpoch(a.c, m, mapsanOpWrite) {
			t.Errorf("of section %d, the second write is seen as well", i)
		}
		a.unlocking(mu)
	}
}

func TestTimelineIsOfTwoGoroutines(t *testing.T) {
	const m, other = 100, 200
	a, b := &mapsanObserver{goid: 1 << 30}, &mapsanObserver{goid: 7}
	for at := range uint64(100) {
		a.note(mapsanMoment{at: 2 * at, kind: mapsanMomentLock, object: at})
	}
	b.note(mapsanMoment{at: 191, kind: mapsanMomentAccess, object: m})
	b.note(mapsanMoment{at: 193, kind: mapsanMomentAccess, object: other})
	b.note(mapsanMoment{at: 195, kind: mapsanMomentUnlock, object: 1})
	b.note(mapsanMoment{at: 199, kind: mapsanMomentLock, object: 1})

	var line mapsanTimeline
	line.merge(a, 0, 198, m) // the low bits of its id
	line.merge(b, 7, 198, m)
	line.merge(b, 8, 198, m) // somebody else has this observer now
	line.merge(nil, 9, 198, m)
	moments := line.latest()
	if n := len(moments); n != mapsanMomentsKept-1+2 {
		t.Errorf("%d moments", n)
	}
	var last []string
	for _, m := range moments[len(moments)-5:] {
		last = append(last, fmt.Sprintf("%d at %d", m.goid, m.at))
	}
	if want := []string{"1073741824 at 192", "1073741824 at 194", "7 at 195", "1073741824 at 196", "1073741824 at 198"}; !slices.Equal(last, want) {
		t.Errorf("%q, want %q", last, want)
	}
}
