package mapsan

import (
	"sync/atomic"
	"time"
)

// Stacks begin with two kilobytes, and many of those lie side by side: within a few kilobytes, an address tells nothing about
// whose stack it is. A stack that is larger is no smaller than that, and has it to itself. So who comes from near by
// is asked, now and then: package runtime tells its name, which takes a thousand times as long as anything else here.

const (
	smallestStackBits = 11
	// Nobody else's stack is in there, if it is no small one.
	nearBits    = 2
	askedEvery  = 1 << 10
	askingShare = 1 // percent of the time that the process runs
	askedAtOnce = 5 * time.Millisecond
)

var doubting atomic.Int64 // ns

// isVisitedByAnother finds out whether it was another goroutine that was asked before. From now on, that stack is taken for the
// one of whoever comes: so the other one will be asked as well.
//
//go:noinline
func (at *place) isVisitedByAnother(stack uintptr) bool {
	if n := at.doubts.Add(1); !isPowerOfTwo(n) && n%askedEvery != 0 || isCounted() || !asking.TryLock() {
		return false
	}
	defer asking.Unlock()
	began := time.Now()
	if doubting.Load() > int64(askedAtOnce+began.Sub(started)*askingShare/100) {
		return false
	}
	me := goroutineID()
	doubting.Add(int64(time.Since(began)))
	at.stack.Store(stack)
	before := at.visitor.Swap(me)
	return before != 0 && before != me
}
