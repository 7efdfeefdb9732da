package engine

import "testing"

func TestReadersAreEmptyWhenTheirObjectIsForgotten(t *testing.T) {
	freshEngine(255)
	defer freshEngine(255)
	c := mapsanSpawn(nil)
	for slot := uint32(1); slot <= mapsanDeltas+1; slot++ {
		c.clock.add(mapsanTag(slot, 3))
	}
	if c.clock.vec == nil {
		t.Fatal("the clock has no vector to remember")
	}
	for range 2 {
		s := mapsanFindOrNew(0xc000001000)
		r := s.readerArray()
		r.merge(&c.clock, 0)
		if chunk := r.peek(1); chunk == nil || chunk.epoch[0] != 3 {
			t.Error("a vector that was merged into the array's past life is not in it now")
		}
		mapsanForget(s)
	}
}
