//go:build mapsanruntime

package engine

import "unsafe"

// Stacks are walked by frame pointers (amd64 and arm64, go1.24-1.27): the word above a frame pointer is the
// return address, the word at it the caller's frame pointer (runtime/tracestack.go: fpTracebackPCs).

// A mapsanWalker counts from the end of the stack that does not move when the stack does, which any call may cause. The
// collector may shrink the stack of a goroutine that is parked.
type mapsanWalker struct {
	gp    *g
	below uintptr // where the frame pointer lies, from gp.stack.hi downwards
}

//go:nosplit
func mapsanWalk(gp *g, fp uintptr) mapsanWalker { return mapsanWalker{gp, gp.stack.hi - fp} }

//go:nosplit
func (w *mapsanWalker) next() uintptr {
	if w.gp == nil {
		return 0
	}
	stack := &w.gp.stack
	fp := stack.hi - w.below
	if fp <= stack.lo || fp > stack.hi-2*8 {
		return 0
	}
	pc := *(*uintptr)(unsafe.Pointer(fp + 8))
	w.below = stack.hi - *(*uintptr)(unsafe.Pointer(fp))
	return pc
}

const mapsanHookFrames = 10 // at most this many frames lie between a hook and the caller of the map operation

// mapsanAccessStack returns the depot's id of the running goroutine's stack, innermost the return address pc of
// the map operation.
func mapsanAccessStack(gp *g, pc uintptr) uint32 {
	return mapsanInternStack(mapsanWalk(gp, getfp()), pc)
}

// mapsanInternStack returns the depot's id of the stack above w, from the return address pc on. It walks every frame
// each time: a cheaper key could show a caller that was not there.
func mapsanInternStack(w mapsanWalker, pc uintptr) uint32 {
	found := false
	for i := 0; i < mapsanHookFrames && !found; i++ {
		found = w.next() == pc
	}
	if !found {
		w.gp = nil
	}
	start := w
	h := mapsanHashWord(mapsanHashSeed, pc)
	for i := 1; i < mapsanStackDepth; i++ {
		next := w.next()
		if next == 0 {
			break
		}
		h = mapsanHashWord(h, next)
	}
	if id := mapsanStacks.recall(h); id != 0 {
		return id
	}
	return mapsanInternWalk(start, pc, h)
}

func mapsanInternWalk(w mapsanWalker, pc uintptr, h uint64) uint32 {
	var pcs [mapsanStackDepth]uintptr
	pcs[0] = pc
	n := 1
	for ; n < len(pcs); n++ {
		if pcs[n] = w.next(); pcs[n] == 0 {
			break
		}
	}
	return mapsanStacks.intern(h, pcs[:n])
}
