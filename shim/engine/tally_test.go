package engine

import "fmt"

// What was run, and what came out of it: a test that checks nothing is seen here.
type tally struct {
	traces, accesses int
	ordered          int // accesses after a conflicting one by another goroutine that is ordered before it
	scarce           int // of those, the ones where slots had run out before
	races            int // accesses that race by what is promised
	granted          int // of those, the ones ordered by an edge that the hooks grant besides
	reports          int
	falseReports     int
	missed           int // races that are not granted, and for which slots may have lacked
	loose            int // missed because of a lock that was reopened and then unlocked by another goroutine
	taken            int // maps taken over from another goroutine, as observed
	stale            int // of those, from a reader of before the last write
	kept             int // accesses to maps that had raced before: only reports are checked
	halves           int // operations with something between a hook and the operation
	failed           int // TryLock, TryRLock and compare-and-swap that failed
	reopened         int // locks taken that went on with a published epoch
	grown            int // tables of sync objects
	rests            int
	unseen           int    // accesses during them
	joined           uint64 // slots given by rule 3
	untracked        uint64 // accesses without a slot
	takenBack        uint64
}

func (t *tally) String() string {
	return fmt.Sprintf("%d traces, %d accesses, %d ordered after another goroutine (%d while slots were scarce); "+
		"%d races, %d of them granted an edge, %d reports: %d false, %d missed, %d missed for an Unlock by another goroutine; "+
		"%d slots by rule 3, %d without, %d taken back; %d reopened, %d tries failed, %d operations halved, %d tables grown, %d accesses during %d rests, %d accesses to raced maps",
		t.traces, t.accesses, t.ordered, t.scarce, t.races, t.granted, t.reports, t.falseReports, t.missed, t.loose,
		t.joined, t.untracked, t.takenBack, t.reopened, t.failed, t.halves, t.grown, t.unseen, t.rests, t.kept)
}

// add counts a trace that has ended.
func (t *tally) add() {
	t.traces++
	t.joined += mapsanStats.joinedSlots
	t.untracked += mapsanStats.untracked
	t.takenBack += mapsanStats.slotsTakenBack
}
