package mapsan

import (
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestMain(m *testing.M) {
	settings.log = "off"
	settings.share = 100
	os.Exit(m.Run())
}

// racesIn runs two functions at the same time, again and again, and tells how many overlaps were reported.
func racesIn(times int, a, b func()) uint64 {
	looking.Lock()
	before := overlaps
	waited, sites = 0, [sitesMost]site{}
	looking.Unlock()
	var both sync.WaitGroup
	for _, f := range []func(){a, b} {
		f := f
		both.Add(1)
		go func() {
			defer both.Done()
			for i := 0; i < times; i++ {
				f()
				time.Sleep(100 * time.Microsecond)
			}
		}()
	}
	both.Wait()
	looking.Lock()
	defer looking.Unlock()
	return overlaps - before
}

// The hooks alone race here, and no map does: what is reported is the same, and the test does not die of it.

func TestRaceOfWriteAndRead(t *testing.T) {
	type stock map[string]int
	m := stock{}
	if racesIn(200, func() { Write(m) }, func() { Read(m) }) == 0 {
		t.Error("not caught")
	}
}

func TestRaceOfTwoWrites(t *testing.T) {
	type orders map[int]bool
	m := orders{}
	if racesIn(200, func() { Delete(m) }, func() { Clear(m) }) == 0 {
		t.Error("not caught")
	}
}

func TestRaceUnderTwoLocks(t *testing.T) {
	type prices map[int]float64
	m := prices{}
	var mine, yours sync.Mutex
	locked := func(mu *sync.Mutex, f func()) func() {
		return func() { mu.Lock(); defer mu.Unlock(); f() }
	}
	if racesIn(200, locked(&mine, func() { Write(m) }), locked(&yours, func() { Range(m) })) == 0 {
		t.Error("not caught")
	}
}

func TestRaceAfterCalls(t *testing.T) {
	type names map[string]string
	m := names{}
	if racesIn(200, func() { AfterWrite(1, m) }, func() { AfterRead("x", m) }) == 0 {
		t.Error("not caught")
	}
}

func TestNoRaceOfReads(t *testing.T) {
	m := map[string]int{}
	if n := racesIn(200, func() { Read(m) }, func() { Range(m) }); n != 0 {
		t.Errorf("%d overlaps of reads", n)
	}
}

func TestNoRaceUnderOneLock(t *testing.T) {
	m := map[string]int{}
	var mu sync.RWMutex
	write := func() { mu.Lock(); defer mu.Unlock(); Write(m)["a"]++ }
	read := func() { mu.RLock(); defer mu.RUnlock(); _ = Read(m)["a"] }
	if n := racesIn(500, write, read); n != 0 {
		t.Errorf("%d overlaps under one lock", n)
	}
}

func TestNoRaceOfTwoMaps(t *testing.T) {
	a, b := map[string]int{}, map[string]int{}
	if n := racesIn(200, func() { Write(a)["x"]++ }, func() { Write(b)["x"]++ }); n != 0 {
		t.Errorf("%d overlaps of two maps", n)
	}
}

func TestNoRaceOfHandOver(t *testing.T) {
	handed := make(chan map[string]int, 1)
	handed <- map[string]int{}
	use := func() {
		m := <-handed
		Write(m)["x"]++
		handed <- m
	}
	if n := racesIn(300, use, use); n != 0 {
		t.Errorf("%d overlaps of what is handed over", n)
	}
}

func TestNoRaceBehindASpinLock(t *testing.T) {
	m := map[string]int{}
	var taken atomic.Bool
	use := func() {
		for !taken.CompareAndSwap(false, true) {
			time.Sleep(time.Microsecond)
		}
		Write(m)["x"]++
		taken.Store(false)
	}
	if n := racesIn(300, use, use); n != 0 {
		t.Errorf("%d overlaps behind a spin lock", n)
	}
}

// A map that is seldom shared with anybody lives on its goroutine's stack, and moves with it.
func TestNoRaceOfMapsOnStacks(t *testing.T) {
	use := func() {
		m := map[int]int{1: 1}
		Write(m)[2] = int(deepen(100))
		_ = Read(m)[1]
	}
	if n := racesIn(200, use, use); n != 0 {
		t.Errorf("%d overlaps of maps of one goroutine each", n)
	}
}

var global map[int]int

func TestMapsOnStacksAreTold(t *testing.T) {
	for _, frames := range []int{0, 3, 50, 700} {
		frames := frames
		done := make(chan bool)
		go func() {
			defer close(done)
			onStack, onHeap := map[int]int{1: 1}, map[int]int{1: 1}
			global = onHeap
			deepen(frames) // some stacks have room already
			if !liesOnStack(onStack) {
				t.Error("a map on the stack is taken for one on the heap")
			}
			if liesOnStack(onHeap) {
				t.Error("a map on the heap is taken for one on the stack")
			}
			onStack[2] = 3
		}()
		<-done
	}
}

// Goroutines that do the same on stacks of the same size, again and again, while the collector makes stacks smaller: one's map
// lies where another one's was.
func TestNoRaceOfMapsOnMovingStacks(t *testing.T) {
	before := overlaps
	var all sync.WaitGroup
	for i := 0; i < 400; i++ {
		all.Add(1)
		go func(i int) {
			defer all.Done()
			m := map[int]int{i: i}
			for j := 0; j < 20; j++ {
				Write(m)[j] = int(deepen(j % 13))
				_ = Read(m)[j]
			}
		}(i)
		if i%20 == 0 {
			looking.Lock()
			waited, sites = 0, [sitesMost]site{}
			looking.Unlock()
			runtime.GC()
		}
	}
	all.Wait()
	if overlaps != before {
		t.Errorf("%d overlaps of maps of one goroutine each", overlaps-before)
	}
}

func TestOnlyWritesConflict(t *testing.T) {
	m, other := map[string]int{}, map[string]int{}
	for _, ops := range [][2]int{{opRead, opRange}, {opRead, opWrite}, {opDelete, opRead}, {opClear, opWrite}} {
		looking.Lock()
		waited, sites = 0, [sitesMost]site{}
		w, _ := openWindow(address(&m), ops[0])
		if w == nil {
			t.Fatal("no window")
		}
		if got, want := windowOn(address(&m), ops[1]) != nil, isWrite(ops[0]) || isWrite(ops[1]); got != want {
			t.Errorf("%v conflict: %v", ops, got)
		}
		if windowOn(address(&other), opWrite) != nil {
			t.Error("a window is on all maps")
		}
		w.address.Store(0)
		openWindows.Add(-1)
		looking.Unlock()
	}
}

func TestNilMaps(t *testing.T) {
	var m map[string]int
	if Read(m) != nil || len(Range(m)) != 0 {
		t.Error("a nil map is another one behind a hook")
	}
	if n := racesIn(100, func() { Write(m) }, func() { Read(m) }); n != 0 {
		t.Errorf("%d overlaps of a nil map, which has no memory", n)
	}
}

func TestNilMapsAreNotLookedAt(t *testing.T) {
	var none map[string]int
	at := placeOf(0)
	for name, hook := range map[string]func(){
		"Read": func() { Read(none) }, "Range": func() { Range(none) }, "Write": func() { Write(none) },
		"Delete": func() { Delete(none) }, "Clear": func() { Clear(none) },
	} {
		at.address.Store(1) // whoever looks at address 0 turns to another map
		turns, writes := at.turns.Load(), at.writes.Load()
		hook()
		done := make(chan bool)
		go func() { hook(); close(done) }()
		<-done
		if at.turns.Load() != turns || at.writes.Load() != writes {
			t.Errorf("%s looks at a nil map", name)
		}
	}
}

func TestHooksDoNotAllocate(t *testing.T) {
	m := map[string]int{}
	for i := 0; i < 5000; i++ {
		Write(m)
	}
	if n := testing.AllocsPerRun(1000, func() { Write(m)["a"]++; _ = Read(m)["a"]; delete(Delete(m), "a") }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestFirstLooksDoNotAllocate(t *testing.T) {
	before := settings
	settings.delay = 0
	defer func() { settings = before }()
	m := map[string]int{}
	if n := testing.AllocsPerRun(1, func() {
		looking.Lock()
		waited, sites = 0, [sitesMost]site{}
		looking.Unlock()
		for i := 0; i < 20; i++ {
			placeOf(address(&m)).writes.Store(0)
			Write(m)
		}
	}); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestWaitingHasABudget(t *testing.T) {
	before := settings
	settings.share, settings.delay = 1, 50*time.Millisecond
	defer func() { settings = before }()
	m := map[string]int{}
	var mu sync.Mutex
	began := time.Now()
	racesIn(400, func() { mu.Lock(); defer mu.Unlock(); Write(m)["a"]++ }, func() { mu.Lock(); defer mu.Unlock(); Write(m)["a"]-- })
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("800 writes took %v, though 100 ms may be spent waiting", took)
	}
	if waited == 0 {
		t.Error("nobody waited")
	}
}

func BenchmarkRead(b *testing.B) {
	m := map[string]int{"a": 1}
	for i := 0; i < b.N; i++ {
		_ = Read(m)["a"]
	}
}

func BenchmarkWrite(b *testing.B) {
	m := map[string]int{"a": 1}
	for i := 0; i < b.N; i++ {
		Write(m)["a"] = i
	}
}
