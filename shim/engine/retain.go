//go:build mapsanruntime

package engine

import (
	"internal/runtime/atomic"
	"unsafe"
)

// A sync object on the heap leaves when the span of its address is swept: an exact lifetime, so that a reused
// address starts without history. Objects in globals live for ever.

// mapsanRetain hangs s on its span's list (mspan.mapsanObjects, a field that MapSan adds).
func mapsanRetain(s *mapsanSync) {
	span := spanOf(s.addr)
	if span == nil || span.state.get() != mSpanInUse {
		return
	}
	if mapsanChecking {
		mapsanAssert(span.base() <= s.addr && s.addr < span.limit, "a sync object lies outside of its span")
	}
	mapsanHang(span, s, s)
}

// mapsanHang puts the list from first to last in front of a span's list. The collector and mutators do so at once.
func mapsanHang(span *mspan, first, last *mapsanSync) {
	head := (*uintptr)(unsafe.Pointer(&span.mapsanObjects))
	for {
		old := atomic.Loaduintptr(head)
		last.inSpan = (*mapsanSync)(unsafe.Pointer(old))
		if atomic.Casuintptr(head, old, uintptr(unsafe.Pointer(first))) {
			return
		}
	}
}

// mapsanSweepSpan is called by sweepLocked.sweep (go1.24-1.27) after the specials, since finalizers may revive an
// object. The mark bits are final, and the span is ours.
func mapsanSweepSpan(span *mspan) {
	s := (*mapsanSync)(unsafe.Pointer(atomic.Xchguintptr((*uintptr)(unsafe.Pointer(&span.mapsanObjects)), 0)))
	var kept, last *mapsanSync
	for s != nil {
		next := s.inSpan
		mapsanPrefetch(unsafe.Pointer(next))
		if span.markBitsForIndex(span.objIndex(s.addr)).isMarked() {
			if kept == nil {
				last = s
			}
			s.inSpan = kept
			kept = s
		} else {
			s.inSpan = nil
			mapsanForget(s)
		}
		s = next
	}
	if kept != nil {
		mapsanHang(span, kept, last)
	}
}
