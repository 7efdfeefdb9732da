package engine

import "testing"

func TestVariables(t *testing.T) {
	freshEngine(255)
	const addr = 0xc000000100
	at := func(addr uintptr) *mapsanMap {
		return &mapsanVariableOf(mapsanFindOrTake(addr+mapsanVariableKey, true)).shadow
	}
	if at(addr) != at(addr) || at(addr) == at(addr+8) {
		t.Fatal("a variable is not found by its address")
	}
	if got := at(addr).address(mapsanOpStore); got != addr {
		t.Errorf("it lies at %#x", got)
	}
	reader, writer, other := mapsanSpawn(nil), mapsanSpawn(nil), mapsanSpawn(nil)
	if found := at(addr).testAccess(reader, mapsanOpLoad); found.n != 0 {
		t.Error("a first access races")
	}
	if found := at(addr).testAccess(other, mapsanOpLoad); found.n != 0 {
		t.Error("two reads race")
	}
	if found := at(addr).testAccess(writer, mapsanOpStore); found.n != 2 {
		t.Errorf("an assignment races with %d reads, not 2", found.n)
	}
	if found := at(addr+8).testAccess(reader, mapsanOpStore); found.n != 0 {
		t.Error("neighbours race")
	}
	mapsanForgetAddr(addr + mapsanVariableKey)
	if found := at(addr).testAccess(reader, mapsanOpStore); found.n != 0 {
		t.Error("a variable races with one that is gone")
	}
}
