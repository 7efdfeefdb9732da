package engine

// Mutants of what observes how maps are shared.
var observeMutants = []mutant{
	{"that a map is shared is not noted", "lineage.go",
		"	return old&mapsanSideShared == 0 && mapsanCas64(who, old, old|mapsanSideShared)\n", "	return old != 0\n", "TestTracesObserved"},
	{"where a map was first used is forgotten at the first write", "lineage.go",
		"	if w != 0 {\n		side = m.wSide\n	}\n", "	_ = w\n", "TestTracesObserved"},
	{"a reader of before the last write is said to be followed", "lineage.go",
		" && uint64(side.born()) == mapsanSeenBits(w) {\n				found", " {\n				found", "TestTracesObserved"},
	{"nobody follows a reader", "lineage.go",
		"	case writes || c.knows(r):\n		found.add(r, rSide)\n", "", "TestTracesObserved"},
	{"nobody follows a writer", "lineage.go",
		"		found.add(w, wSide)\n", "", "TestTracesObserved"},
	{"one's own access is another's", "lineage.go",
		" && s.goid() != me.goid()\n", "\n", "TestTracesObserved"},
	{"what the go statement told is not noted", "observer.go",
		"		o.spawned.set(&c.clock)\n", "", "TestLearntOf"},
	{"what was learnt too long ago is taken for the oldest that is known", "observer.go",
		"	case o.forgotten.covers(tag):\n		return mapsanOrderUnknown, 0\n", "", "TestLearntOf"},
	{"what was received since is not noted", "observer.go",
		"			if o.exchanged > i {\n				return mapsanOrderLearntBefore, l.stack\n			}\n", "", "TestLearntOf"},
	{"an observer remembers its last goroutine", "observer.go",
		"	o.learnt = 0\n", "", "TestObserversAreUsedAgain"},
	{"critical sections go on with the epoch", "observer.go",
		"	if c.slot != 0 {\n		c.publish()\n	}\n}", "}", "TestEachCriticalSectionIsSeen"},
	{"moments of others are in the timeline", "moments.go",
		"	if uint32(goid&mapsanSideGoid) != low {\n		return\n	}\n", "", "TestTimelineIsOfTwoGoroutines"},
}
