//go:build mapsanruntime

package engine

import "internal/runtime/atomic"

// What has to happen from time to time: sysmon comes by (mapsanTick), and has a goroutine of the engine's own do what
// may block. Both exist only if a setting asks for something. The goroutine is one of the runtime's: it is not counted
// by NumGoroutine, and the runtime notices a deadlock of all others as before (isSystemGoroutine, go1.24-1.27).

var mapsanTicking bool // read by sysmon

var mapsanHelper struct {
	lock    mutex
	g       guintptr
	idle    atomic.Bool
	status  uint32 // somebody has asked for the status
	cheaper uint32 // the budget has left full mode for the first time
	turn    uint32 // to rest, or to end that
}

const mapsanDeepSleepNs = 200e6 // sysmon must not sleep longer: a signal may ask for the status

var mapsanTicks struct {
	last  uint64 // now / mapsanTickNs
	slept bool   // since then sysmon slept, because all Ps were idle
	taken mapsanTaken
}

func mapsanStartHelper() {
	if mapsanBudgetOfProcess.limit != 0 && !mapsanCanSample() {
		print("mapsan: MAPSAN: max_overhead is ignored: it needs a unix system, and GODEBUG without asyncpreemptoff=1\n")
		mapsanBudgetOfProcess.limit = 0
	}
	mapsanBudgetOfProcess.restless = mapsanSettings.observe
	if mapsanBudgetOfProcess.limit != 0 || mapsanSettings.signal != 0 {
		go mapsanHelp()
		mapsanTicking = true
	}
}

func mapsanHelp() {
	h := &mapsanHelper
	h.g.set(getg())
	for {
		lock(&h.lock)
		h.idle.Store(true)
		goparkunlock(&h.lock, waitReasonZero, traceBlockSystemGoroutine, 1)
		if mapsanCas32(&h.turn, 1, 0) {
			mapsanTurn()
		}
		if mapsanCas32(&h.cheaper, 1, 0) {
			mapsanSayCheaper()
		}
		if mapsanCas32(&h.status, 1, 0) {
			mapsanSayStatus()
		}
	}
}

// mapsanTick is called by sysmon each time before it sleeps for delay microseconds, which is from 20 to 10,000. It has
// no P and holds no lock. It returns how long to sleep.
//
//go:nowritebarrierrec
func mapsanTick(delay uint32) uint32 {
	b := &mapsanBudgetOfProcess
	if b.limit != 0 {
		delay = min(delay, mapsanTickNs/1000)
		t := &mapsanTicks
		if now := uint64(nanotime()) / mapsanTickNs; now != t.last {
			// When sysmon slept, it was woken by what the program began to do: not a moment like any other.
			if !t.slept {
				mapsanAskAll()
			}
			isNew := now/mapsanGatePeriod != t.last/mapsanGatePeriod
			t.last, t.slept = now, false
			mapsanTickBudget(now, isNew)
		}
	}
	h := &mapsanHelper
	if (mapsanLoad32(&h.status)|mapsanLoad32(&h.cheaper)|mapsanLoad32(&h.turn)) != 0 && h.idle.Load() {
		lock(&h.lock)
		h.idle.Store(false)
		var list gList
		list.push(h.g.ptr())
		unlock(&h.lock)
		injectglist(&list)
	}
	return delay
}

// mapsanDeepSleep is called when sysmon is about to sleep until a P is needed again.
//
//go:nowritebarrierrec
func mapsanDeepSleep(ns int64) int64 {
	mapsanTicks.slept = true
	if mapsanSettings.signal != 0 {
		ns = min(ns, mapsanDeepSleepNs)
	}
	return ns
}

// isNew says that a period begins.
//
//go:nowritebarrierrec
func mapsanTickBudget(now uint64, isNew bool) {
	b, t := &mapsanBudgetOfProcess, &mapsanTicks
	t.taken.add(mapsanTakeSamples())
	// What is tracked for some of the time is judged by all of it.
	if t.taken.total() >= mapsanBudgetWindow && (b.mode < mapsanModeByTime || isNew) {
		wasFull := b.cheapest == mapsanModeFull
		b.judge(t.taken)
		t.taken = mapsanTaken{}
		mapsanStreamBudget()
		if wasFull && b.cheapest != mapsanModeFull {
			mapsanStore32(&mapsanHelper.cheaper, 1)
		}
	}
	mapsanSetGate(b.mode, now)
	if mapsanResting() != (b.mode.rests() && !b.mode.tracksIn(now)) {
		mapsanStore32(&mapsanHelper.turn, 1)
	}
}

var mapsanRests struct {
	since   int64 // nanotime
	ns      int64 // in all, but for the present one
	stopped int64 // how long the world stood still for them, and has not been counted
}

// mapsanTurn begins to rest, or ends that.
func mapsanTurn() {
	r, begin := &mapsanRests, nanotime()
	stopped := stopTheWorld(stwUnknown)
	mp := mapsanHoldM()
	if mapsanResting() {
		mapsanResume()
		r.ns += begin - r.since
	} else {
		mapsanRest()
		r.since = begin
	}
	if mapsanChecking {
		mapsanCheckStopped()
		mapsanCheckWorld()
	}
	mapsanReleaseM(mp)
	startTheWorld(stopped)
	r.stopped += (nanotime() - begin) * int64(gomaxprocs)
	mapsanAdd64(&mapsanSampler.sync, r.stopped/mapsanTickNs)
	r.stopped %= mapsanTickNs
}

// mapsanRested is how many thousandths of the time since the process started the engine has rested.
func mapsanRested() uint64 {
	r, now := &mapsanRests, nanotime()
	ns := r.ns
	if mapsanResting() {
		ns += now - r.since
	}
	return uint64(ns * 1000 / max(now-runtimeInitTime, 1))
}

// mapsanSkips says that an access is not tracked. The gate is not open.
func mapsanSkips(c *mapsanCtx, m *mapsanMap, callerpc uintptr) bool {
	if mapsanGate == mapsanGateBlind {
		return true
	}
	if c.slot == 0 {
		// A goroutine that synchronises without a slot has no name for what it knows: others then take the slow path.
		mp := mapsanHoldM()
		c.attach()
		mapsanReleaseM(mp)
	}
	shard := &mapsanGateCounts[uint32(getg().m.p.ptr().id)%mapsanGateShards]
	return !shard.saves(c, m) && shard.skips(callerpc)
}

// mapsanOnSignal is called by the signal handler.
//
//go:nowritebarrierrec
func mapsanOnSignal(sig uint32) {
	if sig == mapsanSettings.signal && sig != 0 {
		mapsanStore32(&mapsanHelper.status, 1)
	}
}
