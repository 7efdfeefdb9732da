package engine

// solitude is a goroutine that has a lock to itself, round after round, and stays in one epoch (mapsanCtx.reopen). Now
// and then something happens between two rounds, by itself or by another goroutine, after which it must not; or another
// goroutine learns of it, and comes back later, without the right to.
func (g *generator) solitude() {
	x := g.Intn(8)
	m := 48 + x
	owner := g.owner[m]
	if !g.lives(owner) {
		owner = g.inherit(m)
	}
	lock, unlock := doLock, doUnlock
	switch g.Intn(4) {
	case 0:
		lock, unlock = doWLock, doWUnlock
	case 1:
		lock, unlock = doRLock, doRUnlock
	}
	round := func(who uint16) {
		g.do(lock, who, x)
		if lock == doRLock {
			g.do(doRead, who, m)
		} else {
			g.access(who, m)
		}
		g.do(unlock, who, x)
	}
	other := g.anyone()
	for range 2 + g.Intn(4) {
		round(owner)
		if g.Intn(2) == 0 {
			g.disturb(owner, other, m, x)
		}
	}
	switch g.Intn(4) {
	case 0: // without right, unless the owner has told of its last round
		g.access(other, m)
	case 1:
		if lock == doRLock {
			lock, unlock = doWLock, doWUnlock
		}
		round(other)
		g.owner[m] = other
	}
}

// disturb does something between two rounds of a goroutine with its lock.
func (g *generator) disturb(owner, other uint16, m, x int) {
	pair := func(lock, unlock stepOp, who uint16, x int) {
		g.do(lock, who, x)
		g.do(unlock, who, x)
	}
	y := g.Intn(8)
	switch g.Intn(11) {
	case 0:
		pair(doLock, doUnlock, other, x)
	case 1:
		pair(doRLock, doRUnlock, other, x)
	case 2:
		pair(doWLock, doWUnlock, other, x)
	case 3: // held meanwhile: the other's TryLock fails
		op := []stepOp{doLock, doRLock, doWLock}[g.Intn(3)]
		g.do(op, owner, x)
		g.access(owner, m)
		g.do(op, other, x)
		g.do(op+1, owner, x)
	case 4: // handed over and back
		pair(doLock, doUnlock, other, x)
		pair(doLock, doUnlock, owner, x)
		pair(doLock, doUnlock, other, x)
	case 5: // two locks, one around the other, or not
		g.do(doLock, owner, y)
		pair(doLock, doUnlock, owner, x)
		g.access(owner, m)
		g.do(doUnlock, owner, y)
		pair(doLock, doUnlock, other, y)
	case 6: // unlocked by another goroutine
		g.do(doLock, owner, x)
		g.edge(owner, other)
		g.access(other, m)
		g.do(doUnlock, other, x)
	case 7: // published elsewhere
		g.edge(owner, g.anyone())
	case 8: // news
		g.edge(other, owner)
	case 9:
		g.do(doCollect, owner, 0)
		if g.Intn(2) == 0 {
			g.do(doFinalize, other, 0)
		}
	case 10: // a lock that the owner has read under dies, and its record becomes that of this one
		g.do(doForget, owner, x*objectKinds+rwObject)
		pair(doRLock, doRUnlock, owner, y)
		g.do(doForget, owner, y*objectKinds+rwObject)
		pair(doRLock, doRUnlock, other, x)
	}
}
