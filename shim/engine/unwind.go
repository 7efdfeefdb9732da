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
	h := w.hash(pc)
	if id := mapsanStacks.recall(h); id != 0 {
		return id
	}
	return mapsanInternWalk(w, pc, h)
}

// hash goes to the frame that returns to pc, and returns the hash of what mapsanInternWalk makes of the stack from there
// on. The stack stays where it is: the function has no prologue and calls nothing.
//
//go:nosplit
func (w *mapsanWalker) hash(pc uintptr) uint64 {
	h := mapsanHashWord(mapsanHashSeed, pc)
	gp := w.gp
	if gp == nil {
		return h
	}
	lo, last := gp.stack.lo, gp.stack.hi-2*8
	fp := gp.stack.hi - w.below
	for i := 0; ; i++ {
		if i == mapsanHookFrames || fp <= lo || fp > last {
			w.gp = nil
			return h
		}
		frame := (*[2]uintptr)(unsafe.Pointer(fp))
		if fp = frame[0]; frame[1] == pc {
			break
		}
	}
	w.below = gp.stack.hi - fp
	for i := 1; i < mapsanStackDepth && fp > lo && fp <= last; i++ {
		frame := (*[2]uintptr)(unsafe.Pointer(fp))
		if frame[1] == 0 {
			break
		}
		h = mapsanHashWord(h, frame[1])
		fp = frame[0]
	}
	return h
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
