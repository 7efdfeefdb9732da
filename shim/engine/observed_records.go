//go:build mapsanruntime

package engine

import (
	"internal/stringslite"
	"unsafe"
)

// The records of what is observed. All of this is on the system stack, with the reports locked.

const mapsanObservedFrames = 12 // of a stack: there are many

// mapsanBeginObservation leaves room for races.
func mapsanBeginObservation() (mapsanBuffer, bool) {
	return mapsanBeginRecord(mapsanStream.size - mapsanRacesSize)
}

func mapsanWriteMaps(born uint32, b *mapsanBirth) *mapsanStreamRecord {
	w, ok := mapsanBeginObservation()
	if !ok {
		return nil
	}
	w.uint(uint64(born), 4)
	w.bytes(mapsanTypeName(b.typ))
	mapsanWritePlace(&w, b.side)
	return mapsanEndRecord(&w, mapsanKindMaps, 0)
}

func mapsanWriteUse(s *mapsanSighting) *mapsanStreamRecord {
	w, ok := mapsanBeginObservation()
	if !ok {
		return nil
	}
	w.uint(uint64(s.born), 4)
	mapsanWritePlace(&w, s.to)
	mapsanWriteLocks(&w, s.to.locks(), false, mapsanObservedFrames)
	return mapsanEndRecord(&w, mapsanKindUse, 0)
}

func mapsanWriteHandOver(s *mapsanSighting) *mapsanStreamRecord {
	w, ok := mapsanBeginObservation()
	if !ok {
		return nil
	}
	w.uint(uint64(s.born), 4)
	mapsanWritePlace(&w, s.from)
	mapsanWritePlace(&w, s.to)
	w.byte(byte(s.order))
	mapsanWriteStack(&w, mapsanStacks.lookup(s.stack, &mapsanReports.pcs), mapsanHideEngineFrames, mapsanObservedFrames)
	return mapsanEndRecord(&w, mapsanKindHandOver, 0)
}

func mapsanWritePlace(w *mapsanBuffer, side mapsanSide) {
	w.byte(byte(side.op()))
	mapsanWriteStack(w, mapsanStacks.lookup(side.created(), &mapsanReports.pcs), nil, mapsanObservedFrames)
	mapsanWriteStack(w, mapsanStacks.lookup(side.stack(), &mapsanReports.pcs), mapsanHideMapFrames, mapsanObservedFrames)
}

// mapsanWriteTimeline says what the two goroutines of a race did before it.
func mapsanWriteTimeline(race *mapsanRace, record *mapsanStreamRecord) {
	t, now := &mapsanObserved.timeline, uint64(nanotime())
	t.n = 0
	newer, older := race.newer, race.older.side
	t.merge(mapsanObserved.observers[newer.slot()], newer.goid(), now, race.addr)
	if n := t.n; n > 0 {
		now = t.list[n-1].at // the newer access, unless it was not observed
	}
	if race.older.known && older.goid() != newer.goid() {
		t.merge(mapsanObserved.observers[older.slot()], older.goid(), now, race.addr)
	}
	w, ok := mapsanBeginObservation()
	if !ok {
		mapsanCount(&mapsanUnobserved, mapsanHeaderUnobservedAt, 1)
		return
	}
	w.uint(uint64(uintptr(unsafe.Pointer(record))-uintptr(mapsanStream.base)), 8)
	moments := t.latest()
	w.byte(byte(len(moments)))
	for i := range moments {
		m := &moments[i]
		w.uint(now-m.at, 8)
		w.uint(m.goid, 8)
		w.byte(byte(m.kind))
		w.uint(m.object, 8)
		hide := mapsanHideMomentFrames
		if m.kind == mapsanMomentAccess {
			hide = mapsanHideMapFrames
		}
		mapsanWriteStack(&w, mapsanStacks.lookup(m.stack, &mapsanReports.pcs), hide, mapsanTimelineFrames)
	}
	if mapsanEndRecord(&w, mapsanKindTimeline, 1) == nil {
		mapsanCount(&mapsanUnobserved, mapsanHeaderUnobservedAt, 1)
	}
}

const mapsanTimelineFrames = 4

// mapsanHideMomentFrames hides how a lock is taken.
func mapsanHideMomentFrames(name string) bool {
	return mapsanHideEngineFrames(name) || stringslite.HasPrefix(name, "sync.") || stringslite.HasPrefix(name, "internal/sync.")
}
