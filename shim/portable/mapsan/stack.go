package mapsan

import "unsafe"

// A map that no other goroutine can know may lie on its goroutine's stack, and moves when that does: then another
// goroutine's may lie where it was. A map that does not move is the only one at its address as long as somebody has it.

// liesOnStack makes the stack move, and looks whether the map moves with it. It is true as well where the stack has so much
// room that it cannot be made to move.
func liesOnStack[M any](m M) bool {
	var here byte
	for frames := 4; frames <= 1<<14; frames *= 4 {
		place, before := uintptr(unsafe.Pointer(&here)), address(&m)
		deepen(frames)
		if uintptr(unsafe.Pointer(&here)) != place {
			return address(&m) != before
		}
	}
	return true
}

// deepen takes a kilobyte of the stack and more, so many times.
//
//go:noinline
func deepen(frames int) byte {
	var room [1 << 10]byte
	room[frames%len(room)] = 1
	if frames == 0 {
		return room[0]
	}
	return deepen(frames-1) + room[frames%7]
}
