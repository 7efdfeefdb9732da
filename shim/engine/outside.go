package engine

// What the hooks cost outside of themselves: calling them and saving registers around that, functions that cannot be
// inlined any more, and a processor that finds less to do ahead. No sample tells that from the program, so it is an
// estimate, in two parts. The calls are the same whatever the engine does, and what a hook does by itself when it
// returns at once is known from rests. What it does beyond that takes caches and registers away.
//
// Measured where outside and inside could be told apart by the plain program beside (perf, CPU time, in percent of the
// plain program's; go1.26.8). At rest: 2.7 inside and 8.7 outside (an HTTP server), 32 and 44 (a mutex and a map), 57 and 113
// (an RWMutex and a map), 5 and 28 (a map as a message), 4 and 13 (a loop over one map), 8 and 35 (sync.Map). Beyond,
// when all is tracked: 35 and 15, 24 and 7, 101 and 63, 45 and 14, 1 and 6, 53 and -4.
const (
	mapsanOutsideCalls  = 7 // halves of what the hooks take at rest
	mapsanOutsideBeyond = 4 // fifths of what they take beyond that
	mapsanOutsideMost   = 2 // fifths of what is not inside: that much is the program's own
)

// A mapsanTaken is what the sampler has counted.
type mapsanTaken struct {
	mapsanSamples
	rested mapsanRestSamples // what of that was during a rest
}

type mapsanRestSamples struct{ program, hooks uint64 }

func (t *mapsanTaken) add(o mapsanTaken) {
	t.mapsanSamples.add(o.mapsanSamples)
	t.rested.program += o.rested.program
	t.rested.hooks += o.rested.hooks
}

// withCalls takes from the program what the hooks cost outside of themselves. rests is what was sampled in rests of late.
func (t mapsanTaken) withCalls(rests mapsanRestSamples) mapsanSamples {
	inside := t.maps + t.sync
	if inside == 0 {
		return t.mapsanSamples
	}
	calls := min(t.rested.hooks, inside) // a sample may be counted in one window and its rest in the next
	if rests.program != 0 {
		tracked := t.program - min(t.rested.program, t.program)
		calls += min(inside-calls, tracked*rests.hooks/rests.program)
	}
	outside := min(calls*mapsanOutsideCalls/2+(inside-calls)*mapsanOutsideBeyond/5, t.program*mapsanOutsideMost/5)
	maps := outside * t.maps / inside
	return mapsanSamples{t.program - outside, t.maps + maps, t.sync + outside - maps}
}
