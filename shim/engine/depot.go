package engine

import "unsafe"

// A depot keeps short sequences of words (stacks, sets of held locks) once each, under an id that fits into the
// shadow. It is bounded: when it is full the oldest sequence makes room, and its id then stands for "not known
// any more", never for another sequence (ids carry a generation).
type mapsanDepot struct {
	lock   uint32
	max    uint32 // entries
	made   uint32
	victim uint32
	// recent answers most calls without the lock: the low half of a hash, and an id.
	recent  [1 << mapsanDepotBits]uint64
	bucket  [1 << mapsanDepotBits]*mapsanDepotEntry
	byIndex [1 << mapsanDepotIndexBits]*mapsanDepotEntry
}

const (
	mapsanDepotBits      = 12
	mapsanDepotIndexBits = 15
	mapsanDepotIDBits    = 21
	mapsanDepotMaxID     = 1<<mapsanDepotIDBits - 1 // generation and index
	mapsanStackDepth     = 32                       // physical frames of a remembered stack
)

type mapsanDepotEntry struct {
	_     mapsanNotInHeap
	next  *mapsanDepotEntry
	hash  uint64
	id    uint32
	n     uint32
	words [mapsanStackDepth]uintptr
}

var mapsanStacks = mapsanDepot{max: 1<<mapsanDepotIndexBits - 1}
var mapsanLocksets = mapsanDepot{max: 1<<13 - 1}

// The hash of a sequence is mapsanHashWord over its words, from the seed.

const mapsanHashSeed = 14695981039346656037

//go:nosplit
func mapsanHashWord(h uint64, word uintptr) uint64 {
	h = (h ^ uint64(word)) * 0x9E3779B97F4A7C15
	return h ^ h>>32
}

// recall returns the id of a sequence that was interned lately, or 0.
//
//go:nosplit
func (d *mapsanDepot) recall(h uint64) uint32 {
	if e := mapsanLoad64(&d.recent[h>>(64-mapsanDepotBits)]); uint32(e>>32) == uint32(h) {
		return uint32(e)
	}
	return 0
}

// intern returns the id of a sequence of at most mapsanStackDepth words, of hash h. It is not 0.
func (d *mapsanDepot) intern(h uint64, words []uintptr) uint32 {
	m := mapsanHoldM()
	mapsanLock(&d.lock)
	b := &d.bucket[h>>(64-mapsanDepotBits)]
	e := *b
	for e != nil && !(e.hash == h && e.equals(words)) {
		e = e.next
	}
	if e == nil {
		e = d.take()
		e.hash = h
		e.n = uint32(copy(e.words[:], words))
		e.next = *b
		*b = e
	}
	id := e.id
	mapsanSwap64(&d.recent[h>>(64-mapsanDepotBits)], h<<32|uint64(id))
	mapsanUnlock(&d.lock)
	mapsanReleaseM(m)
	return id
}

func (e *mapsanDepotEntry) equals(words []uintptr) bool {
	if int(e.n) != len(words) {
		return false
	}
	for i, w := range words {
		if e.words[i] != w {
			return false
		}
	}
	return true
}

// take returns an entry with an id that was not used before, as long as generations last. d is locked.
func (d *mapsanDepot) take() *mapsanDepotEntry {
	if d.made < d.max {
		d.made++
		e := (*mapsanDepotEntry)(mapsanAlloc(unsafe.Sizeof(mapsanDepotEntry{})))
		e.id = d.made
		d.byIndex[d.made] = e
		return e
	}
	d.victim = d.victim%d.max + 1
	e := d.byIndex[d.victim]
	for p := &d.bucket[e.hash>>(64-mapsanDepotBits)]; *p != nil; p = &(*p).next {
		if *p == e {
			*p = e.next
			break
		}
	}
	if r := &d.recent[e.hash>>(64-mapsanDepotBits)]; uint32(mapsanLoad64(r)) == e.id {
		mapsanSwap64(r, 0)
	}
	e.id = (e.id + 1<<mapsanDepotIndexBits) & mapsanDepotMaxID
	return e
}

// lookup copies the sequence of an id and returns its length, 0 when it is not known any more.
func (d *mapsanDepot) lookup(id uint32, into *[mapsanStackDepth]uintptr) int {
	if id == 0 {
		return 0
	}
	m := mapsanHoldM()
	mapsanLock(&d.lock)
	n := 0
	if e := d.byIndex[id&(1<<mapsanDepotIndexBits-1)]; e != nil && e.id == id {
		n = copy(into[:], e.words[:e.n])
	}
	mapsanUnlock(&d.lock)
	mapsanReleaseM(m)
	return n
}
