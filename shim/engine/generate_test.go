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
	noise      int // per mille, as is all that follows
	locks      int // a goroutine and its own lock; the others of cooperate's scenes have some of that as well
	churn      int // goroutines that begin or end
	collect    int
	halves     int // operations with a step of somebody else in their middle
	forget     int // objects whose address is used again
	rests      int // the engine rests, or ends that
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

// do lets an operation happen, sometimes with somebody else between its hooks and itself.
func (g *generator) do(op stepOp, who uint16, x int) {
	if op < doLock || op > doAcquire || g.Intn(1000) >= g.halves {
		g.steps = append(g.steps, step{op, who, uint16(x)})
		return
	}
	between := doLock + stepOp(g.Intn(int(doAcquire-doLock+1)))
	if g.Intn(3) == 0 {
		between = []stepOp{op, doCollect, doLoad, doAdd}[g.Intn(4)]
	}
	g.steps = append(g.steps,
		step{doHalf, who, uint16(g.Intn(2))}, step{op, who, uint16(x)}, step{between, g.anyone(), uint16(x)}, step{doGoOn, who, 0})
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
	switch g.Intn(16) {
	case 0:
		g.do(doCallback, parent, int(name))
	case 1:
		x := g.object()
		g.do(doArm, parent, x)
		g.do(doFire, name, x)
	default:
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
// owner, 32-47 are handed on, 48-55 belong to one goroutine that uses a lock of its own (solitude), and 56-63 are left
// by goroutines that end.
func (g *generator) scene() {
	who := g.anyone()
	for _, kind := range []struct {
		perMille int
		play     func()
	}{
		{g.noise, func() { g.mistake(who) }},
		{g.collect, func() { g.do([]stepOp{doCollect, doTakeBack, doTakeBack}[g.Intn(3)], who, 0) }},
		{g.rests, func() { g.do([]stepOp{doRest, doResume, doResume}[g.Intn(3)], who, 0) }},
		{g.forget, func() { g.do(doForget, who, g.object()*objectKinds+g.Intn(objectKinds)) }},
		{g.churn, func() { g.comeOrGo(who) }},
		{g.locks, g.solitude},
		{1000, func() { g.cooperate(who) }},
	} {
		if g.Intn(1000) < kind.perMille {
			kind.play()
			return
		}
	}
}

func (g *generator) comeOrGo(who uint16) {
	if g.Intn(2) == 0 && len(g.alive) > 2 {
		g.end(who)
	} else if len(g.alive) < g.goroutines {
		g.spawn(who)
	}
}

func (g *generator) cooperate(who uint16) {
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
	switch n := g.Intn(8); {
	case n < 4:
		g.access(who, x)
	case n < 7:
		g.do(stepOp(g.Intn(int(doRest))), who, x)
	default:
		g.do(doForget, who, g.object()*objectKinds+g.Intn(objectKinds))
	}
}
