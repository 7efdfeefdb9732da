package engine

// What the generator lets goroutines do together.

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
	release := []stepOp{doDone, doSwapIf, doAdd, doRUnlock}[kind]
	acquire := []stepOp{doWait, doLoad, doAdd, doWLock}[kind]
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
