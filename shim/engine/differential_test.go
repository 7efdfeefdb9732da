package engine

import (
	"flag"
	"os"
	"testing"
)

// The engine against the oracle, on traces. While slots last, an access is reported if and only if the oracle says
// that it races; when they have run out, a race may be missed, but none is ever invented.

var (
	tracesFlag = flag.Int("traces", 3000, "random traces per profile")
	seedFlag   = flag.Int64("seed", 1, "of the first trace; the next ones count on")
)

// What mutants_test.go looks for in the output.
const firstFailingTrace = "the first to fail of"

func runTraces(t *testing.T, p profile, n int) *tally {
	t.Helper()
	count := &tally{}
	for i := range n {
		seed := *seedFlag + int64(i)
		if program := generate(seed, p); program.run(count) != "" {
			t.Logf("profile %q, seed %d: %s %s", p.name, seed, firstFailingTrace, count)
			reportShrunk(t, program)
		}
	}
	t.Log(count)
	return count
}

func reportShrunk(t *testing.T, program trace) {
	t.Helper()
	if os.Getenv("MAPSAN_MUTANT") != "" {
		t.FailNow()
	}
	small := shrink(program, func(c trace) bool { return c.run(&tally{}) != "" })
	t.Fatalf("%s\n%v", small.run(&tally{}), small)
}

func TestTraces(t *testing.T) {
	for _, p := range []profile{
		{name: "few goroutines", goroutines: 4, steps: 120, noise: 100, locks: 100, churn: 80, collect: 40, halves: 50, forget: 40},
		{name: "many goroutines", goroutines: 24, steps: 600, noise: 50, locks: 50, churn: 80, collect: 20, halves: 30, forget: 20},
		{name: "nobody ends", goroutines: 12, steps: 300, noise: 50, locks: 50, collect: 20},
		{name: "nothing but noise", goroutines: 6, steps: 200, noise: 1000},
		{name: "addresses used again", goroutines: 5, steps: 300, noise: 300, churn: 100, collect: 20, halves: 30, forget: 200},
		{name: "almost no mistakes", goroutines: 12, steps: 600, noise: 1, churn: 80},
		{name: "locks of one's own", goroutines: 4, steps: 150, noise: 20, locks: 900, churn: 20, collect: 5},
		{name: "interrupted", goroutines: 5, steps: 150, noise: 50, locks: 100, churn: 20, halves: 300},
		{name: "with rests", goroutines: 6, steps: 300, noise: 20, locks: 100, churn: 60, collect: 20, halves: 200, forget: 20, rests: 200},
	} {
		t.Run(p.name, func(t *testing.T) {
			count := runTraces(t, p, *tracesFlag)
			if count.ordered == 0 || count.races == 0 || count.reopened == 0 && p.noise < 1000 || count.unseen == 0 && p.rests > 0 {
				t.Error("nothing was tested")
			}
		})
	}
}

// With up to eight slots, or one, rule 3 of slot.go, refusals and the taking back of slots are at every corner.
func TestScarceSlots(t *testing.T) {
	for _, p := range []profile{
		{name: "busy", slots: -8, goroutines: 12, steps: 400, noise: 20, locks: 50, churn: 150, collect: 20, halves: 20, forget: 10},
		{name: "nobody ends", slots: -8, goroutines: 12, steps: 300, noise: 20, locks: 50, collect: 60},
		{name: "hardly mistakes", slots: -4, goroutines: 8, steps: 400, noise: 1, churn: 150, collect: 20},
		{name: "short", slots: -3, goroutines: 6, steps: 60, noise: 100, locks: 50, churn: 200, collect: 60, halves: 50},
		{name: "with rests", slots: -8, goroutines: 8, steps: 300, noise: 20, locks: 50, churn: 100, collect: 30, halves: 50, rests: 150},
	} {
		t.Run(p.name, func(t *testing.T) {
			count := runTraces(t, p, *tracesFlag)
			if count.scarce == 0 || count.joined == 0 && p.churn > 0 || count.takenBack == 0 {
				t.Error("nothing was tested")
			}
			if count.races > 100 && 3*count.missed > 2*count.races {
				t.Error("too many misses")
			}
		})
	}
}

// The same with all slots and more goroutines than slots.
func TestMoreGoroutinesThanSlots(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long")
	}
	for _, p := range []profile{
		{name: "busy", goroutines: 600, steps: 40000, noise: 2, locks: 20, churn: 150, collect: 2, halves: 5},
		{name: "nobody ends", goroutines: 500, steps: 30000, noise: 2, collect: 2},
	} {
		t.Run(p.name, func(t *testing.T) {
			n := max(*tracesFlag/300, 1)
			if os.Getenv("MAPSAN_MUTANT") != "" {
				n *= 4 // the first failure ends it
			}
			count := runTraces(t, p, n)
			if count.scarce < 10*count.traces || count.missed > count.races/2 {
				t.Error("too few ordered accesses, or too many misses")
			}
		})
	}
}

func FuzzTrace(f *testing.F) {
	f.Add([]byte{0, 0, byte(doGo), 0, 1, byte(doWrite), 0, 0, byte(doWrite), 1, 0})
	f.Add([]byte{1, 2, byte(doWrite), 0, 0, byte(doSend), 0, 1, byte(doGo), 0, 1, byte(doReceive), 1, 1, byte(doRead), 1, 0})
	f.Fuzz(func(t *testing.T, data []byte) {
		if program := decodeTrace(data); program.run(&tally{}) != "" {
			reportShrunk(t, program)
		}
	})
}
