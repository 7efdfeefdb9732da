package engine

import "math/rand"

// Random programs that are mostly correct. Steps drawn one by one race at nearly every access, and then a rule of
// the engine may be missing without a trace noticing. So each map here has a discipline: it is guarded by a lock,
// or it is owned by one goroutine at a time and handed on, through others and by all means of synchronisation.
// What remains is noise: accesses without right, and single random steps.
type generator struct {
	*rand.Rand
	profile
	steps []step
	alive []uint16
	owner [traceMaps]uint16
	left  [traceMaps]func(heir uint16) // how to acquire what a goroutine left
	free  uint16                       // next name
	mixed bool                         // uses objects that see both kinds of release
}

type profile struct {
	name       string
	slots      int // 0: all; negative: at random, up to as many
	goroutines int // about as many live at once
	steps      int
	noise      int // per mille, as are the next two
	churn      int // goroutines that begin or end
	collect    int
	forget     int // objects whose address is used again
}

func generate(seed int64, p profile) trace {
	g := &generator{Rand: rand.New(rand.NewSource(seed)), profile: p, alive: []uint16{0}, free: 1}
	slots := 255
	if p.slots < 0 {
		slots = 1 + g.Intn(-p.slots)
	}
	g.mixed = g.Intn(4) == 0
	for len(g.alive) < p.goroutines {
		g.spawn(g.anyone())
	}
	for len(g.steps) < p.steps {
		g.scene()
	}
	return trace{slots: slots, keep: g.Intn(8) == 0, steps: g.steps}
}

func (g *generator) do(op stepOp, who uint16, x int) {
	g.steps = append(g.steps, step{op, who, uint16(x)})
}

func (g *generator) anyone() uint16 { return g.alive[g.Intn(len(g.alive))] }
func (g *generator) object() int    { return g.Intn(min(max(8, g.goroutines/3), traceObjects)) }

func (g *generator) spawn(parent uint16) uint16 {
	name := g.free % traceNames
	g.free++
	if name == 0 {
		return g.spawn(parent)
	}
	for _, a := range g.alive {
		if a == name {
			return name
		}
	}
	if g.Intn(8) == 0 {
		g.do(doTimer, parent, int(name))
	} else {
		g.do(doGo, parent, int(name))
	}
	g.alive = append(g.alive, name)
	return name
}

func (g *generator) end(name uint16) {
	for i, a := range g.alive {
		if a == name && name != 0 {
			g.alive = append(g.alive[:i], g.alive[i+1:]...)
			g.do(doEnd, name, 0)
			return
		}
	}
}

func (g *generator) access(who uint16, m int) {
	if g.Intn(2) == 0 {
		g.do([]stepOp{doRead, doRead, doIterate, doClone}[g.Intn(4)], who, m)
	} else {
		g.do([]stepOp{doWrite, doWrite, doDelete, doClear}[g.Intn(4)], who, m)
	}
}

// Maps 0-7 are guarded by the mutex of the same number, 8-15 by the RWMutex, 16-31 are only read, but for their
// owner, 32-55 are handed on, and 56-63 are left by goroutines that end.
func (g *generator) scene() {
	who := g.anyone()
	switch n := g.Intn(1000); {
	case n < g.noise:
		g.mistake(who)
		return
	case n < g.noise+g.collect:
		g.do([]stepOp{doCollect, doTakeBack, doTakeBack}[g.Intn(3)], who, 0)
		return
	case n < g.noise+g.collect+g.forget:
		g.do(doForget, who, g.object()*objectKinds+g.Intn(objectKinds))
		return
	case n < g.noise+g.collect+g.forget+g.churn:
		if g.Intn(2) == 0 && len(g.alive) > 2 {
			g.end(who)
		} else if len(g.alive) < g.goroutines {
			g.spawn(who)
		}
		return
	}
	switch n := g.Intn(16); {
	case n < 2:
		m := g.Intn(8)
		g.do(doLock, who, m)
		g.access(who, m)
		g.do(doUnlock, who, m)
	case n < 3:
		m := g.Intn(8)
		g.do(doRLock, who, m)
		g.do(doRead, who, 8+m)
		g.do(doRUnlock, who, m)
	case n < 4:
		m := g.Intn(8)
		g.do(doWLock, who, m)
		g.access(who, 8+m)
		g.do(doWUnlock, who, m)
	case n < 6:
		g.share()
	case n < 7:
		g.overlap()
	case n < 8:
		g.gather()
	case n < 9 && g.churn > 0:
		g.bequeath(56 + g.Intn(8))
	default:
		g.handOn()
	}
}

func (g *generator) mistake(who uint16) {
	x := g.Intn(traceMaps)
	if g.Intn(2) == 0 {
		x %= 4
	}
	if g.Intn(2) == 0 {
		g.access(who, x)
	} else {
		g.do(stepOp(g.Intn(int(stepOps))), who, x)
		g.do(doForget, who, g.object()*objectKinds+g.Intn(objectKinds))
	}
}

// overlap holds two locks at once, in two goroutines.
func (g *generator) overlap() {
	a, b := g.anyone(), g.anyone()
	m, n := g.Intn(8), g.Intn(8)
	g.do(doLock, a, m)
	g.do(doRLock, b, n)
	g.access(a, m)
	g.do(doRead, b, 8+n)
	g.do(doUnlock, a, m)
	g.do(doRUnlock, b, n)
}

// handOn gives a map to another goroutine, by way of up to two that do not touch it.
func (g *generator) handOn() {
	m := 32 + g.Intn(24)
	from := g.owner[m]
	if !g.lives(from) {
		from = g.inherit(m)
	}
	g.access(from, m)
	for range g.Intn(3) {
		via := g.anyone()
		g.edge(from, via)
		from = via
	}
	to := g.anyone()
	g.edge(from, to)
	if g.Intn(1000) < g.churn {
		g.end(from)
	}
	g.access(to, m)
	g.owner[m] = to
}

func (g *generator) lives(name uint16) bool {
	for _, a := range g.alive {
		if a == name {
			return true
		}
	}
	return false
}

// inherit gives the map of a goroutine that has ended to one that cannot know of its end: it is a new map.
func (g *generator) inherit(m int) uint16 {
	to := g.anyone()
	g.do(doForgetMap, to, m)
	g.owner[m] = to
	return to
}

// share lets one goroutine publish to several, which read, and collects them again before the next write.
func (g *generator) share() {
	m := 16 + g.Intn(16)
	from := g.owner[m]
	if !g.lives(from) {
		from = g.inherit(m)
	}
	g.do(doWrite, from, m)
	var readers []uint16
	for range 1 + g.Intn(4) {
		to := g.anyone()
		g.edge(from, to)
		readers = append(readers, to)
	}
	for _, to := range readers {
		g.do(doRead, to, m)
	}
	if g.Intn(4) == 0 {
		g.handOnReaders(m, readers)
		return
	}
	for _, to := range readers {
		g.edge(to, from)
	}
	g.do(doWrite, from, m)
}

func (g *generator) handOnReaders(m int, readers []uint16) {
	to := g.anyone()
	for _, from := range readers {
		g.edge(from, to)
	}
	g.owner[m] = to
}

// gather hands the maps of several goroutines to one, by one object where all of them release.
func (g *generator) gather() {
	x, to := g.object(), g.anyone()
	kind := g.Intn(4)
	release := []stepOp{doDone, doStore, doBefore, doRUnlock}[kind]
	acquire := []stepOp{doWait, doLoad, doBefore, doWLock}[kind]
	first := 32 + g.Intn(17)
	for m := first; m < first+2+g.Intn(6); m++ {
		from := g.owner[m]
		if !g.lives(from) {
			from = g.inherit(m)
		}
		if release == doRUnlock {
			g.do(doRLock, from, x)
		}
		g.access(from, m)
		g.do(release, from, x)
		g.owner[m] = to
	}
	g.do(acquire, to, x)
	for m := first; m < 56 && g.owner[m] == to; m++ {
		g.access(to, m)
	}
	if acquire == doWLock {
		g.do(doWUnlock, to, x)
	}
}

// bequeath lets somebody inherit what was left long ago, by a goroutine whose slot may have new owners by now, and
// another goroutine leave its map.
func (g *generator) bequeath(m int) {
	if heir := g.anyone(); g.left[m] != nil {
		g.left[m](heir)
		g.access(heir, m)
	}
	owner, from, x := g.anyone(), g.anyone(), g.object()
	g.do(doForgetMap, owner, m)
	g.access(owner, m)
	g.edge(owner, from)
	g.access(from, m)
	if g.Intn(2) == 0 {
		g.do(doForgetMap, owner, m)
		g.access(owner, m)
		g.edge(owner, from)
	}
	switch g.Intn(3) {
	case 0:
		g.do(doLock, from, x)
		g.do(doUnlock, from, x)
		g.left[m] = func(heir uint16) { g.do(doLock, heir, x); g.do(doUnlock, heir, x) }
	case 1:
		g.do(doDone, from, x)
		g.left[m] = func(heir uint16) { g.do(doWait, heir, x) }
	case 2:
		g.do(doStore, from, x)
		g.left[m] = func(heir uint16) { g.do(doLoad, heir, x) }
	}
	g.end(from)
}

// edge orders what a did before what b does next.
func (g *generator) edge(a, b uint16) {
	if a == b {
		return
	}
	x := g.object()
	kinds := 12
	if g.mixed {
		kinds = 14
	}
	switch g.Intn(kinds) {
	case 0:
		g.do(doLock, a, x)
		g.do(doUnlock, a, x)
		g.do(doLock, b, x)
		g.do(doUnlock, b, x)
	case 1:
		g.do(doWLock, a, x)
		g.do(doWUnlock, a, x)
		g.do(doRLock, b, x)
		g.do(doRUnlock, b, x)
	case 2:
		g.do(doRLock, a, x)
		g.do(doRUnlock, a, x)
		g.do(doWLock, b, x)
		g.do(doWUnlock, b, x)
	case 3, 4:
		for range channelSize(uint16(x)) {
			g.do(doReceive, a, x)
		}
		g.do(doSend, a, x)
		g.do(doReceive, b, x)
	case 5:
		g.do(doExchange, a, int(b))
	case 6:
		g.do(doExchange, b, int(a))
	case 7:
		g.do(doRelease, a, x)
		g.do(doAcquire, b, x)
	case 8:
		g.do(doDone, a, x)
		g.do(doWait, b, x)
	case 9:
		g.do(doStore, a, x)
		g.do(doLoad, b, x)
	case 10:
		g.do(doBefore, a, x)
		g.do(doBefore, b, x)
		g.do(doAfter, a, x)
		g.do(doAfter, b, x)
	case 11:
		if g.Intn(4) == 0 {
			g.do(doCollect, a, 0)
			g.do(doFinalize, b, 0)
		} else {
			g.do(doBefore, a, x)
			g.do(doLoad, b, x)
		}
	case 12:
		g.do(doMixedDone, a, x)
		g.do(doMixedAcquire, b, x)
	case 13:
		g.do(doMixedRelease, a, x)
		g.do(doMixedAcquire, b, x)
	}
}
