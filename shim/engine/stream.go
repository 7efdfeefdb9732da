//go:build mapsanruntime

package engine

import "unsafe"

// The event stream is a file that is mapped into memory when the process starts, and closed at once. It costs no
// file descriptor, and survives what the program may do later: close all descriptors, change its directory or
// user, be killed. Blocks are allocated before, so that a full disk is noticed here, not by a SIGBUS later.

const (
	mapsanRacesSize    = 1 << 20 // of the stream, at least so much is for races
	mapsanObservedSize = 7 << 20 // and so much more there is when maps are observed
)

var mapsanStream struct {
	base unsafe.Pointer // nil: there is none
	size uintptr
	tail uintptr
}

func mapsanOpenStream(path string, observe bool) {
	size := mapsanRacesSize
	if observe {
		size += mapsanObservedSize
	}
	base := mapsanMapFile(path, size)
	if base == nil {
		print("mapsan: cannot write ", path, ": races are reported as text only\n")
		if mapsanSettings.text == mapsanTextOff {
			mapsanSettings.text = mapsanTextStderr
		}
		return
	}
	w := mapsanBuffer{b: unsafe.Slice((*byte)(base), mapsanHeaderSize)}
	w.str(mapsanStreamMagic)
	w.uint(mapsanProtocolVersion, 4)
	w.uint(mapsanHeaderSize, 4)
	w.uint(mapsanHeaderSize, 8) // tail
	w.uint(uint64(mapsanPid()), 8)
	w.n = mapsanHeaderSlotLimitAt
	w.uint(mapsanSlots-1, 8)
	version := buildVersion
	w.str(version[:min(len(version), mapsanHeaderGoVersionSize-1)])
	mapsanStream.base, mapsanStream.size, mapsanStream.tail = base, uintptr(size), mapsanHeaderSize
	mapsanStreamState(mapsanStateRunning)
	if observe {
		*mapsanStreamWord(mapsanHeaderObservesAt) = 1
		mapsanStartObserving()
	}
}

// mapsanStreamWord is a field of the header, or nil.
func mapsanStreamWord(at uintptr) *uint64 {
	if mapsanStream.base == nil {
		return nil
	}
	return (*uint64)(unsafe.Add(mapsanStream.base, at))
}

// mapsanCount raises a counter, and its copy in the header.
func mapsanCount(counter *uint64, at uintptr, n uint64) {
	total := mapsanAdd64(counter, int64(n))
	if p := mapsanStreamWord(at); p != nil {
		mapsanRaise(p, total)
	}
}

func mapsanStreamState(state uint64) {
	if p := mapsanStreamWord(mapsanHeaderStateAt); p != nil {
		*p = state
		mapsanStreamCoverage()
		mapsanStreamBudget()
	}
}

// mapsanStreamCoverage says how many goroutines are tracked, and what was not tracked for want of slots. It is called
// whenever that may have changed, since nothing runs when a process is killed.
func mapsanStreamCoverage() {
	if p := mapsanStreamWord(mapsanHeaderSlotsPeakAt); p != nil {
		*p = uint64(mapsanLoad32(&mapsanSlotTable.highWater) - 1)
		*mapsanStreamWord(mapsanHeaderUntrackedAt) = mapsanLoad64(&mapsanStats.untracked)
	}
}

// mapsanStreamBudget is called when the budget has been judged, and at the end.
func mapsanStreamBudget() {
	b := &mapsanBudgetOfProcess
	if p := mapsanStreamWord(mapsanHeaderMaxOverheadAt); p != nil && b.limit != 0 {
		*p = b.limit
		*mapsanStreamWord(mapsanHeaderMapCostAt) = b.all.permille(b.all.maps)
		*mapsanStreamWord(mapsanHeaderSyncCostAt) = b.all.permille(b.all.sync)
		*mapsanStreamWord(mapsanHeaderSkippedAt) = mapsanGateSkipped()
		*mapsanStreamWord(mapsanHeaderCheapestAt) = uint64(b.cheapest.kind())
		*mapsanStreamWord(mapsanHeaderRestedAt) = mapsanRested()
	}
}

// A mapsanStreamRecord is a record in the mapped stream: nothing that the collector has to look for.
type mapsanStreamRecord struct {
	_ mapsanNotInHeap
}

func (r *mapsanStreamRecord) count() *uint64 {
	return (*uint64)(unsafe.Add(unsafe.Pointer(r), mapsanRecordCountAt))
}

func (r *mapsanStreamRecord) flags() *uint16 {
	return (*uint16)(unsafe.Add(unsafe.Pointer(r), mapsanRecordFlagsAt))
}

// mapsanWriteRace appends a record and returns it; nil when there is no stream or no room.
//
// On the system stack, with the reports locked.
func mapsanWriteRace(race *mapsanRace) *mapsanStreamRecord {
	w, ok := mapsanBeginRecord(mapsanStream.size)
	if !ok {
		return nil
	}
	w.uint(uint64(race.addr), 8)
	w.bytes(mapsanTypeName(race.typ))
	mapsanWriteAccess(&w, race.newer, true, true)
	mapsanWriteAccess(&w, race.older.side, race.older.known, race.older.wrote)
	record := mapsanEndRecord(&w, mapsanKindRace, 1)
	if record == nil {
		mapsanCount(&mapsanStats.dropped, mapsanHeaderDroppedAt, 1)
	}
	return record
}

// mapsanBeginRecord returns a buffer for the payload of the next record, which must end before limit.
func mapsanBeginRecord(limit uintptr) (w mapsanBuffer, ok bool) {
	s := &mapsanStream
	if s.base == nil || s.tail+mapsanRecordPayloadAt > limit {
		return w, false
	}
	record := unsafe.Add(s.base, s.tail)
	return mapsanBuffer{b: unsafe.Slice((*byte)(record), limit-s.tail), n: mapsanRecordPayloadAt}, true
}

// mapsanEndRecord appends the record and returns it; nil, and nothing is left of it, when there was no room.
func mapsanEndRecord(w *mapsanBuffer, kind uint16, count uint64) *mapsanStreamRecord {
	s := &mapsanStream
	for w.n%mapsanRecordAlignment != mapsanRecordAlignment-mapsanRecordChecksumSize {
		w.byte(0)
		if w.full {
			break
		}
	}
	b, size := w.b, w.n+mapsanRecordChecksumSize
	if w.full || size > len(b) {
		clear(b[:min(w.n, len(b))])
		return nil
	}
	head := mapsanBuffer{b: b}
	head.uint(uint64(size), 4)
	head.uint(uint64(kind), 2)
	head.uint(0, 2)
	head.uint(count, 8)
	crc := mapsanCRC32(0, b[mapsanRecordKindAt:mapsanRecordCountAt])
	crc = mapsanCRC32(crc, b[mapsanRecordPayloadAt:w.n])
	w.uint(uint64(crc), mapsanRecordChecksumSize)
	record := (*mapsanStreamRecord)(unsafe.Add(s.base, s.tail))
	s.tail += uintptr(size)
	*mapsanStreamWord(mapsanHeaderTailAt) = uint64(s.tail)
	mapsanStreamState(mapsanStateRunning)
	return record
}

func mapsanWriteAccess(w *mapsanBuffer, side mapsanSide, known, wrote bool) {
	if !known {
		op := byte(mapsanOpRead)
		if wrote {
			op = mapsanOpWrite
		}
		w.byte(op)
		w.uint(0, 8)
		w.byte(0) // created by
		w.byte(0) // stack
		w.byte(0) // locks
		return
	}
	w.byte(byte(side.op()))
	w.uint(mapsanFullGoid(side.goid()), 8)
	mapsanWriteStack(w, mapsanStacks.lookup(side.created(), &mapsanReports.pcs), nil, mapsanFramesMost)
	mapsanWriteStack(w, mapsanStacks.lookup(side.stack(), &mapsanReports.pcs), mapsanHideMapFrames, mapsanFramesMost)
	mapsanWriteLocks(w, side.locks(), true, mapsanFramesMost)
}

// mapsanWriteLocks writes a lockset of the depot; without addresses, of whatever locks were taken in these ways.
func mapsanWriteLocks(w *mapsanBuffer, id uint32, addressed bool, frames int) {
	n := mapsanLocksets.lookup(id, &mapsanReports.pcs)
	w.byte(byte(n / mapsanLockWords))
	locks := mapsanReports.pcs
	for i := 0; i+mapsanLockWords <= n; i += mapsanLockWords {
		mode := byte(mapsanLockWrite)
		if locks[i]&mapsanHeldForRead != 0 {
			mode = mapsanLockRead
		}
		if addressed {
			w.uint(uint64(locks[i]&^mapsanHeldForRead), 8)
		}
		w.byte(mode)
		mapsanReports.pcs[0] = locks[i+1]
		mapsanWriteStack(w, 1, mapsanHideLockFrames, frames)
	}
}

const mapsanFramesMost = 254

// mapsanWriteStack writes the frames of the first n addresses of mapsanReports.pcs, but no more than most.
func mapsanWriteStack(w *mapsanBuffer, n int, hide func(string) bool, most int) {
	at := w.n
	w.byte(0)
	frames := 0
	it := mapsanFrames{pcs: mapsanReports.pcs[:n], hide: hide}
	for frames < most {
		f, ok := it.next()
		if !ok {
			break
		}
		w.bytes(f.function)
		w.bytes(f.file)
		w.uint(uint64(f.line), 4)
		frames++
	}
	if frames == 0 && n > 0 && hide != nil {
		w.n = at
		mapsanWriteStack(w, n, nil, most) // all of it is hidden: better than nothing
		return
	}
	if !w.full {
		w.b[at] = byte(frames)
	}
}

// mapsanFullGoid completes the low bits of a goroutine id, which are what is stored in the shadow.
func mapsanFullGoid(low uint32) uint64 {
	last := sched.goidgen.Load()
	id := last&^mapsanSideGoid | uint64(low)
	if id > last {
		id -= mapsanSideGoid + 1
	}
	return id
}

func mapsanTypeName(typ uintptr) string {
	if typ == 0 {
		return "map"
	}
	return toRType((*_type)(unsafe.Pointer(typ))).string()
}
