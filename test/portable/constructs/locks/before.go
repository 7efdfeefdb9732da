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
	s.mu.Lock() // for the write
	defer s.mu.Unlock()
	s.stock[k]++
}

type cache struct {
	sync.RWMutex
	data map[string]int
}

func (c *cache) get(k string) int {
	c.RLock()
	defer c.RUnlock()
	return c.data[k]
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
	held = func() bool { mu.Lock(); defer mu.Unlock(); return true }()
)

func lockOf(m *sync.Mutex) *sync.Mutex { return m }

func Run() {
	s := &store{stock: map[string]int{}}
	s.put("a")
	c := cache{data: map[string]int{"x": 1}}
	fmt.Println(c.get("x"), held)
	if c.TryLock() {
		c.data["y"] = 2
		(&c.RWMutex).Unlock()
	}
	for c.TryRLock() {
		(c).RUnlock()
		break
	}
	d := deep{base{new(sync.Mutex)}, 1}
	d.Lock()
	d.n++
	d.Mutex.Unlock()
	h := shards{by: map[string]*sync.Mutex{"a": {}}}
	h.locks[d.n&1].RLock()
	h.locks[d.n&1].RUnlock()
	h.by["a"].Lock()
	fmt.Println(h.by["a"].TryLock())
	h.by["a"].Unlock()
	lockOf(&mu).Lock()
	p := &mu
	(*p).Unlock()
	unlock := s.mu.Unlock
	s.mu.Lock()
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
