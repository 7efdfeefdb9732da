package engine

import "slices"

// Channels and select, as in runtime/chan.go and select.go (go1.24-1.27). Hooks run while the channel is locked, so
// nothing comes between them and what they belong to.

type tracedChannel struct {
	count, sendx, recvx int
	closed              bool
	senders, receivers  []*actor
}

// Every sixteenth channel is nil; a third of them have elements without size, which share one address.
func isNil(x int) bool        { return x%16 == 15 }
func channelSize(x int) int   { return []int{0, 1, 2, 3, 5}[x%5] }
func emptyElement(x int) bool { return x%3 == 1 }

func (w *world) stepChannel(a *actor, s step) {
	x := int(w.at(chanObject, s.x).x)
	next := int(w.at(chanObject, s.x+1).x)
	switch s.op {
	case doSend:
		w.trySend(a, x)
	case doReceive:
		w.tryReceive(a, x)
	case doSelect:
		_ = w.tryReceive(a, x) || w.trySend(a, next)
	case doSendWait:
		if !w.trySend(a, x) {
			w.park(a, x, true)
		}
	case doReceiveWait:
		if !w.tryReceive(a, x) {
			w.park(a, x, false)
		}
	case doSelectWait:
		if !w.tryReceive(a, x) && !w.trySend(a, next) {
			w.park(a, x, false)
			w.park(a, next, true)
		}
	case doClose:
		w.closeChannel(a, x)
	}
}

func (w *world) park(a *actor, x int, sends bool) {
	ch := &w.chans[x]
	switch {
	case isNil(x), ch.closed: // forever; a panic
	case sends:
		ch.senders = append(ch.senders, a)
		a.parked = append(a.parked, x)
	default:
		ch.receivers = append(ch.receivers, a)
		a.parked = append(a.parked, x)
	}
}

// unpark takes a out of all queues.
func (w *world) unpark(a *actor) {
	for _, x := range a.parked {
		ch := &w.chans[x]
		isA := func(b *actor) bool { return a == b }
		ch.senders = slices.DeleteFunc(ch.senders, isA)
		ch.receivers = slices.DeleteFunc(ch.receivers, isA)
	}
	a.parked = a.parked[:0]
}

// other returns the first in a queue that is not a itself, in a select on both ends.
func other(queue []*actor, a *actor) *actor {
	if len(queue) > 0 && queue[0] != a {
		return queue[0]
	}
	return nil
}

func (w *world) trySend(a *actor, x int) bool {
	ch := &w.chans[x]
	if isNil(x) || ch.closed {
		return false
	}
	if r := other(ch.receivers, a); r != nil {
		w.unpark(r)
		w.meet(a, r, x)
		return true
	}
	if ch.count == channelSize(x) {
		return false
	}
	w.notify(a, a, x, ch.sendx)
	ch.sendx = (ch.sendx + 1) % channelSize(x)
	ch.count++
	return true
}

func (w *world) tryReceive(a *actor, x int) bool {
	ch := &w.chans[x]
	if isNil(x) {
		return false
	}
	if ch.closed && ch.count == 0 {
		w.acquire(a, w.raceAddr(x))
		return true
	}
	if s := other(ch.senders, a); s != nil {
		w.unpark(s)
		w.meet(a, s, x)
		return true
	}
	if ch.count == 0 {
		return false
	}
	w.notify(a, a, x, ch.recvx)
	ch.recvx = (ch.recvx + 1) % channelSize(x)
	ch.count--
	return true
}

// meet is send with a receiver that waits, and recv with a sender that does; the buffer is empty, or full.
func (w *world) meet(a, waiting *actor, x int) {
	if channelSize(x) == 0 { // racesync
		w.both(a, func() { a.c.exchange(waiting.c) }, func(o *oracle) { o.exchange(a.g, waiting.g) })
		return
	}
	ch := &w.chans[x]
	w.notify(a, a, x, ch.recvx)
	w.notify(a, waiting, x, ch.recvx)
	ch.recvx = (ch.recvx + 1) % channelSize(x)
	ch.sendx = ch.recvx
}

// notify is racenotify: by runs, whose is it or waits. What is promised has an object for each slot of the buffer,
// also where the elements have no size.
func (w *world) notify(by, whose *actor, x, slot int) {
	addr := w.raceAddr(x)
	element := addr + 8 + uintptr(slot)*8
	w.promise(by, func(o *oracle) { o.releaseAcquire(whose.g, element) })
	if emptyElement(x) {
		w.hook(by, func() { whose.c.acquire(addr) }, func(o *oracle) { o.acquire(whose.g, addr) })
		w.hook(by, func() { whose.c.release(addr, false) }, func(o *oracle) { o.release(whose.g, addr) })
	} else {
		w.hook(by, func() { whose.c.releaseAcquire(element) }, func(o *oracle) { o.releaseAcquire(whose.g, element) })
	}
}

func (w *world) raceAddr(x int) uintptr { return object{chanObject, uint16(x)}.addr() }

func (w *world) closeChannel(a *actor, x int) {
	ch := &w.chans[x]
	if isNil(x) || ch.closed {
		return
	}
	addr := w.raceAddr(x)
	w.releaseMerge(a, addr)
	ch.closed = true
	for _, waiting := range append(slices.Clone(ch.receivers), ch.senders...) {
		w.unpark(waiting)
		w.both(a, func() { waiting.c.acquire(addr) }, func(o *oracle) { o.acquire(waiting.g, addr) })
	}
}
