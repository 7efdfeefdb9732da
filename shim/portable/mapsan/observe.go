package mapsan

import (
	"runtime"
	"sync/atomic"
	"time"
	"unsafe"
)

// How maps are shared: which kinds of goroutines use them where, under which locks, and how they take turns. Of accesses to
// maps that several goroutines seem to use, samples are looked at; that costs a share of the time, and no more.

const (
	observedMost    = 64 // maps at once
	observingShare  = 2  // percent of the time that the process runs
	observingAtOnce = 20 * time.Millisecond
	sampledEvery    = 4
	turnsSampled    = 8 // of the first ones, all are
	spreadOver      = 64
	// A map is kept from being collected while it is observed: no other one may come to lie where it lay.
	keptFor   = time.Second
	usersMost = 8
)

type counter struct {
	n atomic.Uint32
	_ [60]byte
}

// Goroutines have stacks of their own: those at different places seldom meet here.
var counters [spreadOver]counter

// isSampled is for maps that are shared, as it seems.
func isSampled() bool {
	var here byte
	c := &counters[uintptr(unsafe.Pointer(&here))>>13%spreadOver]
	n := c.n.Load() + 1 // a lost one does not matter
	c.n.Store(n)
	return (n%sampledEvery == 0 || n <= turnsSampled) && observing.Load() < int64(observingAtOnce+time.Since(started)*observingShare/100)
}

// isCounted tells whether a test counts what the program allocates: testing.AllocsPerRun lets it have one processor only.
func isCounted() bool { return runtime.GOMAXPROCS(0) == 1 && runtime.NumCPU() > 1 }

// An observed is a map that is looked at. Guarded by asking, like all of this.
type observed struct {
	address uintptr
	typ     string
	class   *class
	first   *spot
	last    time.Time
	// Keeps the map alive; nil until a second goroutine uses it, which it can only do to one on the heap.
	keep unsafe.Pointer
	// Who has used it, the latest ones.
	users  [usersMost]user
	owner  uint64 // of the latest use
	latest *spot
	turns  []turn
	// Nil unless that is asked for.
	owners *owners
}

// A user is a goroutine, and its latest use of the map.
type user struct {
	id    uint64
	at    *spot
	locks []lockTaken
	known bool // the locks are
}

// A turn is a use after one by another goroutine. It counts when that one comes again: it did not end in between, so that nobody
// can have waited for its end. Nor was the other one started in between: it had been there before.
type turn struct {
	by       uint64
	from, to *spot
}

var (
	observedMaps [observedMost]observed
	observing    atomic.Int64 // ns
	pcsRoom      [64]uintptr
)

// Between the program and observe: its function that calls the hook, the hook, meet; and observe. As framesBetween.
const hooksBetween = 5

// observe is called by meet.
func observe[M any](m M, op int) {
	p := address(&m)
	asking.Lock()
	defer asking.Unlock()
	began := time.Now()
	if uncertain.Load() || began.Year() < 2015 {
		return
	}
	defer func() { observing.Add(int64(time.Since(began))) }()
	o := observedAt(p, began)
	if o.typ == "" {
		o.typ = typeName[M]()
	} else if o.keep == nil && o.owner != goroutineID() {
		if liesOnStack(m) {
			o.address = 0
			return
		}
		o.keep = *(*unsafe.Pointer)(unsafe.Pointer(&p))
	}
	site := keyOfCallers(pcsRoom[:runtime.Callers(hooksBetween, pcsRoom[:2])])
	n := runtime.Callers(2, pcsRoom[:])
	g := parseGoroutine(string(traceRoom[:runtime.Stack(traceRoom[:], false)]))
	o.use(g, op, site, pcsRoom[:n])
}

// observedAt finds the map, or makes room for it.
func observedAt(p uintptr, now time.Time) *observed {
	var oldest *observed
	for i := range observedMaps {
		o := &observedMaps[i]
		if o.address == p && (o.keep != nil || now.Sub(o.last) < keptFor) {
			o.last = now
			return o
		}
		if o.address != 0 && now.Sub(o.last) > keptFor {
			*o = observed{}
		}
		if oldest == nil || o.last.Before(oldest.last) {
			oldest = o
		}
	}
	*oldest = observed{address: p, last: now}
	return oldest
}

func (o *observed) use(g goroutine, op int, site uintptr, pcs []uintptr) {
	at := spotOf(op, g, pcs)
	if at != nil {
		at.site = site
	}
	if o.first == nil {
		o.first = at
	}
	if at == nil || o.keep == nil {
		o.owner, o.latest = g.id, at
		o.note(g.id, at)
		return
	}
	if o.class == nil {
		if o.class = classOf(o.typ, o.first); o.class != nil {
			o.class.maps.add()
		}
	}
	o.takeTurns(g.id, at)
	used := o.own(g.id, at)
	if !at.known {
		return
	}
	class, address, owners := o.class, o.address, o.owners
	ask(g.id, func(found holds, known bool) {
		if !known {
			return
		}
		if owners != nil {
			used.locks, used.answered = found.own, true
			owners.settle(class.exchange)
		}
		if class != nil {
			class.count(at, found.own, g.id)
		}
		if o.address == address {
			o.suspect(g.id, at, found.own)
			o.holding(g.id, found.own)
			if class != nil && class == o.class {
				o.meetHolders(at, found)
			}
		}
	})
}

// own is nil unless owners are asked for, and there is room for what comes of it.
func (o *observed) own(id uint64, at *spot) *usage {
	if !settings.ownership || o.class == nil {
		return nil
	}
	if o.owners == nil {
		o.owners = &owners{}
	}
	used := &usage{at: at}
	o.owners.use(id, used)
	return used
}

func (o *observed) holding(id uint64, locks []lockTaken) {
	for i := range o.users {
		if o.users[i].id == id {
			o.users[i].locks, o.users[i].known = locks, true
		}
	}
}

// meetHolders notes who held a lock meanwhile under which it uses this map.
func (o *observed) meetHolders(at *spot, found holds) {
	for _, lock := range found.others {
		for i := range o.users {
			if one := &o.users[i]; one.id == lock.by && one.at != nil && holdsKey(one.locks, lock.key) {
				o.class.handOver(one.at, at, lock.place)
			}
		}
	}
}

func holdsKey(locks []lockTaken, key uintptr) bool {
	for _, one := range locks {
		if one.key == key {
			return true
		}
	}
	return false
}

func (o *observed) takeTurns(id uint64, at *spot) {
	var open []turn
	for _, one := range o.turns {
		if one.by != id {
			open = append(open, one)
		} else if o.class != nil {
			o.class.handOver(one.from, one.to, nil)
		}
	}
	if id != o.owner && o.latest != nil && o.note(id, at) && len(open) < usersMost {
		open = append(open, turn{o.owner, o.latest, at})
	}
	o.turns, o.owner, o.latest = open, id, at
	o.note(id, at)
}

// note tells whether the goroutine has used the map before.
func (o *observed) note(id uint64, at *spot) bool {
	for i := range o.users {
		if o.users[i].id == id {
			o.users[i].at = at
			return true
		}
	}
	copy(o.users[1:], o.users[:])
	o.users[0] = user{id: id, at: at}
	return false
}
