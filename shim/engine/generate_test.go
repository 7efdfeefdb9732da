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
