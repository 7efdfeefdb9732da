package engine

import "unsafe"

const (
	mapsanSlotBits  = 10
	mapsanSlots     = 1 << mapsanSlotBits // slot 0 is never given out
	mapsanEpochBits = 48                  // 32 would wrap after two minutes of an uncontended lock loop
	mapsanEpochMask = 1<<mapsanEpochBits - 1
)

//go:nosplit
func mapsanTag(slot uint32, epoch uint64) uint64 { return uint64(slot)<<mapsanEpochBits | epoch }

//go:nosplit
func mapsanSlotOf(tag uint64) uint32 { return uint32(tag >> mapsanEpochBits) }

// A mapsanVector holds one epoch per slot. It is immutable once it is shared, counted by reference, and as
// long as the high-water mark of slots was when it was made.
type mapsanVector struct {
	_     mapsanNotInHeap
	refs  uint32
	n     uint32 // entries in use, a multiple of 8
	cap   uint32
	id    uint64 // never used twice, so that a mapsanMemo can name it
	next  *mapsanVector
	epoch [mapsanSlots]uint64 // only cap of them exist
}

const mapsanVectorHead = unsafe.Offsetof(mapsanVector{}.epoch)

// A mapsanMemo is the ids of the four vectors that were met last.
type mapsanMemo struct{ id [4]uint64 }

func (m *mapsanMemo) has(id uint64) bool {
	return m.id[0] == id || m.id[1] == id || m.id[2] == id || m.id[3] == id
}

func (m *mapsanMemo) note(id uint64) {
	m.id = [4]uint64{id, m.id[0], m.id[1], m.id[2]}
}

// One free list per capacity: 16, 32, 64 and so on.
var mapsanVectorPool struct {
	lock   uint32
	lastID uint64
	free   [mapsanSlotBits - 3]*mapsanVector
}

func mapsanVectorClass(n uint32) (capacity uint32, class int) {
	capacity = 16
	for capacity < n {
		capacity *= 2
		class++
	}
	return capacity, class
}

// mapsanNewVector returns a vector with one reference and undefined entries, long enough for every slot
// that has been given out.
func mapsanNewVector() *mapsanVector {
	n := (mapsanLoad32(&mapsanSlotTable.highWater) + 7) &^ 7
	capacity, class := mapsanVectorClass(n)
	pool := &mapsanVectorPool
	mapsanLock(&pool.lock)
	v := pool.free[class]
	if v != nil {
		pool.free[class] = v.next
	}
	pool.lastID++
	id := pool.lastID
	mapsanUnlock(&pool.lock)
	if mapsanChecking && v != nil {
		mapsanAssert(v.refs == 0 && v.cap == capacity, "a vector is given out that is in use")
	}
	if v == nil {
		v = (*mapsanVector)(mapsanAlloc(mapsanVectorHead + uintptr(capacity)*8))
		mapsanAdd64(&mapsanStats.vectorBytes, int64(mapsanVectorHead+uintptr(capacity)*8))
	}
	v.refs, v.n, v.cap, v.id, v.next = 1, n, capacity, id, nil
	return v
}

func (v *mapsanVector) keep() *mapsanVector {
	if v != nil {
		refs := mapsanAdd32(&v.refs, 1)
		if mapsanChecking {
			mapsanAssert(refs > 1, "a reference to a vector that was given back")
		}
	}
	return v
}

// drop gives back n references.
func (v *mapsanVector) drop(n int32) {
	if v == nil {
		return
	}
	refs := mapsanAdd32(&v.refs, -n)
	if mapsanChecking {
		mapsanAssert(int32(refs) >= 0, "a vector is given back twice")
	}
	if refs != 0 {
		return
	}
	_, class := mapsanVectorClass(v.cap)
	pool := &mapsanVectorPool
	mapsanLock(&pool.lock)
	v.next = pool.free[class]
	pool.free[class] = v
	mapsanUnlock(&pool.lock)
}

// entries returns the epochs in use, indexed by slot.
//
//go:nosplit
func (v *mapsanVector) entries() []uint64 {
	if v == nil {
		return nil
	}
	if mapsanChecking {
		mapsanAssert(v.refs != 0, "a vector is read that was given back")
	}
	return v.epoch[:v.n]
}

// from is entries without those of the first slots.
//
//go:nosplit
func (v *mapsanVector) from(first uint32) []uint64 {
	all := v.entries()
	return all[min(int(first), len(all)):]
}
