package engine

import "testing"

func TestTableGrows(t *testing.T) {
	freshEngine(255)
	defer freshEngine(255)
	const n = 300_000
	objects := make([]*mapsanSync, n)
	address := func(i int) uintptr { return 0xc000000000 + uintptr(i)*48 }
	for i := range objects {
		objects[i] = mapsanFindOrNew(address(i))
	}
	mapsanGrowTable()
	for i, want := range objects {
		if got := mapsanFind(address(i)); got != want {
			t.Fatalf("object %d is %p, not %p", i, got, want)
		}
	}
	longest := 0
	for _, s := range objects {
		length := 0
		for o := mapsanBucketOf(s.addr).head; o != nil; o = o.next {
			length++
		}
		longest = max(longest, length)
	}
	if longest > 8 {
		t.Errorf("a chain has %d objects", longest)
	}
	for _, s := range objects {
		mapsanForget(s)
	}
	if mapsanTable.live != 0 || mapsanFind(address(7)) != nil {
		t.Errorf("%d objects are left", mapsanTable.live)
	}
	for i := range n {
		if mapsanBucketOf(address(i)).head != nil {
			t.Fatalf("what died at %#x stays in its chain", address(i))
		}
	}
	size := mapsanTable.shift
	if mapsanGrowTable(); mapsanTable.shift != size {
		t.Error("an empty table grows")
	}
}
