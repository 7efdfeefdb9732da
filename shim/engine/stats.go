package engine

// Counters of the whole process; the ones that users see are copied into the header of the event stream.
var mapsanStats struct {
	races          uint64 // pairs of accesses found unordered, repeats included
	dropped        uint64 // races that found no room in the event stream, repeats included
	untracked      uint64 // accesses checked but not recorded, for want of a slot
	joinedSlots    uint64 // slots given out by rule 3 of slot.go
	slotsTakenBack uint64
	contexts       uint64 // made, not counting reuse; likewise below
	objects        uint64
	variables      uint64
	objectsSwept   uint64
	vectorBytes    uint64
	allocated      uint64 // bytes, of all kinds, besides variables
}
