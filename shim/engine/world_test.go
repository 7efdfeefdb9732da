package engine

import (
	"fmt"
	"runtime/debug"
	"unsafe"
)

// A world runs a trace on the engine and on two oracles, and compares them at each access.
//
// The hooks themselves (hooks_*.go) need package runtime. What a world does in their place is written after them, in
// files of the same names: which functions of the engine a hook calls, in which order, is the same by reading only.
// Where Go's sources call which hook is in src/hooks/tables; the world's channels are those of runtime/chan.go, and
// every other operation has its hooks where the tables put them. What can come between a hook and its operation in
// a real program can come between them here: see doHalf.
type world struct {
	trace    trace
	promised *oracle
	granted  *oracle
	actors   [traceNames]*actor
	maps     [traceMaps]*tracedMap
	mutexes  [traceObjects]*actor // who holds it
	writers  [traceObjects]*actor // and an RWMutex
	readers  [traceObjects][]*actor
	reopened map[object]bool // locks in which a goroutine went on with its epoch
	chans    [traceObjects]tracedChannel
	atomics  [traceObjects]uint32
	values   uint32 // the last one that was stored in an atomic
	conds    [traceObjects][]*actor
	pooled   [traceObjects]bool
	armed    [traceObjects]bool
	procs    [traceProcs]*actor // the contexts of their timers
	used     map[object]int     // all that there were, and how many operations are half done with each
	label    uint32
	scarce   bool // slots have run out: races may be missed from now on
	loose    bool // likewise, because of a lock that was reopened and unlocked by somebody else
	tally    *tally
}

type actor struct {
	g       int // of the oracles
	c       *mapsanCtx
	created uint32

	ignoring int    // race.Disable less race.Enable
	stop     int    // where the next operation stops half way
	rest     rest   // of the operation that did
	parked   []int  // channels where it waits
	outer    *actor // whose cleanup this is
}

// rest is what is left of an operation; it says whether it could be done.
type rest func() bool

// An object is a kind and a number.
type object struct {
	kind int
	x    uint16
}

type tracedMap struct {
	shadow   mapsanMap
	history  []oracleAccess
	raced    bool
	observed observedMap
}

// run returns what went wrong, or "".
func (t trace) run(count *tally) (failure string) {
	defer func() {
		if r := recover(); r != nil {
			failure = fmt.Sprintf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	freshEngineWithTable(t.slots, 3) // so that it grows
	w := &world{trace: t, promised: newOracle(), granted: newOracle(), used: map[object]int{}, reopened: map[object]bool{}, tally: count}
	w.actors[0] = w.newActor(nil)
	for i := range w.maps {
		w.maps[i] = &tracedMap{}
	}
	for i, s := range t.steps {
		if failure = w.step(s); failure != "" {
			return fmt.Sprintf("step %d, {%s, %d, %d}: %s", i, stepNames[s.op], s.g, s.x, failure)
		}
	}
	count.add()
	return w.close()
}

// newActor: a goroutine, by the go statement of parent, or a context that the runtime makes by itself.
func (w *world) newActor(parent *actor) *actor {
	if parent == nil || mapsanResting() {
		w.promised.spawn(parent.number())
		g := w.granted.spawn(-1)
		return &actor{g: g, c: mapsanSpawn(nil), created: createdOf(g)}
	}
	w.promised.spawn(parent.g)
	g := w.granted.spawn(parent.g)
	return &actor{g: g, c: mapsanSpawn(parent.c), created: createdOf(g)}
}

// number is -1 for nobody.
func (a *actor) number() int {
	if a == nil {
		return -1
	}
	return a.g
}

func createdOf(g int) uint32 { return uint32(g) * 31 }

// freshEngine resets all global state of the engine but depots.
func freshEngine(slots int) { freshEngineWithTable(slots, mapsanFirstBucketBits) }

func freshEngineWithTable(slots int, bucketBits uint32) {
	mapsanSlotTable = mapsanSlotsState{highWater: 1, limit: uint32(slots) + 1}
	mapsanCollected.vec = nil
	mapsanFloor, mapsanCtxMask = mapsanClock{}, ^uintptr(0)
	mapsanVectorPool.lastID = 0
	clear(mapsanVectorPool.free[:])
	mapsanSyncPool.objects, mapsanSyncPool.readers, mapsanSyncPool.chunks = nil, nil, nil
	mapsanSyncPool.hubs, mapsanSyncPool.hubChunks, mapsanSyncPool.variables = nil, nil, nil
	mapsanCtxPool.free = nil
	mapsanObserverPool.free, mapsanObserverPool.newest, mapsanObserverPool.made = nil, nil, 0
	mapsanStats.joinedSlots, mapsanStats.untracked, mapsanStats.slotsTakenBack = 0, 0, 0
	mapsanStats.contexts, mapsanStats.objects, mapsanStats.variables, mapsanStats.vectorBytes = 0, 0, 0, 0
	mapsanKept.chunks = nil
	mapsanTable.buckets = (*mapsanBucket)(mapsanAlloc(unsafe.Sizeof(mapsanBucket{}) << bucketBits))
	mapsanTable.shift, mapsanTable.live = 64-bucketBits, 0
	clear(mapsanStripeTable[:])
}

// close ends everything and looks for leaks: all that was made must be in a pool again.
func (w *world) close() string {
	for _, a := range append(w.actors[:], w.procs[:]...) {
		for ; a != nil; a = a.outer {
			mapsanEnd(a.c)
		}
	}
	for x := range w.maps {
		w.replaceMap(x)
	}
	for o := range w.used {
		w.forgetObject(o)
	}
	for i := range mapsanSlotTable.slot {
		mapsanSlotTable.slot[i].final.reset()
	}
	mapsanCollected.vec.drop(1)
	mapsanCollected.vec = nil
	mapsanFloor.reset()
	return findLeaks()
}

func findLeaks() string {
	vectors, objects, contexts := uint64(0), uint64(0), uint64(0)
	for _, v := range mapsanVectorPool.free {
		for ; v != nil && vectors <= mapsanStats.vectorBytes; v = v.next {
			vectors += uint64(mapsanVectorHead) + uint64(v.cap)*8
		}
	}
	made := mapsanStats.objects + mapsanStats.variables
	for _, free := range []*mapsanSync{mapsanSyncPool.objects, mapsanSyncPool.variables} {
		for s := free; s != nil && objects <= made; s = s.next {
			objects++
		}
	}
	for c := mapsanCtxPool.free; c != nil && contexts <= mapsanStats.contexts; c = c.peer {
		contexts++
	}
	if vectors != mapsanStats.vectorBytes || objects != made || contexts != mapsanStats.contexts {
		return fmt.Sprintf("leak: of %d bytes of vectors, %d objects, %d contexts there are %d, %d, %d in the pools",
			mapsanStats.vectorBytes, made, mapsanStats.contexts, vectors, objects, contexts)
	}
	return ""
}
