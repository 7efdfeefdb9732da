package engine

import (
	"math/rand"
	"slices"
	"testing"
)

func (d *mapsanDepot) keepAll(words []uintptr) uint32 {
	h := uint64(mapsanHashSeed)
	for _, w := range words {
		h = mapsanHashWord(h, w)
	}
	if id := d.recall(h); id != 0 {
		return id
	}
	return d.intern(h, words)
}

func (d *mapsanDepot) words(id uint32) []uintptr {
	var into [mapsanStackDepth]uintptr
	return into[:d.lookup(id, &into)]
}

func TestDepotReturnsWhatItKeeps(t *testing.T) {
	d := &mapsanDepot{max: 1000}
	r := rand.New(rand.NewSource(1))
	kept := map[uint32][]uintptr{}
	for range 1000 {
		words := make([]uintptr, 1+r.Intn(mapsanStackDepth))
		for i := range words {
			words[i] = uintptr(r.Intn(4))
		}
		id := d.keepAll(words)
		if id == 0 || id > mapsanDepotMaxID {
			t.Fatalf("id %d", id)
		}
		if other, ok := kept[id]; ok && !slices.Equal(other, words) {
			t.Fatalf("%v and %v have the same id", other, words)
		}
		kept[id] = words
	}
	for id, words := range kept {
		if got := d.words(id); !slices.Equal(got, words) {
			t.Errorf("id %d: %v, not %v", id, got, words)
		}
		if again := d.keepAll(words); again != id {
			t.Errorf("id %d, and then %d", id, again)
		}
	}
}

// A full depot lets the oldest go. Its id must stand for nothing from then on, and never for another sequence.
func TestDepotNeverConfuses(t *testing.T) {
	const size, generations = 64, 1 << (21 - mapsanDepotIndexBits)
	d := &mapsanDepot{max: size}
	kept := map[uint32][]uintptr{}
	for n := range size * (generations - 1) {
		words := []uintptr{uintptr(n), 7, uintptr(n) * 3}
		id := d.keepAll(words)
		if other, ok := kept[id]; ok {
			t.Fatalf("id %d of %v is given to %v", id, other, words)
		}
		kept[id] = words
		if n%size == 0 {
			for id, words := range kept {
				if got := d.words(id); len(got) != 0 && !slices.Equal(got, words) {
					t.Fatalf("id %d: %v, not %v", id, got, words)
				}
			}
		}
	}
	known := 0
	for id := range kept {
		if len(d.words(id)) != 0 {
			known++
		}
	}
	if known != size {
		t.Errorf("%d sequences are known, not %d", known, size)
	}
}

func TestDepotForgetsInItsCacheToo(t *testing.T) {
	d := &mapsanDepot{max: 2}
	first := d.keepAll([]uintptr{1})
	d.keepAll([]uintptr{2})
	d.keepAll([]uintptr{3})
	if again := d.keepAll([]uintptr{1}); again == first || !slices.Equal(d.words(again), []uintptr{1}) {
		t.Errorf("id %d is %v; its id was %d before it was forgotten", again, d.words(again), first)
	}
	if d.lookup(0, new([mapsanStackDepth]uintptr)) != 0 {
		t.Error("0 is no id")
	}
}
