package engine

// channel returns one that is not nil, and of some size if it must have a buffer.
func (g *generator) channel(buffered bool) int {
	for {
		if x := g.object(); !isNil(x) && (!buffered || channelSize(x) > 0) {
			return x
		}
	}
}

// edge orders what a did before what b does next.
func (g *generator) edge(a, b uint16) {
	if a == b {
		return
	}
	x := g.object()
	kinds := 10
	if g.mixed {
		kinds = 12
	}
	switch g.Intn(kinds) {
	case 0, 1, 2:
		g.lockEdge(a, b, x)
	case 3, 4, 5:
		g.channelEdge(a, b)
	case 6:
		g.do(doDone, a, x)
		g.do(doWait, b, x)
	case 7, 8:
		g.atomicEdge(a, b, x)
	case 9:
		g.rareEdge(a, b, x)
	case 10:
		g.do(doMixedDone, a, x)
		g.do(doMixedAcquire, b, x)
	case 11:
		g.do(doMixedRelease, a, x)
		g.do(doMixedAcquire, b, x)
	}
}

func (g *generator) lockEdge(a, b uint16, x int) {
	lock, unlock, lockNext, unlockNext := doLock, doUnlock, doLock, doUnlock
	switch g.Intn(4) {
	case 0:
		lock, unlock, lockNext, unlockNext = doWLock, doWUnlock, doRLock, doRUnlock
	case 1:
		lock, unlock, lockNext, unlockNext = doRLock, doRUnlock, doWLock, doWUnlock
	case 2:
		g.do(doLock, b, x)
		g.do(doCondWait, b, x)
		g.do([]stepOp{doSignal, doBroadcast}[g.Intn(2)], a, x)
		g.do(doGoOn, b, x)
		g.do(doUnlock, b, x)
		return
	}
	g.do(lock, a, x)
	g.do(unlock, a, x)
	g.do(lockNext, b, x)
	g.do(unlockNext, b, x)
}

func (g *generator) channelEdge(a, b uint16) {
	x := g.channel(false)
	size := channelSize(x)
	repeat := func(op stepOp, who uint16, n int) {
		for range n {
			g.do(op, who, x)
		}
	}
	switch g.Intn(6) {
	case 0: // b waits
		repeat(doReceive, b, size)
		g.do([]stepOp{doReceiveWait, doSelectWait}[g.Intn(2)], b, x)
		g.do(doSend, a, x)
	case 1: // a waits
		repeat(doSend, a, size)
		g.do(doSendWait, a, x)
		repeat([]stepOp{doReceive, doSelect}[g.Intn(2)], b, size+1)
	case 2: // a receives, and b's send is completed after it
		repeat(doSend, a, size)
		g.do(doSendWait, b, x)
		repeat(doReceive, a, size+1)
	case 3:
		g.do(doClose, a, x)
		repeat([]stepOp{doReceive, doSelect}[g.Intn(2)], b, size+1)
		g.do(doForget, a, x*objectKinds+chanObject)
	case 4:
		g.do(doReceiveWait, b, x)
		g.do(doClose, a, x)
		g.do(doForget, a, x*objectKinds+chanObject)
	case 5:
		if size > 0 {
			repeat(doReceive, a, size)
			g.do(doSend, a, x)
			g.do(doReceive, b, x)
		}
	}
}

func (g *generator) atomicEdge(a, b uint16, x int) {
	if g.Intn(4) == 0 { // a comes between the hook of b and its operation
		g.steps = append(g.steps, step{doHalf, b, 0}, step{doAdd, b, uint16(x)}, step{doAdd, a, uint16(x)}, step{doGoOn, b, 0})
		return
	}
	g.do([]stepOp{doStore, doAdd, doSwapIf}[g.Intn(3)], a, x)
	if g.Intn(3) == 0 { // no effect, so the value and its edge stay
		g.do([]stepOp{doSwapIfOther, doLoad}[g.Intn(2)], g.anyone(), x)
	}
	g.do([]stepOp{doLoad, doAdd, doSwapIf, doSwapIfOther}[g.Intn(4)], b, x)
}

func (g *generator) rareEdge(a, b uint16, x int) {
	switch g.Intn(5) {
	case 0:
		g.do(doRelease, a, x)
		g.do(doAcquire, b, x)
	case 1:
		g.do(doGet, a, x)
		g.do(doPut, a, x)
		g.do(doGet, b, x)
	case 2:
		g.do(doCollect, a, 0)
		g.do(doFinalize, b, 0)
	case 3:
		x = g.channel(true)
		for range channelSize(x) {
			g.do(doReceive, b, x)
		}
		g.do(doArm, a, x)
		g.do(doTick, a, x)
		g.do(doReceive, b, x)
	case 4:
		g.do(doCollect, a, 0)
		g.do(doFinalize, b, 0)
		g.do(doCleanup, b, x)
		m := 32 + g.Intn(16)
		if g.owner[m] == a {
			g.access(b, m)
			g.do(doForgetMap, b, m)
		}
		g.do(doCleanupEnd, b, 0)
	}
}
