//go:build mapsanruntime

package engine

import "unsafe"

// What the engine says besides races: the status, and that the budget is not what it was.

func mapsanReadStatus(s *mapsanStatus) {
	stats, slots := &mapsanStats, &mapsanSlotTable
	highWater := uint64(mapsanLoad32(&slots.highWater) - 1)
	*s = mapsanStatus{
		pid:            uint64(mapsanPid()),
		goVersion:      buildVersion,
		blind:          mapsanGate == mapsanGateBlind,
		races:          mapsanLoad64(&stats.races),
		findings:       uint64(mapsanReports.n),
		dropped:        mapsanLoad64(&stats.dropped),
		untracked:      mapsanLoad64(&stats.untracked),
		skipped:        mapsanGateSkipped(),
		rested:         mapsanRested(),
		slotLimit:      mapsanSlots - 1,
		slotsPeak:      highWater,
		slotsUsed:      highWater - min(highWater, uint64(mapsanLoad32(&slots.nfree))),
		slotsTakenBack: mapsanLoad64(&stats.slotsTakenBack),
		goroutines:     mapsanLoad64(&stats.contexts),
		objects:        uint64(mapsanTable.live),
		budget:         mapsanBudgetOfProcess,
	}
	m := &s.memory
	m.contexts = s.goroutines * uint64(mapsanSizeofCtx)
	m.objects = mapsanLoad64(&stats.objects)*uint64(unsafe.Sizeof(mapsanSync{})) + mapsanLoad64(&stats.variables)*uint64(unsafe.Sizeof(mapsanVariable{}))
	m.vectors = mapsanLoad64(&stats.vectorBytes)
	known := m.contexts + m.objects + m.vectors
	m.other = max(mapsanLoad64(&stats.allocated), known) - known
	m.static = uint64(unsafe.Sizeof(mapsanFirstBuckets) + unsafe.Sizeof(mapsanSlotTable) + unsafe.Sizeof(mapsanReports) +
		unsafe.Sizeof(mapsanStacks) + unsafe.Sizeof(mapsanLocksets) + unsafe.Sizeof(mapsanGateCounts))
	if mapsanStream.base != nil {
		m.static += uint64(mapsanStream.size)
	}
}

// mapsanStatusPage fills b with a part of the status as text, and returns how much, and which part comes next, from 0
// on; -1 after the last. A finding has one part, so that all that fit b are whole.
func mapsanStatusPage(b []byte, part int) (n, next int) {
	mp := mapsanHoldM()
	systemstack(func() {
		r := &mapsanReports
		mapsanLock(&r.lock)
		w := mapsanBuffer{b: b}
		if part == 0 {
			var s mapsanStatus
			mapsanReadStatus(&s)
			mapsanFormatStatus(&w, &s)
			part = 1
		}
		next = -1
		for ; part <= mapsanPairsMax; part++ {
			before := w.n
			r.formatPair(&w, &r.pairs[part-1])
			if w.full && before > 0 {
				w.n, next = before, part
				break
			}
			w.full = false // not even alone: it is cut
		}
		n = w.n
		mapsanUnlock(&r.lock)
	})
	mapsanReleaseM(mp)
	return n, next
}

func (r *mapsanReportsState) formatPair(w *mapsanBuffer, pair *mapsanPair) {
	if pair.count == 0 {
		return
	}
	w.byte('\n')
	w.str(mapsanTypeName(pair.typ))
	w.str(", seen ")
	w.count(pair.count, "time")
	w.byte('\n')
	for _, pc := range pair.sites {
		if pc == 0 {
			w.str("  a place that is not known\n")
			continue
		}
		r.pcs[0] = pc
		mapsanFormatStack(w, 1, "", nil)
	}
}

func mapsanMetricsPage(b []byte) (n int) {
	mp := mapsanHoldM()
	systemstack(func() {
		var s mapsanStatus
		mapsanReadStatus(&s)
		w := mapsanBuffer{b: b}
		mapsanFormatMetrics(&w, &s)
		n = w.n
	})
	mapsanReleaseM(mp)
	return n
}

const mapsanPageSize = 16 << 10

var mapsanPage *[mapsanPageSize]byte // of the helper

// mapsanSay writes text to where reports go; if nobody has asked for it, not when they are off.
func mapsanSay(text []byte, asked bool) {
	how := mapsanSettings.text
	switch {
	case how == mapsanTextOff && !asked:
	case how == mapsanTextFile && mapsanAppendFile(mapsanSettings.logPath, text):
	case how == mapsanTextStdout:
		mapsanWriteWaiting(1, text)
	default:
		mapsanWriteWaiting(2, text)
	}
}

// mapsanWriteWaiting writes as a goroutine that may wait for the reader of a pipe: as a system call, so that the
// collector does not wait with it.
//
//go:nosplit
func mapsanWriteWaiting(fd uintptr, b []byte) {
	entersyscall()
	for len(b) > 0 {
		n := write1(fd, unsafe.Pointer(unsafe.SliceData(b)), int32(len(b)))
		if n <= 0 {
			break
		}
		b = b[n:]
	}
	exitsyscall()
}

func mapsanSayStatus() {
	if mapsanPage == nil {
		mapsanPage = (*[mapsanPageSize]byte)(mapsanAlloc(mapsanPageSize))
	}
	b := mapsanPage[:]
	n := copy(b, mapsanRule)
	for part := 0; part >= 0; {
		var more int
		more, part = mapsanStatusPage(b[n:len(b)-len(mapsanRule)], part)
		n += more
		if part < 0 {
			n += copy(b[n:], mapsanRule)
		}
		mapsanSay(b[:n], true)
		n = 0
	}
}

func mapsanSayCheaper() {
	var text [512]byte
	w := mapsanBuffer{b: text[:]}
	b := &mapsanBudgetOfProcess
	w.str("mapsan: from now on not all is tracked, and races may be missed: ")
	mapsanFormatCost(&w, b)
	w.byte('\n')
	mapsanSay(w.b[:w.n], false)
}

// mapsanSaySkipped is said when the process ends by itself.
func mapsanSaySkipped() {
	skipped, rested := mapsanGateSkipped(), mapsanRested()
	if skipped == 0 && rested == 0 {
		return
	}
	var text [512]byte
	w := mapsanBuffer{b: text[:]}
	w.str("mapsan: ")
	w.count(skipped, "map access")
	w.str(" skipped")
	if rested != 0 {
		w.str(", and nothing tracked for ")
		w.percent(rested)
		w.str(" of the time")
	}
	w.str(", so that races may have been missed. Cost: ")
	mapsanFormatCost(&w, &mapsanBudgetOfProcess)
	w.byte('\n')
	mapsanSay(w.b[:w.n], false)
}
