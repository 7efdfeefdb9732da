package mapsan

import (
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// A window is an access that waits right before it happens: a write mostly, or one of the first reads.
type window struct {
	address atomic.Uintptr // 0: closed
	op      int
	caught  *access     // who came meanwhile
	seen    atomic.Bool // somebody has
}

const windowsMost = 8

var windows [windowsMost]window

// Guards the windows but for what is atomic, and the sites.
var looking sync.Mutex

func isOpen(p uintptr) bool {
	for i := range windows {
		if windows[i].address.Load() == p {
			return true
		}
	}
	return false
}

// An access is one side of a report. The goroutine is in the middle of it.
type access struct {
	op    int
	pcs   []uintptr
	trace string // of package runtime: names the goroutine, and where it was started
	// The other side has looked at it.
	done atomic.Bool
}

// meet looks whether somebody else is in the middle of an access to the map, and perhaps lets this one wait for somebody.
// It is called by a hook, which was called by the function of the program that is put into its package.
func meet[M any](m M, op, look int) {
	if look&lookAround != 0 {
		observe(m, op)
	}
	if look&lookForOthers == 0 {
		return
	}
	p := address(&m)
	looking.Lock()
	if w := windowOn(p, op); w != nil {
		own := newAccess(op)
		// This map may have lain on the stack, and have moved since.
		same := address(&m) == p
		if same {
			w.caught = own
			w.seen.Store(true)
		}
		looking.Unlock()
		if same {
			own.waitUntilDone()
		}
		return
	}
	w, wait := openWindow(p, op)
	looking.Unlock()
	if w == nil {
		return
	}
	for slept := time.Duration(0); slept < wait && !w.seen.Load(); {
		slept += pause(wait / 16)
	}
	looking.Lock()
	caught := w.caught
	if caught != nil && address(&m) == p && !liesOnStack(m) {
		report(p, typeName[M](), caught, newAccess(op))
	}
	w.address.Store(0)
	openWindows.Add(-1)
	looking.Unlock()
	if caught != nil {
		caught.done.Store(true)
		// Two that really race can end the process: let the other one be through.
		pause(100 * time.Microsecond)
	}
}

// windowOn is the window of an access of somebody else to the map, with which this one conflicts. This goroutine has none: it
// would not be here.
func windowOn(p uintptr, op int) *window {
	for i := range windows {
		if w := &windows[i]; w.address.Load() == p && w.caught == nil && (isWrite(op) || isWrite(w.op)) {
			return w
		}
	}
	return nil
}

func isWrite(op int) bool { return op == opWrite || op == opDelete || op == opClear }

func (a *access) waitUntilDone() {
	for slept := time.Duration(0); slept < time.Second && !a.done.Load(); {
		slept += pause(50 * time.Microsecond)
	}
}

// openWindow opens one if waiting is worth it.
func openWindow(p uintptr, op int) (*window, time.Duration) {
	wait := waitingTime(placeOf(p).shared.Load())
	if wait == 0 {
		return nil, 0
	}
	for i := range windows {
		w := &windows[i]
		if w.address.Load() != 0 {
			continue
		}
		w.op, w.caught = op, nil
		w.seen.Store(false)
		w.address.Store(p)
		openWindows.Add(1)
		return w, wait
	}
	return nil, 0
}

// pause lets others run, and tells for how long. In a bubble of testing/synctest time is not real, and sleeping would
// change it.
func pause(d time.Duration) time.Duration {
	before := time.Now()
	if before.Year() < 2015 {
		for i := 0; i < 20; i++ {
			runtime.Gosched()
		}
		return d
	}
	time.Sleep(d)
	return time.Since(before)
}
