package engine

// The setting max_overhead: a bound on what MapSan costs, relative to what the program costs by itself. A sampler
// (sampler.go) says where the process is, some hundred times a second for each processor that it keeps busy: in the
// program, in a hook of a map operation, or in another hook. From that the budget chooses a mode.
//
// A cheaper mode skips map accesses: they are neither checked nor recorded. That never invents a race. A race is
// reported between two accesses that were not skipped, and whether they are ordered is a matter of synchronisation,
// of which nothing is ever left out; accesses order nothing. What the engine does with the remaining accesses is what
// it would do for a program that makes only those. A shadow entry that a skipped access would have replaced stays:
// it still is the last recorded access of its goroutine, with the epoch in which that happened.
//
// Where synchronisation alone costs more than the budget, nothing at all is tracked for some of the time: see rest.go.

// A mapsanMode is a way to choose the accesses that are tracked. The higher, the cheaper.
type mapsanMode uint32

const (
	mapsanModeFull   mapsanMode = 0
	mapsanModeBySite mapsanMode = 1  // the first of these; each next one tracks a quarter of the one before
	mapsanModeByTime mapsanMode = 6  // likewise; each next one tracks in half as much time
	mapsanModeRests  mapsanMode = 11 // likewise, and rests in between
	mapsanModes                 = 16
)

// kind is that of protocol.go.
func (mode mapsanMode) kind() int {
	switch {
	case mode.rests():
		return mapsanSampledByRest
	case mode >= mapsanModeByTime:
		return mapsanSampledByTime
	case mode >= mapsanModeBySite:
		return mapsanSampledBySite
	}
	return mapsanSampledNot
}

// rate is how many accesses of a call site that is seen often there are for each that is tracked.
func (mode mapsanMode) rate() uint32 {
	if mode.rests() {
		return mapsanRateBetweenRests
	}
	return 1 << (2 * min(uint32(mode), uint32(mapsanModeByTime-1)))
}

// A period between two rests is short, and too expensive to let most of what happens in it go unseen.
const mapsanRateBetweenRests = 16

func (mode mapsanMode) rests() bool { return mode >= mapsanModeRests }

// windows is how many times as long as the window in which maps are tracked a period is.
func (mode mapsanMode) windows() uint32 {
	switch {
	case mode.rests():
		return 2 << (mode - mapsanModeRests)
	case mode >= mapsanModeByTime:
		return 2 << (mode - mapsanModeByTime)
	}
	return 1
}

type mapsanSamples struct {
	program uint64
	maps    uint64 // in hooks of map operations
	sync    uint64 // in all other parts of the engine
}

func (s *mapsanSamples) add(o mapsanSamples) {
	s.program += o.program
	s.maps += o.maps
	s.sync += o.sync
}

func (s *mapsanSamples) total() uint64 { return s.program + s.maps + s.sync }

// permille is the cost of part relative to the program's own.
func (s *mapsanSamples) permille(part uint64) uint64 { return part * 1000 / max(s.program, 1) }

const (
	// A mode is judged by so many samples: the standard error of a cost of 20 % is 4 % of the program then.
	mapsanBudgetWindow = 128
	// What is saved now may be spent later, but no more than the budget for so many samples. Debts are remembered longer.
	mapsanBudgetMemory = 2000
)

type mapsanBudget struct {
	limit    uint64 // permille of what the program costs by itself; 0: no budget
	restless bool   // never rests
	mode     mapsanMode
	cheapest mapsanMode // that was ever chosen

	all    mapsanSamples
	recent mapsanSamples     // fades
	rests  mapsanRestSamples // likewise

	saved int64               // thousandths of samples that the budget allows and that were not spent
	cost  [mapsanModes]uint64 // permille, when the mode was last in use; fades
}

// judge chooses the mode after another mapsanBudgetWindow samples.
func (b *mapsanBudget) judge(taken mapsanTaken) {
	b.rests = mapsanRestSamples{b.rests.program*7/8 + taken.rested.program, b.rests.hooks*7/8 + taken.rested.hooks}
	b.choose(taken.withCalls(b.rests))
}

func (b *mapsanBudget) choose(window mapsanSamples) {
	b.all.add(window)
	b.recent = mapsanSamples{b.recent.program * 7 / 8, b.recent.maps * 7 / 8, b.recent.sync * 7 / 8}
	b.recent.add(window)

	allowed := b.limit * window.program
	spent := (window.maps + window.sync) * 1000
	most := int64(b.limit * mapsanBudgetMemory)
	b.saved = min(max(b.saved+int64(allowed)-int64(spent), -4*most), most)

	for i := range b.cost {
		b.cost[i] -= b.cost[i] / 16
	}
	b.cost[b.mode] = window.permille(window.maps + window.sync)
	switch {
	case spent > allowed && b.saved < 0:
		b.mode = b.cheaper(window, allowed)
	case spent <= allowed && b.mode != mapsanModeFull && b.affords(b.mode.dearer(), window.program, most):
		b.mode = b.mode.dearer()
	}
	b.cheapest = max(b.cheapest, b.mode)
}

// dearer is the next mode on the way back to full mode. There is no point in tracking all synchronisation and, for most of
// the time, no maps.
func (mode mapsanMode) dearer() mapsanMode {
	if mode == mapsanModeRests {
		return mapsanModeByTime - 1
	}
	return mode - 1
}

// last is the cheapest mode.
func (b *mapsanBudget) last() mapsanMode {
	if b.restless {
		return mapsanModeRests - 1
	}
	return mapsanModes - 1
}

// cheaper returns a mode in which the hooks of maps cost what synchronisation leaves for them, or all hooks what is allowed,
// going by how much less each mode tracks; the next one at least.
func (b *mapsanBudget) cheaper(window mapsanSamples, allowed uint64) mapsanMode {
	mode, maps, sync := b.mode+1, window.maps*1000, window.sync*1000
	switch {
	case b.mode.rests():
	case sync >= allowed:
		mode = mapsanModeRests
		for now := sync + maps/mapsanRateBetweenRests*uint64(b.mode.rate()*b.mode.windows()); now/uint64(mode.windows()) > allowed && mode < mapsanModes-1; {
			mode++
		}
	default:
		for less := maps / (allowed - sync); less > 4 && mode < mapsanModeByTime-1; less /= 4 {
			mode++
		}
	}
	return min(mode, b.last())
}

// affords says that a window in that mode could be paid with what was saved, going by what it cost before.
func (b *mapsanBudget) affords(mode mapsanMode, program uint64, most int64) bool {
	excess := int64(b.cost[mode]) - int64(b.limit)
	return b.saved > 0 && (excess <= 0 || b.saved >= min(excess*int64(program), most*3/4))
}

// exceeded says that the budget is not kept although there is nothing left to skip.
func (b *mapsanBudget) exceeded() bool {
	return b.limit != 0 && b.mode == b.last() && b.recent.permille(b.recent.maps+b.recent.sync) > b.limit
}

var mapsanBudgetOfProcess mapsanBudget
