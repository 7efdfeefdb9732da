//go:build mapsanruntime

package engine

import (
	"internal/stringslite"
	"unsafe"
)

// The tables of observe.go. All of this is on the system stack: it must not allocate on the Go heap, block, or grow the
// stack.

func mapsanFindBirth(typ uintptr, side mapsanSide) uint32 {
	r, o := &mapsanReports, &mapsanObserved
	mapsanLock(&r.lock)
	h := mapsanHashWord(mapsanHashWord(mapsanHashSeed, r.site(side.stack(), mapsanAccessSite)), typ)
	index := uint32(0)
	for i := uint64(0); ; i++ {
		index = uint32((h+i)%mapsanBornMax) + 1
		b := &o.births[index]
		if b.hash == h {
			break
		}
		if b.hash == 0 {
			if o.nbirths == mapsanBornMax*7/8 {
				index = 0
				break
			}
			o.nbirths++
			*b = mapsanBirth{hash: h, typ: typ, side: side}
			break
		}
	}
	mapsanUnlock(&r.lock)
	return index
}

func mapsanFindClass(s *mapsanSighting) {
	r := &mapsanReports
	mapsanLock(&r.lock)
	s.class()
	mapsanUnlock(&r.lock)
}

// class returns the record of the class, made if there was none: whoever marks a map as shared may not have come so far when
// the other goroutine does. nil: there is no room.
func (s *mapsanSighting) class() *mapsanStreamRecord {
	b := &mapsanObserved.births[s.born]
	if b.at == nil {
		if b.typ == 0 {
			b.typ = s.typ
		}
		mapsanStorePtr(unsafe.Pointer(&b.at), unsafe.Pointer(mapsanWriteMaps(s.born, b)))
	}
	return b.at
}

// mapsanFindRecord returns the index of the record that a use or hand-over is counted in, made if there was none; 0 when
// there is no room.
func mapsanFindRecord(s *mapsanSighting) uint32 {
	r, o := &mapsanReports, &mapsanObserved
	mapsanLock(&r.lock)
	records, n := &o.uses, &o.nuses
	h := r.placeHash(mapsanHashWord(mapsanHashSeed, uintptr(s.born)), s.to)
	if s.kind == mapsanKindUse {
		h = r.locksHash(h, s.to.locks())
	} else {
		records, n = &o.handOvers, &o.nhandOvers
		h = mapsanHashWord(r.placeHash(h, s.from), uintptr(s.order))
		if s.order >= mapsanOrderLearnt {
			h = mapsanHashWord(h, r.site(s.stack, mapsanLearningSite))
		}
	}
	index := uint32(0)
	for i := uint64(0); ; i++ {
		index = uint32((h+i)%(mapsanRecordsMax-1)) + 1
		record := &records[index]
		if record.hash == h {
			break
		}
		if record.hash == 0 {
			if *n == mapsanRecordsMax*7/8 || s.class() == nil {
				index = 0
				break
			}
			*n++
			record.hash = h
			if s.kind == mapsanKindUse {
				record.at = mapsanWriteUse(s)
			} else {
				record.at = mapsanWriteHandOver(s)
			}
			break
		}
	}
	mapsanUnlock(&r.lock)
	return index
}

// placeHash: an operation, the statement that makes it, and the go statements that made the goroutine.
func (r *mapsanReportsState) placeHash(h uint64, side mapsanSide) uint64 {
	h = mapsanHashWord(mapsanHashWord(h, r.site(side.stack(), mapsanAccessSite)), uintptr(side.op()))
	n := mapsanStacks.lookup(side.created(), &r.pcs)
	for _, pc := range r.pcs[:min(n, mapsanCreatorFrames)] {
		h = mapsanHashWord(h, pc)
	}
	return h
}

// mapsanCreatorFrames tell kinds of goroutines apart, where a go statement is that of a library for many callers.
const mapsanCreatorFrames = 3

// locksHash: where locks were taken and how, not which ones.
func (r *mapsanReportsState) locksHash(h uint64, locks uint32) uint64 {
	n := mapsanLocksets.lookup(locks, &r.pcs)
	for i := 0; i+mapsanLockWords <= n; i += mapsanLockWords {
		h = mapsanHashWord(mapsanHashWord(h, r.pcs[i]&mapsanHeldForRead), r.pcs[i+1])
	}
	return h
}

// A mapsanSiteKind says which frames a site lies behind.
type mapsanSiteKind uint32

const (
	mapsanAccessSite mapsanSiteKind = iota
	mapsanLearningSite
)

// site returns the return address of the first frame of a stack that is not of the implementation.
func (r *mapsanReportsState) site(stack uint32, kind mapsanSiteKind) uintptr {
	known := &mapsanObserved.sites[stack%mapsanSitesKept]
	if known.stack != stack || known.kind != kind || stack == 0 {
		hide := mapsanHideMapFrames
		if kind == mapsanLearningSite {
			hide = mapsanHideSyncFrames
		}
		pcs := r.pcs[:mapsanStacks.lookup(stack, &r.pcs)]
		it := mapsanFrames{pcs: pcs, hide: hide}
		f, ok := it.next()
		if !ok && len(pcs) > 0 {
			f.pc = pcs[0]
		}
		known.stack, known.kind, known.pc = stack, kind, f.pc
	}
	return known.pc
}

// mapsanHideEngineFrames hides what is not there without MapSan.
func mapsanHideEngineFrames(name string) bool {
	return stringslite.HasPrefix(name, "runtime.mapsan") || stringslite.HasPrefix(name, "runtime.(*mapsan") ||
		stringslite.HasPrefix(name, "internal/race.") || stringslite.HasPrefix(name, "sync/atomic.mapsan")
}

func mapsanHideSyncFrames(name string) bool {
	return mapsanHideEngineFrames(name) || stringslite.HasPrefix(name, "runtime.") || stringslite.HasPrefix(name, "sync.") ||
		stringslite.HasPrefix(name, "sync/atomic.") || stringslite.HasPrefix(name, "internal/")
}
