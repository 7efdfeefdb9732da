package engine

// The status for Prometheus, in its text format 0.0.4.

func mapsanFormatMetrics(w *mapsanBuffer, s *mapsanStatus) {
	w.counter("mapsan_findings_total", "Distinct map races found.", s.findings)
	w.counter("mapsan_races_total", "Map races seen, repeats of the same finding included.", s.races)
	w.counter("mapsan_dropped_races_total", "Map races that found no room in the event stream.", s.dropped)
	w.counter("mapsan_skipped_accesses_total", "Map accesses that were not looked at, to keep max_overhead.", s.skipped)
	w.counter("mapsan_untracked_accesses_total", "Map accesses that were checked but not recorded, for want of a slot.", s.untracked)
	w.gauge("mapsan_slots_limit", "Goroutines that can be tracked at once.", s.slotLimit)
	w.gauge("mapsan_slots_used", "Goroutines that are tracked: each has a slot.", s.slotsUsed)
	w.gauge("mapsan_slots_peak", "The most goroutines that were tracked at once.", s.slotsPeak)
	w.counter("mapsan_slots_taken_back_total", "Slots taken back from goroutines that use no maps any more.", s.slotsTakenBack)
	w.gauge("mapsan_goroutine_records", "Records of goroutines, in use or free for others.", s.goroutines)
	w.gauge("mapsan_sync_objects", "Mutexes, channels and other synchronisation objects that MapSan keeps a clock for.", s.objects)

	w.family("mapsan_memory_bytes", "gauge", "Memory of MapSan's engine by kind; free records included.")
	mapsanEachKind(&s.memory, func(kind string, bytes uint64) {
		w.labelled("mapsan_memory_bytes", "kind", kind)
		w.decimal(bytes)
		w.byte('\n')
	})

	w.family("mapsan_mode", "gauge", "How map accesses are chosen: 1 for the mode in use, 0 for the others.")
	kind := s.budget.mode.kind()
	for i, name := range [...]string{mapsanSampledNot: "full", mapsanSampledBySite: "sampled_by_site", mapsanSampledByTime: "sampled_by_time", mapsanSampledByRest: "with_rests"} {
		w.labelled("mapsan_mode", "mode", name)
		w.decimal(uint64(mapsanBit(i == kind && !s.blind)))
		w.byte('\n')
	}
	w.family("mapsan_sampling_ratio", "gauge", "The part of the accesses at busy places that is tracked in the mode in use.")
	w.str("mapsan_sampling_ratio ")
	w.ratio(1_000_000_000/(uint64(s.budget.mode.rate())*uint64(s.budget.mode.windows())), 1_000_000_000)
	w.byte('\n')
	if s.budget.limit != 0 {
		mapsanFormatBudgetMetrics(w, s)
	}
	w.gauge("mapsan_blind", "1 when nothing is tracked because the binary was compiled with other flags than MapSan's.", uint64(mapsanBit(s.blind)))
}

// Nothing is measured without a budget, so these exist only with one. Rates of the counters give the cost over any time.
func mapsanFormatBudgetMetrics(w *mapsanBuffer, s *mapsanStatus) {
	b := &s.budget
	w.family("mapsan_max_overhead_ratio", "gauge", "The setting max_overhead: MapSan's CPU time over that of the program itself.")
	w.str("mapsan_max_overhead_ratio ")
	w.ratio(b.limit, 1000)
	w.byte('\n')

	w.family("mapsan_overhead_ratio", "gauge", "MapSan's CPU time over that of the program itself, lately, by what it was for.")
	w.labelled("mapsan_overhead_ratio", "part", "maps")
	w.ratio(b.recent.permille(b.recent.maps), 1000)
	w.byte('\n')
	w.labelled("mapsan_overhead_ratio", "part", "synchronisation")
	w.ratio(b.recent.permille(b.recent.sync), 1000)
	w.byte('\n')

	w.family("mapsan_rested_ratio", "gauge", "The part of the time since the start in which nothing was tracked at all.")
	w.str("mapsan_rested_ratio ")
	w.ratio(s.rested, 1000)
	w.byte('\n')

	w.family("mapsan_samples_total", "counter", "Samples of what processors were doing; what calls of hooks are taken to cost is counted with the hooks.")
	w.labelled("mapsan_samples_total", "part", "program")
	w.decimal(b.all.program)
	w.byte('\n')
	w.labelled("mapsan_samples_total", "part", "maps")
	w.decimal(b.all.maps)
	w.byte('\n')
	w.labelled("mapsan_samples_total", "part", "synchronisation")
	w.decimal(b.all.sync)
	w.byte('\n')
	w.gauge("mapsan_max_overhead_exceeded", "1 when the cheapest mode still costs more than max_overhead.", uint64(mapsanBit(b.exceeded())))
}

func (w *mapsanBuffer) family(name, kind, help string) {
	w.str("# HELP ")
	w.str(name)
	w.byte(' ')
	w.str(help)
	w.str("\n# TYPE ")
	w.str(name)
	w.byte(' ')
	w.str(kind)
	w.byte('\n')
}

func (w *mapsanBuffer) counter(name, help string, value uint64) {
	w.family(name, "counter", help)
	w.sample(name, value)
}

func (w *mapsanBuffer) gauge(name, help string, value uint64) {
	w.family(name, "gauge", help)
	w.sample(name, value)
}

func (w *mapsanBuffer) sample(name string, value uint64) {
	w.str(name)
	w.byte(' ')
	w.decimal(value)
	w.byte('\n')
}

// labelled writes the start of a sample. Values of labels need no escaping here.
func (w *mapsanBuffer) labelled(name, label, value string) {
	w.str(name)
	w.byte('{')
	w.str(label)
	w.str(`="`)
	w.str(value)
	w.str(`"} `)
}

// ratio writes n/of, a power of ten, as a decimal number.
func (w *mapsanBuffer) ratio(n, of uint64) {
	w.decimal(n / of)
	w.byte('.')
	for n, of = n%of, of/10; of > 0; n, of = n%of, of/10 {
		w.byte('0' + byte(n/of))
	}
}

func mapsanBit(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
