package engine

// A mapsanStatus is what the engine says about itself while the program runs.
type mapsanStatus struct {
	pid       uint64
	goVersion string
	blind     bool

	races, findings, dropped uint64
	untracked, skipped       uint64
	rested                   uint64 // permille of the time

	slotLimit, slotsUsed, slotsPeak, slotsTakenBack uint64
	goroutines, objects                             uint64 // contexts and sync objects in use
	memory                                          mapsanMemory
	budget                                          mapsanBudget
}

// A mapsanMemory is in bytes. What is free for reuse counts.
type mapsanMemory struct {
	contexts, objects, vectors, other uint64 // other: parts of sync objects, buckets, stacks
	static                            uint64 // variables of the engine
}

func (m *mapsanMemory) total() uint64 { return m.contexts + m.objects + m.vectors + m.other + m.static }

func mapsanFormatStatus(w *mapsanBuffer, s *mapsanStatus) {
	w.str("MapSan in process ")
	w.decimal(s.pid)
	w.str(" (")
	w.str(s.goVersion)
	w.str("): ")
	w.count(s.findings, "map race")
	w.str(" found, seen ")
	w.count(s.races, "time")
	w.str("\n  maps     ")
	if s.blind {
		w.str("off: this binary was compiled with other -gcflags than MapSan's")
	} else {
		mapsanFormatMode(w, s.budget.mode)
	}
	w.str("\n  skipped  ")
	w.count(s.skipped, "map access")
	w.str(" to save time; ")
	if s.rested != 0 {
		w.str("nothing tracked for ")
		w.percent(s.rested)
		w.str(" of it; ")
	}
	w.count(s.untracked, "map access")
	w.str(" checked but not recorded, for want of a slot\n  cost     ")
	mapsanFormatCost(w, &s.budget)
	w.str("\n  slots    ")
	w.decimal(s.slotsUsed)
	w.str(" in use, ")
	w.decimal(s.slotsPeak)
	w.str(" at most so far, ")
	w.decimal(s.slotLimit)
	w.str(" at most ever\n  memory   ")
	w.decimal(s.memory.total() / 1000)
	w.str(" kB: ")
	mapsanEachKind(&s.memory, func(kind string, bytes uint64) {
		w.str(kind)
		w.byte(' ')
		w.decimal(bytes / 1000)
		w.str(", ")
	})
	w.n -= min(w.n, 2)
	w.byte('\n')
	if s.dropped != 0 {
		w.count(s.dropped, "race")
		w.str(" found no room in the event stream\n")
	}
}

func mapsanEachKind(m *mapsanMemory, each func(kind string, bytes uint64)) {
	each("goroutines", m.contexts)
	each("objects", m.objects)
	each("clocks", m.vectors)
	each("other", m.other)
	each("static", m.static)
}

// mapsanFormatMode writes what becomes of map accesses.
func mapsanFormatMode(w *mapsanBuffer, mode mapsanMode) {
	if mode == mapsanModeFull {
		w.str("all accesses are tracked")
		return
	}
	w.str("sampled by site: 1 in ")
	w.decimal(uint64(mode.rate()))
	w.str(" accesses at places that are busy")
	n := uint64(mode.windows())
	if n == 1 {
		return
	}
	w.str("; and by time: 1/")
	w.decimal(n)
	w.str(" of it")
	if mode.rests() {
		w.str(", and nothing at all in between")
	}
}

func mapsanFormatCost(w *mapsanBuffer, b *mapsanBudget) {
	if b.limit == 0 {
		w.str("not measured: max_overhead is not set")
		return
	}
	if b.all.total() == 0 {
		w.str("not measured yet")
	} else {
		w.percent(b.recent.permille(b.recent.maps + b.recent.sync))
		w.str(" lately, of which synchronisation ")
		w.percent(b.recent.permille(b.recent.sync))
		w.str("; ")
		w.percent(b.all.permille(b.all.maps + b.all.sync))
		w.str(" since the start")
	}
	w.str("; max_overhead=")
	w.decimal(b.limit / 10)
	w.byte('%')
	if b.exceeded() {
		w.str(" CANNOT BE KEPT: the calls themselves cost more")
	}
}

// count writes n and a noun, in the plural where it belongs.
func (w *mapsanBuffer) count(n uint64, noun string) {
	w.decimal(n)
	w.byte(' ')
	w.str(noun)
	if n == 1 {
		return
	}
	if noun[len(noun)-1] == 's' {
		w.byte('e')
	}
	w.byte('s')
}

func (w *mapsanBuffer) percent(permille uint64) {
	w.decimal(permille / 10)
	w.byte('.')
	w.decimal(permille % 10)
	w.byte('%')
}
