package engine

import "testing"

// A mapsanTestLoad is a program whose hooks cost so much, in permille of its own time. Of what the hooks of maps cost,
// a part remains whatever is skipped: the calls of the gate.
type mapsanTestLoad struct {
	maps, gate, sync uint64
	calls            uint64 // what remains of sync during a rest
}

func (l mapsanTestLoad) window(mode mapsanMode) mapsanSamples {
	maps, sync := l.maps, l.sync
	if mode != mapsanModeFull {
		maps = l.gate + (l.maps-l.gate)/uint64(mode.rate())/uint64(mode.windows())
	}
	if mode.rests() {
		maps = (l.gate + (l.maps-l.gate)/uint64(mode.rate())) / uint64(mode.windows())
		sync = l.calls + (l.sync-l.calls)/uint64(mode.windows())
	}
	program := uint64(mapsanBudgetWindow*1000) / (1000 + maps + sync)
	return mapsanSamples{program, program * maps / 1000, program * sync / 1000}
}

// run judges windows of a load and returns what they cost together, in permille.
func (b *mapsanBudget) run(load mapsanTestLoad, windows int) uint64 {
	var all mapsanSamples
	for range windows {
		w := load.window(b.mode)
		b.choose(w)
		all.add(w)
	}
	return all.permille(all.maps + all.sync)
}

func TestBudgetIsKept(t *testing.T) {
	for _, load := range []mapsanTestLoad{
		{maps: 100}, {maps: 250, gate: 20}, {maps: 1000, gate: 50}, {maps: 5000, gate: 100}, {maps: 300, gate: 30, sync: 150},
		{maps: 8000, gate: 20, sync: 120}, {maps: 100, gate: 10, sync: 350, calls: 60}, {maps: 5000, gate: 100, sync: 1500, calls: 90},
	} {
		b := mapsanBudget{limit: 200}
		cost := b.run(load, 2000)
		if cost > 210 {
			t.Errorf("%+v cost %d ‰ of 200", load, cost)
		}
		if b.exceeded() {
			t.Errorf("%+v: the budget is kept, and said not to be", load)
		}
		if load.maps+load.sync > 220 && b.cheapest == mapsanModeFull {
			t.Errorf("%+v: never left full mode", load)
		}
	}
}

// What the budget allows is used: it goes back and forth between the modes around it.
func TestBudgetIsUsed(t *testing.T) {
	b := mapsanBudget{limit: 200}
	if cost := b.run(mapsanTestLoad{maps: 600, gate: 20}, 2000); cost < 120 {
		t.Errorf("cost %d ‰ where 200 were allowed", cost)
	}
}

func TestBudgetThatSuffices(t *testing.T) {
	b := mapsanBudget{limit: 1000}
	b.run(mapsanTestLoad{maps: 500, sync: 400}, 100)
	if b.cheapest != mapsanModeFull {
		t.Error("left full mode without need")
	}
}

func TestBudgetGoesBackUp(t *testing.T) {
	b := mapsanBudget{limit: 200}
	b.run(mapsanTestLoad{maps: 5000, gate: 100, sync: 50}, 200)
	if b.mode == mapsanModeFull {
		t.Fatal("is in full mode under heavy load")
	}
	b.run(mapsanTestLoad{maps: 50, sync: 20}, 200)
	if b.mode != mapsanModeFull || b.cheapest == mapsanModeFull {
		t.Errorf("mode %d after the load has gone, cheapest %d", b.mode, b.cheapest)
	}
}

// Where synchronisation alone costs too much, the engine rests, and all of the budget is used.
func TestBudgetMakesItRest(t *testing.T) {
	b := mapsanBudget{limit: 200}
	cost := b.run(mapsanTestLoad{maps: 400, gate: 10, sync: 350, calls: 40}, 2000)
	if !b.mode.rests() && !b.mode.dearer().rests() || b.exceeded() || cost > 210 || cost < 120 {
		t.Errorf("mode %d, exceeded %t, cost %d ‰ of 200", b.mode, b.exceeded(), cost)
	}
	b.run(mapsanTestLoad{maps: 50, sync: 20}, 200)
	if b.mode != mapsanModeFull {
		t.Errorf("mode %d after the load has gone", b.mode)
	}
}

func TestCallsAloneExceedTheBudget(t *testing.T) {
	b := mapsanBudget{limit: 50}
	b.run(mapsanTestLoad{maps: 400, gate: 10, sync: 350, calls: 80}, 50)
	if b.mode != mapsanModes-1 || !b.exceeded() {
		t.Errorf("mode %d, exceeded %t", b.mode, b.exceeded())
	}
}

// While it is observed how maps are shared, all synchronisation is.
func TestRestlessBudget(t *testing.T) {
	b := mapsanBudget{limit: 200, restless: true}
	b.run(mapsanTestLoad{maps: 400, gate: 10, sync: 350}, 50)
	if b.cheapest.rests() || b.mode != mapsanModeRests-1 || !b.exceeded() {
		t.Errorf("mode %d, exceeded %t", b.mode, b.exceeded())
	}
}

func TestModesGetCheaper(t *testing.T) {
	for mode := mapsanMode(1); mode < mapsanModes; mode++ {
		dearer := mode.dearer()
		before, now := dearer.rate()*dearer.windows(), mode.rate()*mode.windows()
		if mode == mapsanModeRests {
			before, now = dearer.windows(), mode.windows() // the time in which synchronisation is tracked
		}
		if now < 2*before {
			t.Errorf("mode %d tracks 1 in %d, the one before 1 in %d", mode, now, before)
		}
	}
}
