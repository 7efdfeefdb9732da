package engine

import "testing"

func setGateForTest(t *testing.T, mode mapsanMode, tick uint64) *mapsanGateShard {
	t.Cleanup(func() { mapsanGate = mapsanGateOpen })
	mapsanSetGate(mode, tick)
	return &mapsanGateShard{period: mapsanGateState.period}
}

func (s *mapsanGateShard) passed(pc uintptr, accesses int) (n int) {
	for range accesses {
		if !s.skips(pc) {
			n++
		}
	}
	return n
}

func TestGateIsOpenInFullMode(t *testing.T) {
	setGateForTest(t, mapsanModeBySite, 1)
	if mapsanGate != mapsanGateSampled {
		t.Fatal("not sampled")
	}
	setGateForTest(t, mapsanModeFull, 2)
	if mapsanGate != mapsanGateOpen {
		t.Fatal("not open")
	}
}

func TestGateSamplesBusySitesOnly(t *testing.T) {
	s := setGateForTest(t, mapsanModeBySite+2, 0) // 1 in 64
	if n := s.passed(0x1000, 64_000); n < 1000 || n > 1000+mapsanGateAlways {
		t.Errorf("%d of 64,000 accesses of a busy site passed", n)
	}
	if n := s.passed(0x2000, mapsanGateAlways); n != mapsanGateAlways {
		t.Errorf("%d of %d accesses of a quiet site passed", n, mapsanGateAlways)
	}
	if s.skipped == 0 || s.skipped > 63_000 {
		t.Errorf("%d were counted as skipped", s.skipped)
	}
}

func TestGateStartsAgainInEachPeriod(t *testing.T) {
	s := setGateForTest(t, mapsanModeBySite+4, 0)
	s.passed(0x1000, 100)
	mapsanSetGate(mapsanModeBySite+4, mapsanGatePeriod)
	if n := s.passed(0x1000, mapsanGateAlways); n != mapsanGateAlways {
		t.Errorf("%d of %d passed in a new period", n, mapsanGateAlways)
	}
}

func TestGateWindows(t *testing.T) {
	for mode := mapsanModeByTime; mode < mapsanModes; mode++ {
		open := uint64(0)
		for tick := range uint64(mapsanGatePeriod) {
			setGateForTest(t, mode, tick)
			tracks := mode.tracksIn(tick)
			if tracks {
				open++
			}
			// Who rests needs no gate.
			if closed := !tracks && !mode.rests(); mapsanGateState.closed != closed {
				t.Errorf("mode %d, tick %d: closed %t", mode, tick, !closed)
			}
		}
		if want := mapsanGatePeriod / uint64(mode.windows()); open != want || open == 0 {
			t.Errorf("mode %d: open for %d of %d ticks, not %d", mode, open, mapsanGatePeriod, want)
		}
	}
}

// A program whose goroutines meet once in each period is seen in some of them.
func TestWindowsMove(t *testing.T) {
	for mode := mapsanModeByTime; mode < mapsanModes; mode++ {
		const periods = 64 * 64
		for tick := range uint64(mapsanGatePeriod) {
			seen := uint64(0)
			for period := range uint64(periods) {
				if mode.tracksIn(period*mapsanGatePeriod + tick) {
					seen++
				}
			}
			if seen == 0 || seen == periods {
				t.Errorf("mode %d: tick %d of a period is tracked in %d of %d", mode, tick, seen, periods)
			}
		}
	}
}

// A loop over one map must get through in the end: in an open epoch its accesses do not come to the gate any more.
func TestGateIsNeverQuiteClosed(t *testing.T) {
	s := setGateForTest(t, mapsanModeRests-1, mapsanGatePeriod-1)
	if n := s.passed(0x1000, 10*mapsanGateClosedRate); n != 10 {
		t.Errorf("%d of %d passed", n, 10*mapsanGateClosedRate)
	}
}

// In an open epoch a map is skipped a few times only, and not at all where nothing can be saved.
func TestGateLetsTheSameEpochThrough(t *testing.T) {
	s := setGateForTest(t, mapsanModeRests-1, mapsanGatePeriod-1)
	maps := make([]mapsanMap, 64)
	c := &mapsanCtx{cur: mapsanNoEpoch, tag: mapsanTag(3, 7), slot: 3}
	saved := func() (n int) {
		for range mapsanGatePatience * 2 {
			if s.saves(c, &maps[5]) {
				n++
			}
		}
		return n
	}
	if n := saved(); n != 0 {
		t.Errorf("%d accesses passed that would have opened an epoch", n)
	}
	for range 3 {
		c.tag++
		c.cur = c.tag
		if n := saved(); n != mapsanGatePatience {
			t.Errorf("%d accesses passed in a new epoch, not %d", n, mapsanGatePatience)
		}
	}
}

func TestBlindGateStaysBlind(t *testing.T) {
	t.Cleanup(func() { mapsanGate = mapsanGateOpen })
	mapsanGate = mapsanGateBlind
	mapsanSetGate(mapsanModeFull, 1)
	if mapsanGate != mapsanGateBlind {
		t.Error("opened")
	}
}
