package mapsan

import (
	"path/filepath"
	"runtime"
	"sync"
)

// A Place is where the program takes a lock.
type Place struct {
	File     string
	Line     int
	Function string
}

// Places completes the places of a package, whose files lie where that of the caller does.
func Places(all []Place) []Place {
	_, caller, _, _ := runtime.Caller(1)
	for i := range all {
		all[i].File = filepath.Dir(caller) + "/" + all[i].File
	}
	return all
}

// A Mutex is a sync.Mutex in a call that is tracked.
type Mutex struct {
	mu    *sync.Mutex
	place *Place
}

// A RWMutex is a sync.RWMutex in a call that is tracked.
type RWMutex struct {
	mu    *sync.RWMutex
	place *Place
}

func Locking(mu *sync.Mutex, places []Place, place int) Mutex {
	return Mutex{mu, placeAt(places, place)}
}

func Unlocking(mu *sync.Mutex) Mutex { return Mutex{mu, nil} }

func RWLocking(mu *sync.RWMutex, places []Place, place int) RWMutex {
	return RWMutex{mu, placeAt(places, place)}
}

func RWUnlocking(mu *sync.RWMutex) RWMutex { return RWMutex{mu, nil} }

// placeAt is nil while the package's variables are not there yet.
func placeAt(places []Place, i int) *Place {
	if i >= len(places) {
		return nil
	}
	return &places[i]
}

func (m Mutex) Lock() {
	m.mu.Lock()
	if tracking {
		take(keyOf(m.mu), m.place)
	}
}

func (m Mutex) TryLock() bool {
	taken := m.mu.TryLock()
	if taken && tracking {
		take(keyOf(m.mu), m.place)
	}
	return taken
}

func (m Mutex) Unlock() {
	if tracking {
		release(keyOf(m.mu))
	}
	m.mu.Unlock()
}

func (m RWMutex) Lock() {
	m.mu.Lock()
	if tracking {
		take(keyOf(m.mu), m.place)
	}
}

func (m RWMutex) TryLock() bool {
	taken := m.mu.TryLock()
	if taken && tracking {
		take(keyOf(m.mu), m.place)
	}
	return taken
}

func (m RWMutex) Unlock() {
	if tracking {
		release(keyOf(m.mu))
	}
	m.mu.Unlock()
}

func (m RWMutex) RLock() {
	m.mu.RLock()
	if tracking {
		take(keyOf(m.mu)|forReading, m.place)
	}
}

func (m RWMutex) TryRLock() bool {
	taken := m.mu.TryRLock()
	if taken && tracking {
		take(keyOf(m.mu)|forReading, m.place)
	}
	return taken
}

func (m RWMutex) RUnlock() {
	if tracking {
		release(keyOf(m.mu) | forReading)
	}
	m.mu.RUnlock()
}
