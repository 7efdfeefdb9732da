package engine

// Spin locks. A holder must not be preempted by the scheduler: callers hold their M.

//go:nosplit
func mapsanLock(l *uint32) {
	if mapsanCas32(l, 0, mapsanLocker()) {
		return
	}
	mapsanLockSlow(l)
}

//go:nosplit
func mapsanLockSlow(l *uint32) {
	for round := 0; ; round++ {
		if mapsanLoad32(l) == 0 && mapsanCas32(l, 0, mapsanLocker()) {
			return
		}
		if mapsanChecking {
			mapsanAssert(!mapsanTakenByMe(l), "a spin lock is taken twice")
			mapsanAssert(round < mapsanTooManyRounds, "a spin lock is never given back")
		}
		mapsanPause(round)
	}
}

// Minutes, on a busy machine.
const mapsanTooManyRounds = 1 << 28

//go:nosplit
func mapsanUnlock(l *uint32) {
	if mapsanChecking {
		mapsanAssert(mapsanLoad32(l) == mapsanLocker(), "a spin lock is given back by somebody who does not hold it")
	}
	mapsanStoreRel32(l, 0)
}
