package engine

// Spin locks. A holder must not be preempted by the scheduler: callers hold their M.

//go:nosplit
func mapsanLock(l *uint32) {
	if mapsanCas32(l, 0, 1) {
		return
	}
	mapsanLockSlow(l)
}

//go:nosplit
func mapsanLockSlow(l *uint32) {
	for round := 0; ; round++ {
		if mapsanLoad32(l) == 0 && mapsanCas32(l, 0, 1) {
			return
		}
		mapsanPause(round)
	}
}

//go:nosplit
func mapsanUnlock(l *uint32) { mapsanStoreRel32(l, 0) }
