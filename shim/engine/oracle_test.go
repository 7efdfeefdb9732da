package engine

// An oracle says what happens before what, with one full vector clock per goroutine: no slots, no limits, no
// sharing, nothing clever. A world has two of them. One has only the edges that the Go memory model (go.dev/ref/mem)
// and the documentation of package sync promise, at the moment when the operation takes effect: an access that is
// reported must race there. The other has the edges that MapSan's hooks grant besides, at the moment when the hook
// runs: an access that races there must be reported. Where the documents are silent (timers, finalizers) both do what
// Go's race detector does (runtime/race.go, ThreadSanitizer's ReleaseStore, Release and ReleaseStoreAcquire).

// A vectorClock has one entry per goroutine that ever lived; missing ones are 0.
type vectorClock []uint32

func (v vectorClock) at(g int) uint32 {
	if g < len(v) {
		return v[g]
	}
	return 0
}

func (v *vectorClock) join(o vectorClock) {
	for len(*v) < len(o) {
		*v = append(*v, 0)
	}
	for g, time := range o {
		(*v)[g] = max((*v)[g], time)
	}
}

func (v *vectorClock) set(o vectorClock) { *v = append((*v)[:0], o...) }

func (v *vectorClock) tick(g int) {
	for len(*v) <= g {
		*v = append(*v, 0)
	}
	(*v)[g]++
}

// An oracleObject is a synchronisation object; readers is what the readers of an RWMutex left.
type oracleObject struct{ clock, readers vectorClock }

type oracle struct {
	clocks    []vectorClock // by goroutine, the ended ones too
	objects   map[uintptr]*oracleObject
	collected vectorClock // what everybody had done when the world was last stopped
	floor     vectorClock // what everybody knows, whoever is to come included
}

func newOracle() *oracle { return &oracle{objects: map[uintptr]*oracleObject{}} }

func (o *oracle) at(addr uintptr) *oracleObject {
	s := o.objects[addr]
	if s == nil {
		s = &oracleObject{}
		o.objects[addr] = s
	}
	return s
}

// spawn: "the go statement that starts a new goroutine is synchronized before the start of the goroutine's
// execution". parent is -1 for a context that the runtime makes by itself.
func (o *oracle) spawn(parent int) int {
	g := len(o.clocks)
	o.clocks = append(o.clocks, nil)
	o.clocks[g].set(o.floor)
	if parent >= 0 {
		o.clocks[g].set(o.clocks[parent])
		o.clocks[parent].tick(parent)
	}
	o.clocks[g].tick(g)
	return g
}

func (o *oracle) acquire(g int, addr uintptr) { o.clocks[g].join(o.at(addr).clock) }

// release replaces (ReleaseStore).
func (o *oracle) release(g int, addr uintptr) {
	o.at(addr).clock.set(o.clocks[g])
	o.clocks[g].tick(g)
}

// releaseMerge adds (Release).
func (o *oracle) releaseMerge(g int, addr uintptr) {
	o.at(addr).clock.join(o.clocks[g])
	o.clocks[g].tick(g)
}

// releaseAcquire is a slot of a buffered channel: "the k-th receive from a channel with capacity C is synchronized
// before the completion of the k+C-th send", and a send before its receive (ReleaseStoreAcquire).
func (o *oracle) releaseAcquire(g int, addr uintptr) {
	var before vectorClock
	before.set(o.at(addr).clock)
	o.release(g, addr)
	o.clocks[g].join(before)
}

// exchange is an unbuffered channel: the send is synchronized before the receive, and the receive before the
// completion of the send.
func (o *oracle) exchange(g, h int) {
	var mine vectorClock
	mine.set(o.clocks[g])
	o.clocks[g].join(o.clocks[h])
	o.clocks[h].join(mine)
	o.clocks[g].tick(g)
	o.clocks[h].tick(h)
}

func (o *oracle) releaseRead(g int, addr uintptr) {
	o.at(addr).readers.join(o.clocks[g])
	o.clocks[g].tick(g)
}

// acquireWrite: Lock of an RWMutex comes after all Unlocks and all RUnlocks before it; RLock after the Unlocks only.
func (o *oracle) acquireWrite(g int, addr uintptr) {
	o.acquire(g, addr)
	o.clocks[g].join(o.at(addr).readers)
}

// collect stops the world; finalize is a finalizer or cleanup that runs because of it, after all that had
// happened by then (racefingo).
func (o *oracle) collect(alive []int) {
	o.collected = nil
	for g := range o.clocks {
		o.collected.join(o.clocks[g])
	}
	for _, g := range alive {
		o.clocks[g].tick(g)
	}
}

// barrier is the end of a rest.
func (o *oracle) barrier(alive []int) {
	o.floor = nil
	for g := range o.clocks {
		o.floor.join(o.clocks[g])
	}
	for _, g := range alive {
		o.clocks[g].join(o.floor)
		o.clocks[g].tick(g)
	}
}

func (o *oracle) finalize(g int) { o.clocks[g].join(o.collected) }

// forget: the memory at addr died, and something else lives there now.
func (o *oracle) forget(addr uintptr) { delete(o.objects, addr) }

// An oracleAccess is one access to one map, and when in its goroutine's time, by either oracle.
type oracleAccess struct {
	g       int
	promise uint32
	grant   uint32
	label   uint32 // unique
	op      mapsanOp
}

// races returns the accesses of history that conflict with an access by g now and are not ordered before it: by
// promise, and the number of those that are not ordered by grant either; and whether there are any by other
// goroutines that conflict and are ordered.
func (w *world) races(history []oracleAccess, g int, op mapsanOp) (races []oracleAccess, certain int, ordered bool) {
	for _, a := range history {
		if a.g == g || !a.op.writes() && !op.writes() {
			continue
		}
		if a.grant > w.granted.clocks[g].at(a.g) {
			certain++
		}
		if a.promise > w.promised.clocks[g].at(a.g) {
			races = append(races, a)
		} else {
			ordered = true
		}
	}
	return races, certain, ordered
}
