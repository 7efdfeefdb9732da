//go:build mapsanruntime

package engine

import (
	"internal/runtime/sys"
	"unsafe"
)

// Each pair of sites on a type of map is reported once and counted from then on.

const mapsanPairsMax = 1 << 11 // distinct races that a process reports; more are counted as dropped

type mapsanPair struct {
	sites [2]uintptr // return addresses, the smaller first; 0: a side that is not known
	typ   uintptr
	count uint64
	// The record in the event stream, or nil.
	record *mapsanStreamRecord
}

// A mapsanRace is a pair of accesses on their way into a report.
type mapsanRace struct {
	addr  uintptr
	typ   uintptr
	newer mapsanSide
	older mapsanConflict
	fatal bool
}

// Guarded by lock, whose holder is on the system stack.
type mapsanReportsState struct {
	lock   uint32
	n      int
	pairs  [mapsanPairsMax]mapsanPair
	recent [16]mapsanRace // the last races, for the report of a death
	next   uint32
	text   [64 << 10]byte
	pcs    [mapsanStackDepth]uintptr // scratch, of one stack or lockset at a time
}

var mapsanReports mapsanReportsState

// mapsanReport is called by an access that is not ordered after others. The caller holds its M, and no locks.
func mapsanReport(m *mapsanMap, typ uintptr, side mapsanSide, found *mapsanConflicts) {
	mapsanCount(&mapsanStats.races, mapsanHeaderRacesAt, uint64(found.n))
	for i := 0; i < found.n && i < len(found.first); i++ {
		race := mapsanRace{m.address(side.op()), typ, side, found.first[i], false}
		systemstack(func() { mapsanReportOne(&race) })
	}
	if mapsanSettings.halt {
		code := mapsanSettings.exitCode
		if code == 0 {
			code = mapsanRaceExitCode
		}
		mapsanStreamState(mapsanStateExited)
		exit(int32(code))
	}
}

// On the system stack: must not allocate on the Go heap, block, or grow the stack.
func mapsanReportOne(race *mapsanRace) {
	r := &mapsanReports
	mapsanLock(&r.lock)
	pair, isNew := r.find(race)
	if !race.fatal {
		r.recent[r.next%uint32(len(r.recent))] = *race
		r.next++
	}
	if pair == nil { // a repeat of one that found no room counts again
		mapsanCount(&mapsanStats.dropped, mapsanHeaderDroppedAt, 1)
	} else if isNew {
		pair.record = mapsanWriteRace(race)
		if mapsanObserving && pair.record != nil {
			mapsanWriteTimeline(race, pair.record)
		}
	} else if !race.fatal {
		pair.count++
		if pair.record != nil {
			*pair.record.count() = pair.count
		}
	}
	if pair != nil && race.fatal && pair.record != nil {
		*pair.record.flags() |= mapsanFlagFatal
	}
	if isNew || race.fatal {
		mapsanPrintRace(race)
	}
	mapsanUnlock(&r.lock)
}

// find returns the pair that race belongs to, made if there was none; nil when there is no room.
func (r *mapsanReportsState) find(race *mapsanRace) (pair *mapsanPair, isNew bool) {
	a, b := r.siteOf(race.newer), uintptr(0)
	if race.older.known {
		b = r.siteOf(race.older.side)
	}
	if a > b {
		a, b = b, a
	}
	h := mapsanHashWord(mapsanHashWord(mapsanHashWord(mapsanHashSeed, a), b), race.typ)
	for i := 0; i < mapsanPairsMax; i++ {
		pair = &r.pairs[(h+uint64(i))%mapsanPairsMax]
		if pair.count == 0 {
			if r.n == mapsanPairsMax*3/4 {
				return nil, false
			}
			r.n++
			*pair = mapsanPair{sites: [2]uintptr{a, b}, typ: race.typ, count: 1}
			return pair, true
		}
		if pair.sites[0] == a && pair.sites[1] == b && pair.typ == race.typ {
			return pair, false
		}
	}
	return nil, false
}

func (r *mapsanReportsState) siteOf(side mapsanSide) uintptr {
	return mapsanFirstPC(r.pcs[:mapsanStacks.lookup(side.stack(), &r.pcs)])
}

// mapsanOnDeath is bound to the places where package maps is about to end the process with a fatal error. The
// access has just been found to race, unless it was not tracked; the pair is written whether or not it has
// been reported before.
//
//go:linkname mapsanOnDeath internal/runtime/maps.fatalmap
func mapsanOnDeath(m unsafe.Pointer, message string) {
	gp := getg()
	mp := mapsanHoldM()
	race, found := mapsanLastRaceOn(uintptr(m))
	if c := mapsanOwnCtx(gp); !found && c != nil {
		shadow := (*mapsanMap)(m)
		op := mapsanOp(mapsanOpRead)
		if message != "concurrent map read and map write" && message != "concurrent map iteration and map write" {
			op = mapsanOpWrite
		}
		side := mapsanMakeSide(c.slot, op, mapsanAccessStack(gp, sys.GetCallerPC()), gp.goid, c.lockset(), c.created)
		older := shadow.wSide
		race = mapsanRace{addr: uintptr(m), newer: side,
			older: mapsanConflict{older, true, !mapsanResting() && older.where != 0 && older.goid() != side.goid()}}
	}
	race.fatal = true
	systemstack(func() { mapsanReportOne(&race) })
	mapsanStreamState(mapsanStateDied)
	mapsanReleaseM(mp)
	fatal(message)
}

func mapsanLastRaceOn(addr uintptr) (race mapsanRace, found bool) {
	r := &mapsanReports
	mapsanLock(&r.lock)
	for i := uint32(1); i <= uint32(len(r.recent)) && !found; i++ {
		if last := &r.recent[(r.next-i)%uint32(len(r.recent))]; last.addr == addr {
			race, found = *last, true
		}
	}
	mapsanUnlock(&r.lock)
	return race, found
}

// mapsanExit is called where the race detector would end (main.main's return, os.Exit).
func mapsanExit(code int) {
	mapsanStreamState(mapsanStateExited)
	mapsanSaySkipped()
	if code == 0 && mapsanSettings.exitCode != 0 && mapsanLoad64(&mapsanStats.races) != 0 {
		exit(int32(mapsanSettings.exitCode))
	}
}
