// Package locks takes locks in each way.
package locks

import (
	"fmt"
	"sync"
)

type store struct {
	mu    sync.Mutex
	stock map[string]int
}

func (s *store) put(k string) {
	mapsan_Locking(&s.mu, 0).Lock() // for the write
	defer mapsan_Unlocking(&s.mu).Unlock()
	mapsan_Write(s.stock)[k]++
}

type cache struct {
	sync.RWMutex
	data map[string]int
}

func (c *cache) get(k string) int {
	mapsan_RWLockingOf(&c.RWMutex, 1).RLock()
	defer mapsan_RWUnlockingOf(&c.RWMutex).RUnlock()
	return mapsan_Read(c.data)[k]
}

type base struct{ *sync.Mutex }

type deep struct {
	base
	n int
}

type shards struct {
	locks [4]sync.RWMutex
	by    map[string]*sync.Mutex
}

var (
	mu   sync.Mutex
	held = func() bool { mapsan_Locking(&mu, 2).Lock(); defer mapsan_Unlocking(&mu).Unlock(); return true }()
)

func lockOf(m *sync.Mutex) *sync.Mutex { return m }

func Run() {
	s := &store{stock: map[string]int{}}
	s.put("a")
	c := cache{data: map[string]int{"x": 1}}
	fmt.Println(c.get("x"), held)
	if mapsan_RWLockingOf(&c.RWMutex, 3).TryLock() {
		mapsan_Write(c.data)["y"] = 2
		(mapsan_RWUnlockingAt(&c.RWMutex)).Unlock()
	}
	for mapsan_RWLockingOf(&c.RWMutex, 4).TryRLock() {
		(mapsan_RWUnlockingOf(&c.RWMutex)).RUnlock()
		break
	}
	d := deep{base{new(sync.Mutex)}, 1}
	mapsan_LockingAtOf2(d.base.Mutex, 5).Lock()
	d.n++
	mapsan_UnlockingAt(d.Mutex).Unlock()
	h := shards{by: map[string]*sync.Mutex{"a": {}}}
	mapsan_RWLocking(&h.locks[d.n&1], 6).RLock()
	mapsan_RWUnlocking(&h.locks[d.n&1]).RUnlock()
	mapsan_LockingAt(mapsan_Read(h.by)["a"], 7).Lock()
	fmt.Println(mapsan_LockingAt(mapsan_Read(h.by)["a"], 8).TryLock())
	mapsan_UnlockingAt(mapsan_Read(h.by)["a"]).Unlock()
	mapsan_LockingAt(lockOf(&mu), 9).Lock()
	p := &mu
	(mapsan_Unlocking(&*p)).Unlock()
	unlock := s.mu.Unlock
	mapsan_Locking(&s.mu, 10).Lock()
	unlock()
	var behind sync.Locker = c.RLocker()
	behind.Lock()
	behind.Unlock()
	func() {
		defer func() { fmt.Println("recovered:", recover() != nil) }()
		var none *store
		none.put("a")
	}()
}
