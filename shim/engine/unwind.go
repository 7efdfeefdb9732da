//go:build mapsanruntime

package engine

import "unsafe"

// Stacks are walked by frame pointers (amd64 and arm64, go1.24-1.27): the word above a frame pointer is the
// return address, the word at it the caller's frame pointer (runtime/tracestack.go: fpTracebackPCs).

type mapsanWalker struct {
	fp, lo, hi uintptr
}

func mapsanWalk(gp *g, fp uintptr) mapsanWalker {
	return mapsanWalker{fp, gp.stack.lo, gp.stack.hi - 2*8}
}

//go:nosplit
func (w *mapsanWalker) next() uintptr {
	if w.fp <= w.lo || w.fp > w.hi {
		return 0
	}
	pc := *(*uintptr)(unsafe.Pointer(w.fp + 8))
	w.fp = *(*uintptr)(unsafe.Pointer(w.fp))
	return pc
}

// mapsanCallers returns the return addresses of the function that called the hook that calls this, and of that
// function's caller.
//
//go:nosplit
//go:noinline
func mapsanCallers() (pc [2]uintptr) {
	gp := getg()
	w := mapsanWalker{getfp(), gp.stack.lo, gp.stack.hi - 2*8}
	w.next() // into the hook
	w.next() // into the function that called it
	pc[0] = w.next()
	pc[1] = w.next()
	return pc
}

const mapsanHookFrames = 10 // at most this many frames lie between a hook and the caller of the map operation

// mapsanAccessStack returns the depot's id of the running goroutine's stack, innermost the return address pc of
// the map operation. Every frame is walked each time: a cheaper key could show a caller that was not there.
func mapsanAccessStack(gp *g, pc uintptr) uint32 {
	w := mapsanWalk(gp, getfp())
	for i := 0; i < mapsanHookFrames; i++ {
		if w.next() == pc {
			return mapsanInternStack(&w, pc)
		}
	}
	w.fp = 0
	return mapsanInternStack(&w, pc)
}

// mapsanParkedStack is the same for a goroutine that has switched to the system stack, by its saved frame pointer.
func mapsanParkedStack(gp *g, pc uintptr) uint32 {
	if pc == 0 {
		return 0
	}
	w := mapsanWalk(gp, gp.sched.bp)
	for i := 0; i < mapsanHookFrames; i++ {
		if w.next() == pc {
			return mapsanInternStack(&w, pc)
		}
	}
	w.fp = 0
	return mapsanInternStack(&w, pc)
}

func mapsanInternStack(w *mapsanWalker, pc uintptr) uint32 {
	var pcs [mapsanStackDepth]uintptr
	pcs[0] = pc
	n := 1
	for ; n < len(pcs); n++ {
		if pcs[n] = w.next(); pcs[n] == 0 {
			break
		}
	}
	return mapsanStacks.intern(pcs[:n])
}
