//go:build mapsanruntime

package engine

import "unsafe"

// The text report has the layout of the race detector's, which tools parse, and lines of MapSan's own at its end.

// mapsanPrintRace is called on the system stack, with the reports locked.
func mapsanPrintRace(race *mapsanRace) {
	how := mapsanSettings.text
	if how == mapsanTextOff {
		if !race.fatal {
			return
		}
		how = mapsanTextStderr
	}
	w := mapsanBuffer{b: mapsanReports.text[:]}
	mapsanFormatRace(&w, race)
	text := w.b[:w.n]
	switch {
	case how == mapsanTextFile && mapsanAppendFile(mapsanSettings.logPath, text):
		if race.fatal {
			mapsanWriteAll(2, text)
		}
	case how == mapsanTextStdout:
		mapsanWriteAll(1, text)
	default:
		mapsanWriteAll(2, text)
	}
}

func mapsanWriteAll(fd uintptr, b []byte) {
	for len(b) > 0 {
		n := write(fd, unsafe.Pointer(unsafe.SliceData(b)), int32(len(b)))
		if n <= 0 {
			return
		}
		b = b[n:]
	}
}

const mapsanRule = "==================\n"

func mapsanFormatRace(w *mapsanBuffer, race *mapsanRace) {
	w.str(mapsanRule)
	w.str("WARNING: DATA RACE\n")
	older := race.older
	mapsanFormatAccess(w, "Read", "Write", race.newer.op().writes(), race.addr, race.newer, true)
	w.byte('\n')
	mapsanFormatAccess(w, "Previous read", "Previous write", older.wrote, race.addr, older.side, older.known)
	mapsanFormatCreation(w, race.newer)
	if older.known && older.side.goid() != race.newer.goid() {
		mapsanFormatCreation(w, older.side)
	}
	w.str("\n")
	if op := race.newer.op(); op == mapsanOpLoad || op == mapsanOpStore {
		w.str("Type of the map variable: ")
	} else {
		w.str("Map type: ")
	}
	w.str(mapsanTypeName(race.typ))
	w.byte('\n')
	mapsanFormatLocks(w, race.newer)
	if older.known {
		mapsanFormatLocks(w, older.side)
	}
	if mapsanBudgetOfProcess.cheapest != mapsanModeFull {
		w.str("Not all map accesses are tracked, to keep max_overhead: other races may be missed.\n")
	}
	if race.fatal {
		w.str("The process ends because of this race.\n")
	}
	w.str(mapsanRule)
}

func mapsanFormatGoroutine(w *mapsanBuffer, side mapsanSide, main, other string) {
	switch id := mapsanFullGoid(side.goid()); id {
	case 0:
		w.str("a timer")
	case 1:
		w.str(main)
	default:
		w.str(other)
		w.decimal(id)
	}
}

func mapsanFormatAccess(w *mapsanBuffer, read, write string, wrote bool, addr uintptr, side mapsanSide, known bool) {
	if wrote {
		w.str(write)
	} else {
		w.str(read)
	}
	w.str(" at 0x")
	w.hex(uint64(addr), 12)
	w.str(" by ")
	if !known {
		w.str("another goroutine:\n  [failed to restore the stack]\n")
		return
	}
	mapsanFormatGoroutine(w, side, "main goroutine", "goroutine ")
	w.str(":\n")
	n := mapsanStacks.lookup(side.stack(), &mapsanReports.pcs)
	if n == 0 {
		w.str("  [failed to restore the stack]\n")
	}
	mapsanFormatStack(w, n, "", mapsanHideMapFrames)
}

// mapsanFormatStack prints the frames of the first n addresses of mapsanReports.pcs.
func mapsanFormatStack(w *mapsanBuffer, n int, indent string, hide func(string) bool) {
	it := mapsanFrames{pcs: mapsanReports.pcs[:n], hide: hide}
	for shown := 0; ; shown++ {
		f, ok := it.next()
		if !ok && shown == 0 && n > 0 && hide != nil {
			it = mapsanFrames{pcs: mapsanReports.pcs[:n]} // all of it is hidden: better than nothing
			f, ok = it.next()
		}
		if !ok {
			return
		}
		w.str(indent)
		w.str("  ")
		w.str(f.function)
		w.str("()\n      ")
		w.str(indent)
		w.str(f.file)
		w.byte(':')
		w.decimal(uint64(f.line))
		w.str(" +0x")
		w.hex(uint64(f.pc-1-f.entry), 1)
		w.byte('\n')
	}
}

func mapsanFormatCreation(w *mapsanBuffer, side mapsanSide) {
	id := mapsanFullGoid(side.goid())
	if id <= 1 {
		return
	}
	w.str("\nGoroutine ")
	w.decimal(id)
	if mapsanAlive(id) {
		w.str(" (running) created at:\n")
	} else {
		w.str(" (finished) created at:\n")
	}
	n := mapsanStacks.lookup(side.created(), &mapsanReports.pcs)
	if n == 0 {
		w.str("  [failed to restore the stack]\n")
	}
	mapsanFormatStack(w, n, "", nil)
}

func mapsanAlive(id uint64) bool {
	all, n := atomicAllG()
	for i := uintptr(0); i < n; i++ {
		gp := atomicAllGIndex(all, i)
		if gp.goid == id && readgstatus(gp)&^_Gscan != _Gdead {
			return true
		}
	}
	return false
}

func mapsanFormatLocks(w *mapsanBuffer, side mapsanSide) {
	mapsanFormatGoroutine(w, side, "Main goroutine", "Goroutine ")
	n := mapsanLocksets.lookup(side.locks(), &mapsanReports.pcs)
	if n == 0 {
		if side.locks() == 0 {
			w.str(" held no lock\n")
		} else {
			w.str(" held locks that are no longer known\n")
		}
		return
	}
	w.str(" held:\n")
	locks := mapsanReports.pcs
	for i := 0; i+mapsanLockWords <= n; i += mapsanLockWords {
		w.str("  0x")
		w.hex(uint64(locks[i]&^mapsanHeldForRead), 12)
		if locks[i]&mapsanHeldForRead != 0 {
			w.str(" (read)")
		} else {
			w.str(" (write)")
		}
		w.str(" locked at:\n")
		mapsanReports.pcs[0] = locks[i+1]
		mapsanFormatStack(w, 1, "  ", mapsanHideLockFrames)
	}
}
