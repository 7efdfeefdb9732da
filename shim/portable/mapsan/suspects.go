package mapsan

import "sync/atomic"

// A place is suspect when a map was used there without any lock under which another goroutine uses that map, and one of the two
// changes it: perhaps something else keeps the two apart, and perhaps nothing does. It is worth to wait there for the other.

const suspectsMost = 256

var suspects [suspectsMost]atomic.Uintptr

func isSuspect(site uintptr) bool { return suspects[site%suspectsMost].Load() == site }

// suspect looks for a use by another goroutine that nothing known keeps apart from this one.
func (o *observed) suspect(id uint64, at *spot, own []lockTaken) {
	for i := range o.users {
		other := &o.users[i]
		if other.id == id || other.at == nil || !other.known || !isWrite(at.op) && !isWrite(other.at.op) || haveCommon(own, other.locks) {
			continue
		}
		for _, one := range []*spot{at, other.at} {
			suspects[one.site%suspectsMost].Store(one.site)
		}
		placeOf(o.address).suspect.Store(true)
		return
	}
}

func haveCommon(a, b []lockTaken) bool {
	for _, one := range a {
		if holdsKey(b, one.key) {
			return true
		}
	}
	return false
}
