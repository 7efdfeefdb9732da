package engine

import "unsafe"

// The gate stands before the first access of a goroutine to a map in an epoch; while the budget is kept in full mode
// it is open, and its word is all that is looked at.

const (
	mapsanGateOpen    = 0
	mapsanGateBlind   = 1 // nothing is tracked, ever: see probe.go
	mapsanGateSampled = 2
)

var mapsanGate uint32

const (
	mapsanGateSites  = 512
	mapsanGateShards = 16
	// So many accesses of a call site are tracked in each period, whatever the mode, for each shard: what a program
	// does rarely is never skipped.
	mapsanGateAlways = 16
	// While it is closed, one of so many in a row gets through, so that a loop over one map ends up in an open epoch.
	mapsanGateClosedRate = 1024
)

// What the gate goes by at present. The sampler writes it, everybody reads it, and no word depends on another.
var mapsanGateState struct {
	period uint32 // a number that changes: counters start again
	rate   uint32 // a power of two
	closed bool   // outside of the window in which maps are tracked
}

// A mapsanGateShard counts the accesses of one processor, so that goroutines do not fight for a cache line. A goroutine
// may be moved between two of its instructions, and then a count is lost.
type mapsanGateShard struct {
	period  uint32
	row     uint32 // accesses since the gate was last passed while closed
	skipped uint64
	seen    [mapsanGateSites]uint32 // call sites that share an entry are one
	open    [mapsanGateSites]mapsanGateAgain
	_       [48]byte
}

// A mapsanGateAgain is an open epoch and a map.
type mapsanGateAgain struct {
	key     uint32
	skipped uint32
}

// mapsanGatePatience is how often an access to the same map in the same open epoch is skipped: tracking it costs as much
// as that, and then no further access comes here.
const mapsanGatePatience = 8

// saves says that tracking this access costs less than skipping more of its kind. Without that, a program that stays in
// one epoch, where full mode costs next to nothing, would pay for the gate at each access.
func (s *mapsanGateShard) saves(c *mapsanCtx, m *mapsanMap) bool {
	if c.cur == mapsanNoEpoch {
		return false // it would open an epoch
	}
	h := (uint64(uintptr(unsafe.Pointer(m))) ^ c.cur*0x9E3779B97F4A7C15) * 0x9E3779B97F4A7C15
	again := &s.open[h>>(64-9)]
	if again.key != uint32(h) {
		again.key, again.skipped = uint32(h), 0
	}
	again.skipped++
	return again.skipped > mapsanGatePatience
}

var mapsanGateCounts [mapsanGateShards]mapsanGateShard

// skips says that an access by the call that returns to pc is not tracked.
func (s *mapsanGateShard) skips(pc uintptr) bool {
	state := &mapsanGateState
	if state.closed {
		if s.row++; s.row%mapsanGateClosedRate == 0 {
			return false
		}
		s.skipped++
		return true
	}
	if s.period != state.period {
		s.period = state.period
		clear(s.seen[:])
	}
	n := &s.seen[uint64(pc)*0x9E3779B97F4A7C15>>(64-9)]
	*n++
	if *n <= mapsanGateAlways || *n&(state.rate-1) == 0 {
		return false
	}
	s.skipped++
	return true
}

func mapsanGateSkipped() (total uint64) {
	for i := range mapsanGateCounts {
		total += mapsanLoad64(&mapsanGateCounts[i].skipped)
	}
	return total
}

// A period is so many ticks of the sampler.
const mapsanGatePeriod = 128

// mapsanSetGate is called at each tick. While the engine rests, accesses do not come here.
func mapsanSetGate(mode mapsanMode, tick uint64) {
	if mapsanGate == mapsanGateBlind {
		return
	}
	if mode == mapsanModeFull {
		mapsanGate = mapsanGateOpen
		return
	}
	state := &mapsanGateState
	state.period = uint32(tick / mapsanGatePeriod)
	state.rate = mode.rate()
	state.closed = !mode.rests() && !mode.tracksIn(tick)
	mapsanGate = mapsanGateSampled
}

// tracksIn says that a tick lies in the window of its period. Where in the period that is differs from one to the next: what a
// program does at fixed times is not always missed.
func (mode mapsanMode) tracksIn(tick uint64) bool {
	length := mapsanGatePeriod / uint64(mode.windows())
	start := mapsanHashWord(mapsanHashSeed, uintptr(tick/mapsanGatePeriod)) >> 32 % (mapsanGatePeriod - length + 1)
	return tick%mapsanGatePeriod-start < length // less than 0 is much
}
