package mapsan

import (
	"sync"
	"testing"
	"time"
)

var here = []Place{{File: "store.go", Line: 13, Function: "store.Put"}, {File: "store.go", Line: 20, Function: "store.Get"}}

// holdsOf asks what the goroutine holds that runs use, which is to release what it took.
func holdsOf(t *testing.T, use func(ask func())) (found holds, known bool) {
	t.Helper()
	answers := make(chan bool, 2)
	use(func() {
		asking.Lock()
		defer asking.Unlock()
		ask(goroutineID(), func(all holds, ok bool) {
			found, known = all, ok
			answers <- true
		})
	})
	select {
	case <-answers:
	case <-time.After(time.Second):
		t.Fatal("no answer")
	}
	asking.Lock()
	defer asking.Unlock()
	return found, known
}

func TestOwnLocksAreTold(t *testing.T) {
	var mu sync.Mutex
	var rw sync.RWMutex
	found, known := holdsOf(t, func(ask func()) {
		Locking(&mu, here, 0).Lock()
		RWLocking(&rw, here, 1).RLock()
		ask()
		RWUnlocking(&rw).RUnlock()
		Unlocking(&mu).Unlock()
	})
	if !known || len(found.own) != 2 || len(found.others) != 0 || found.own[0].place != &here[1] || found.own[1].place != &here[0] {
		t.Errorf("%+v, known %v", found, known)
	}
	if found.own[0].key != keyOf(&rw)|forReading || found.own[1].key != keyOf(&mu) {
		t.Errorf("%+v", found.own)
	}
}

func TestNothingIsHeld(t *testing.T) {
	var mu sync.Mutex
	found, known := holdsOf(t, func(ask func()) {
		if Locking(&mu, here, 0).TryLock() {
			Unlocking(&mu).Unlock()
		}
		ask()
	})
	if !known || len(found.own)+len(found.others) != 0 {
		t.Errorf("%+v, known %v", found, known)
	}
}

func TestLocksOfOthersAreTheirs(t *testing.T) {
	var mu, other sync.Mutex
	taken, free := make(chan uint64), make(chan bool)
	go func() {
		Locking(&mu, here, 0).Lock()
		asking.Lock()
		id := goroutineID()
		asking.Unlock()
		taken <- id
		<-free
		Unlocking(&mu).Unlock()
		free <- true
	}()
	id := <-taken
	found, known := holdsOf(t, func(ask func()) {
		Locking(&other, here, 1).Lock()
		ask()
		Unlocking(&other).Unlock()
		free <- true
		<-free
	})
	if !known || len(found.own) != 1 || found.own[0].key != keyOf(&other) || len(found.others) != 1 || found.others[0].by != id || found.others[0].key != keyOf(&mu) {
		t.Errorf("%+v, known %v", found, known)
	}
}

// Others hold the lock for reading all the time; who asks takes it only afterwards.
func TestReadersAreToldApart(t *testing.T) {
	var rw sync.RWMutex
	taken, free := make(chan bool), make(chan bool)
	go func() {
		RWLocking(&rw, here, 0).RLock()
		taken <- true
		<-free
		RWUnlocking(&rw).RUnlock()
		taken <- true
	}()
	<-taken
	found, known := holdsOf(t, func(ask func()) {
		ask()
		RWLocking(&rw, here, 1).RLock()
		RWUnlocking(&rw).RUnlock()
	})
	if !known || len(found.own) != 0 {
		t.Errorf("%+v, known %v", found, known)
	}
	found, known = holdsOf(t, func(ask func()) {
		RWLocking(&rw, here, 1).RLock()
		ask()
		RWUnlocking(&rw).RUnlock()
	})
	if !known || len(found.own) != 1 || found.own[0].place != nil && found.own[0].place != &here[1] {
		t.Errorf("%+v, known %v", found, known)
	}
	free <- true
	<-taken
}

func TestManyReaders(t *testing.T) {
	var rw sync.RWMutex
	var all sync.WaitGroup
	for i := 0; i < 40; i++ {
		all.Add(1)
		go func() {
			defer all.Done()
			for j := 0; j < 200; j++ {
				RWLocking(&rw, here, 0).RLock()
				time.Sleep(time.Microsecond)
				RWUnlocking(&rw).RUnlock()
			}
		}()
	}
	all.Wait()
	for i := range held {
		if held[i].key.Load() == keyOf(&rw)|forReading {
			t.Fatal("a lock is held that was released")
		}
	}
	if uncertain.Load() {
		t.Error("nothing is said of locks any more")
	}
}

// Somebody else has taken it where nobody looked: from then on nothing is said of locks.
func TestUnbalancedLocksEndAllClaims(t *testing.T) {
	defer uncertain.Store(false)
	var mu sync.Mutex
	mu.Lock()
	Unlocking(&mu).Unlock()
	if _, known := holdsOf(t, func(ask func()) { ask() }); known {
		t.Error("locks are known though one was missed")
	}
}

func TestTrackingDoesNotAllocate(t *testing.T) {
	var mu sync.Mutex
	var rw sync.RWMutex
	if n := testing.AllocsPerRun(1000, func() {
		Locking(&mu, here, 0).Lock()
		RWLocking(&rw, here, 1).RLock()
		RWUnlocking(&rw).RUnlock()
		Unlocking(&mu).Unlock()
	}); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestPackageOf(t *testing.T) {
	for function, want := range map[string]string{
		"example.com/shop.(*Store).Put": "example.com/shop", "main.main.func1": "main", "example.com/a%2eb.Cache[...].Get": "example.com/a%2eb",
		"net/http.(*conn).serve": "net/http", "example.com/shop.Of[example.com/other.T]": "example.com/shop",
	} {
		if got := packageOf(function); got != want {
			t.Errorf("packageOf(%q) is %q", function, got)
		}
	}
}

func BenchmarkLock(b *testing.B) {
	var mu sync.Mutex
	for i := 0; i < b.N; i++ {
		Locking(&mu, here, 0).Lock()
		Unlocking(&mu).Unlock()
	}
}
