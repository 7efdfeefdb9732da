//go:build mapsanruntime && unix

package engine

import (
	"internal/abi"
	"internal/stringslite"
)

// The sampler finds out what MapSan costs without a clock or a counter in any hook. Every mapsanTickNs sysmon looks at
// each P. A thread that runs Go code is asked where it is, by the signal that the scheduler preempts with, whose
// handler comes here (sighandler, go1.24-1.27); one in a system call counts as the program's. All time in the hooks and
// in what they call is the engine's; outside.go adds what samples cannot see.
//
// A sample costs some microseconds, about a thousandth of the time, and is the program's.

const mapsanTickNs = 4e6

const mapsanSamplerDepth = 16 // frames that are looked at: a hook and what it calls are fewer

type mapsanPTick struct {
	asked       uint32 // a sample of this P is wanted
	syscallTick uint32 // the system call in which it was seen
}

var mapsanSampler struct {
	program uint64 // since the budget last looked; likewise below
	maps    uint64
	sync    uint64
	rested  mapsanRestSamples
	ps      [1024]mapsanPTick // the Ps above are not looked at
}

// mapsanAskAll is called by sysmon, which has no P. It holds no lock.
//
//go:nowritebarrierrec
func mapsanAskAll() {
	s := &mapsanSampler
	lock(&allpLock)
	for i, pp := range allp {
		if i == len(s.ps) || pp == nil {
			break
		}
		status, tick := pp.status, &s.ps[i]
		mp := pp.m.ptr()
		if mp == nil || status == _Pidle || status == _Pgcstop || status == _Pdead {
			continue
		}
		if gp := mp.curg; gp != nil && readgstatus(gp)&^_Gscan == _Gsyscall {
			// The second time it is the same call: the thread waits, and costs nothing.
			if tick.syscallTick != pp.syscalltick {
				tick.syscallTick = pp.syscalltick
				mapsanCountSample(&s.program)
			}
			continue
		}
		mapsanStore32(&tick.asked, 1)
		preemptM(mp)
	}
	unlock(&allpLock)
}

func mapsanTakeSamples() mapsanTaken {
	s := &mapsanSampler
	return mapsanTaken{
		mapsanSamples{mapsanSwap64(&s.program, 0), mapsanSwap64(&s.maps, 0), mapsanSwap64(&s.sync, 0)},
		mapsanRestSamples{mapsanSwap64(&s.rested.program, 0), mapsanSwap64(&s.rested.hooks, 0)},
	}
}

//go:nowritebarrierrec
func mapsanCountSample(part *uint64) {
	mapsanAdd64(part, 1)
	s := &mapsanSampler
	if mapsanResting() {
		if part == &s.program {
			mapsanAdd64(&s.rested.program, 1)
		} else {
			mapsanAdd64(&s.rested.hooks, 1)
		}
	}
}

// mapsanSample is called by the signal handler of the thread that ran gp. As sigprof does, it tells a thread that
// runs Go code from one that does not.
//
//go:nowritebarrierrec
func mapsanSample(gp *g, c *sigctxt) {
	if mapsanBudgetOfProcess.limit == 0 {
		return
	}
	s := &mapsanSampler
	mp := gp.m
	pp := mp.p.ptr()
	if pp == nil || int(pp.id) >= len(s.ps) || !mapsanCas32(&s.ps[pp.id].asked, 1, 0) {
		return // the scheduler's own
	}
	part := &s.program
	if mp.vdsoSP == 0 && !(mp.ncgo > 0 && mp.curg != nil && mp.curg.syscallsp != 0) {
		part = mapsanPartAt(gp, c)
	}
	mapsanCountSample(part)
}

func mapsanPartAt(gp *g, c *sigctxt) *uint64 {
	s := &mapsanSampler
	var u unwinder
	var pcs [mapsanSamplerDepth]uintptr
	u.initAt(c.sigpc(), c.sigsp(), c.siglr(), gp, unwindSilentErrors|unwindTrap|unwindJumpStack)
	part := &s.program
	for _, pc := range pcs[:tracebackPCs(&u, 0, pcs[:])] {
		f := findfunc(pc)
		if !f.valid() {
			continue
		}
		iu, uf := newInlineUnwinder(f, pc-1)
		for ; uf.valid(); uf = iu.next(uf) {
			src := iu.srcFunc(uf)
			if src.funcID == abi.FuncIDWrapper {
				continue
			}
			switch name := src.name(); {
			case mapsanIsMapHook(name):
				return &s.maps
			case mapsanIsEngine(name):
				part = &s.sync
			}
		}
	}
	return part
}

// mapsanIsEngine: hooks that are bound to another package have a name of that package.
func mapsanIsEngine(name string) bool {
	return stringslite.HasPrefix(name, "internal/race.") || stringslite.HasPrefix(name, "runtime.mapsan") ||
		stringslite.HasPrefix(name, "runtime.(*mapsan") || stringslite.HasPrefix(name, "sync/atomic.mapsan")
}

// mapsanIsMapHook: one of these is in the stack of all that a map operation does.
func mapsanIsMapHook(name string) bool {
	switch name {
	case "internal/race.ReadPC", "internal/race.IteratePC", "internal/race.ClonePC", "internal/race.WritePC", "internal/race.DeletePC",
		"internal/race.ClearPC", "runtime.mapsanReadPC", "runtime.mapsanIteratePC", "runtime.mapsanClonePC", "runtime.mapsanWritePC",
		"runtime.mapsanDeletePC", "runtime.mapsanClearPC", "runtime.mapsanOnRead", "runtime.mapsanOnWrite":
		return true
	}
	return false
}

const mapsanStatusSignal = _SIGUSR2

func mapsanCanSample() bool { return debug.asyncpreemptoff == 0 }
