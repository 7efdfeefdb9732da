package engine

import (
	"math/rand"
	"testing"
)

// Clocks against a plain array of epochs.

type plainClock [mapsanSlots]uint64

func (p *plainClock) learn(o *plainClock) (changed bool) {
	for i := range p {
		if o[i] > p[i] {
			p[i], changed = o[i], true
		}
	}
	return changed
}

func expectClock(t *testing.T, k *mapsanClock, want *plainClock) {
	t.Helper()
	for slot := uint32(1); slot < mapsanSlots; slot++ {
		epoch := want[slot]
		if epoch > 0 && !k.covers(mapsanTag(slot, epoch)) {
			t.Fatalf("slot %d: does not cover epoch %d", slot, epoch)
		}
		if k.covers(mapsanTag(slot, epoch+1)) {
			t.Fatalf("slot %d: covers epoch %d, but knows %d", slot, epoch+1, epoch)
		}
	}
}

func TestClocks(t *testing.T) {
	freshEngine(255)
	r := rand.New(rand.NewSource(1))
	const n = 6
	var clocks [n]mapsanClock
	var plain [n]plainClock
	for round := range 20_000 {
		if round%100 == 0 && mapsanSlotTable.highWater < mapsanSlots {
			mapsanSlotTable.highWater++ // vectors of all lengths meet
		}
		i, j := r.Intn(n), r.Intn(n)
		k, p := &clocks[i], &plain[i]
		switch r.Intn(40) {
		default:
			slot, epoch := uint32(r.Intn(int(mapsanSlotTable.highWater))), uint64(1+r.Intn(round+1))
			if slot != 0 {
				was := p[slot]
				p[slot] = max(was, epoch)
				if k.add(mapsanTag(slot, epoch)) != (epoch > was) {
					t.Fatal("add does not say whether it learnt")
				}
			}
		case 0, 1, 2, 3, 4:
			// It may say so where only its deltas knew.
			if said := k.join(&clocks[j], nil); p.learn(&plain[j]) && !said {
				t.Fatal("join does not say that it learnt")
			}
		case 5, 6:
			k.set(&clocks[j])
			*p = plain[j]
		case 7:
			k.reset()
			*p = plainClock{}
		case 8:
			v := k.flat()
			k.become(v)
		case 9:
			from := plain[j]
			cut := r.Intn(int(mapsanSlotTable.highWater))
			own := uint32(r.Intn(4))
			private, one := k.addEntries(from[:cut], 0, own, nil)
			_, other := k.addEntries(from[cut:mapsanSlotTable.highWater], uint32(cut), own, private)
			from[own] = p[own]
			if (one || other) != p.learn(&from) {
				t.Fatal("addEntries does not say whether it learnt")
			}
		}
		if round%16 == 0 {
			expectClock(t, k, p)
			expectClock(t, &clocks[j], &plain[j])
		}
		if k.empty() && *p != (plainClock{}) {
			t.Fatal("not empty")
		}
	}
	for i := range clocks {
		clocks[i].reset()
	}
	if leak := findLeaks(); leak != "" {
		t.Error(leak)
	}
}

func TestVectorClasses(t *testing.T) {
	for _, test := range []struct{ n, capacity, class int }{{0, 16, 0}, {1, 16, 0}, {16, 16, 0}, {17, 32, 1}, {64, 64, 2}, {128, 128, 3}, {129, 256, 4}, {256, 256, 4}, {mapsanSlots, mapsanSlots, mapsanSlotBits - 4}} {
		capacity, class := mapsanVectorClass(uint32(test.n))
		if int(capacity) != test.capacity || class != test.class {
			t.Errorf("%d entries: capacity %d, class %d", test.n, capacity, class)
		}
	}
}

func TestVectorsAreReused(t *testing.T) {
	freshEngine(255)
	v := mapsanNewVector()
	id := v.id
	v.keep().drop(2)
	if again := mapsanNewVector(); again != v || again.id == id {
		t.Error("a vector that nobody holds is used again, under a new id")
	}
}
