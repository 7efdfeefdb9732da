package mapsan

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// observingInto opens a stream, and forgets what was observed before.
func observingInto(t *testing.T) {
	asking.Lock()
	defer asking.Unlock()
	path := filepath.Join(t.TempDir(), "ev")
	if err := os.WriteFile(path, make([]byte, headerSize), 0o666); err != nil {
		t.Fatal(err)
	}
	stream.path, stream.tail = path, headerSize
	trackedPackages = []string{ownPath, "strings"}
	classes, of, observedMaps = nil, map[string]*class{}, [observedMost]observed{}
	spots, spotsN = map[uint64][]*spot{}, 0
	observing.Store(-int64(time.Hour))
	t.Cleanup(func() {
		asking.Lock()
		defer asking.Unlock()
		stream.path, trackedPackages = "", []string{}
		observing.Store(0)
	})
}

type ledger map[string]int

// through calls f by way of a function that is no hook: those of this package are left out of stacks until then.
func through(f func()) {
	strings.Map(func(r rune) rune { f(); return r }, "x")
}

// Two goroutines that live all the time take turns.
func shareLedger(times int, one, other func()) {
	turn, done, ended := make(chan bool), make(chan bool), make(chan bool)
	go func() {
		for range turn {
			through(one)
			done <- true
		}
		ended <- true
	}()
	go func() {
		for i := 0; i < times; i++ {
			turn <- true
			<-done
			through(other)
		}
		close(turn)
		ended <- true
	}()
	<-ended
	<-ended
}

func TestUsesAreCountedByTheirLocks(t *testing.T) {
	observingInto(t)
	m := ledger{}
	var mu sync.Mutex
	put := func() {
		Locking(&mu, here, 0).Lock()
		observe(m, opWrite)
		Unlocking(&mu).Unlock()
	}
	peek := func() { observe(m, opRead) }
	shareLedger(20, put, peek)
	asking.Lock()
	defer asking.Unlock()
	if len(classes) != 1 {
		t.Fatalf("%d classes", len(classes))
	}
	var withLock, without uint64
	for _, use := range classes[0].uses {
		if use.own == "" {
			without += use.tally.n
		} else {
			withLock += use.tally.n
		}
	}
	// But for the first use, of which it was not known that it would be shared.
	if withLock < 18 || without < 18 {
		t.Errorf("%d with the lock, %d without", withLock, without)
	}
	if len(classes[0].handOvers) == 0 {
		t.Error("nobody took turns")
	}
	for _, one := range classes[0].handOvers {
		if one.while != nil {
			t.Error("the lock was never held during a use without it")
		}
	}
}

func TestUsesWhileAnotherHoldsTheLockAreTold(t *testing.T) {
	observingInto(t)
	m := ledger{}
	var mu sync.Mutex
	inside, leave := make(chan bool), make(chan bool)
	go func() {
		for i := 0; i < 10; i++ {
			Locking(&mu, here, 0).Lock()
			through(func() { observe(m, opWrite) })
			inside <- true
			<-leave
			Unlocking(&mu).Unlock()
		}
		close(inside)
	}()
	for range inside {
		through(func() { observe(m, opRead) })
		leave <- true
	}
	asking.Lock()
	defer asking.Unlock()
	while := uint64(0)
	for _, class := range classes {
		for _, one := range class.handOvers {
			if one.while == &here[0] && one.from.op == opWrite && one.to.op == opRead {
				while += one.tally.n
			}
		}
	}
	if while < 5 {
		t.Errorf("%d uses while the lock was held, of 10", while)
	}
}

// The map of a goroutine that ends before the next one uses it: that has waited for it, or was started by it.
func TestWhoIsNewTakesNoTurn(t *testing.T) {
	observingInto(t)
	m := ledger{}
	for i := 0; i < 10; i++ {
		done := make(chan bool)
		go func() { through(func() { observe(m, opWrite) }); close(done) }()
		<-done
	}
	asking.Lock()
	defer asking.Unlock()
	for _, class := range classes {
		if len(class.handOvers) != 0 {
			t.Errorf("%d took turns", len(class.handOvers))
		}
	}
}

// Locks of packages that are not tracked may be held.
func TestNothingIsCountedWhereLocksAreNotKnown(t *testing.T) {
	observingInto(t)
	trackedPackages = nil
	m := ledger{}
	shareLedger(10, func() { observe(m, opWrite) }, func() { observe(m, opRead) })
	asking.Lock()
	defer asking.Unlock()
	for _, class := range classes {
		if len(class.uses) != 0 {
			t.Errorf("%d uses", len(class.uses))
		}
	}
}

// Tests may count what the program allocates.
func TestNothingIsAllocatedWhereThatIsCounted(t *testing.T) {
	m := ledger{"a": 1}
	shareLedger(50, func() { Write(m)["a"]++ }, func() { _ = Read(m)["a"] })
	if !placeOf(address(&m)).shared.Load() {
		t.Fatal("the map is not shared")
	}
	settings.delay = 0
	defer func() { settings.delay = 2 * time.Millisecond }()
	observing.Store(-int64(time.Hour))
	defer observing.Store(0)
	if n := testing.AllocsPerRun(1000, func() { Write(m)["a"]++; _ = Read(m)["a"] }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestSuspectsAreWaitedFor(t *testing.T) {
	observingInto(t)
	m := ledger{}
	var mu sync.Mutex
	shareLedger(10, func() {
		Locking(&mu, here, 0).Lock()
		observe(m, opWrite)
		Unlocking(&mu).Unlock()
	}, func() { observe(m, opRead) })
	if !placeOf(address(&m)).suspect.Load() {
		t.Error("a map that is used without the lock of the others is not suspect")
	}
	guarded := ledger{}
	locked := func() {
		Locking(&mu, here, 0).Lock()
		observe(guarded, opWrite)
		Unlocking(&mu).Unlock()
	}
	shareLedger(10, locked, locked)
	if placeOf(address(&guarded)).suspect.Load() {
		t.Error("a map that is always used under one lock is suspect")
	}
}
