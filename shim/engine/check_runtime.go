//go:build mapsanruntime

package engine

// mapsanChecking compiles the assertions in. To run a program with them, make it true here: MapSan takes the engine
// from this folder whenever it builds.
const mapsanChecking = false

//go:nosplit
func mapsanAssert(holds bool, what string) {
	if !holds {
		throw(what)
	}
}

// mapsanCheckHook: hooks run on goroutines and on the system stack, never in a signal handler, which may have
// interrupted another hook.
//
//go:nosplit
func mapsanCheckHook(gp *g) {
	mapsanAssert(gp == getg() && gp != gp.m.gsignal, "a hook in a signal handler")
}

// mapsanLocker is what a locked spin lock holds: who holds it, if there are assertions.
//
//go:nosplit
func mapsanLocker() uint32 {
	if !mapsanChecking {
		return 1
	}
	gp := getg()
	mapsanAssert(gp.m.locks != 0 || gp == gp.m.g0, "a spin lock is taken by a goroutine that can be preempted")
	return uint32(gp.m.id) + 1
}

//go:nosplit
func mapsanTakenByMe(lock *uint32) bool { return mapsanLoad32(lock) == mapsanLocker() }

func mapsanCheckStopped() {
	for _, p := range allp {
		mapsanAssert(p.status == _Pgcstop, "work for a stopped world while it runs")
	}
}

// mapsanCheckParked: gp waits at the other end of a channel that the running goroutine has locked.
func mapsanCheckParked(gp *g) {
	mapsanAssert(gp != getg() && readgstatus(gp)&^_Gscan == _Gwaiting, "the goroutine at the other end is not parked")
}
