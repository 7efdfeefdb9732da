package engine

import (
	"fmt"
	"strings"
)

// A trace is a program as data: what each goroutine does, in the order in which it happens. Every sequence of
// steps is a trace: a step that makes no sense where it stands (unlocking what is not held) does nothing. So traces
// can be cut down, and made from random bytes.
type trace struct {
	slots int  // how many slots there are, at most 255; the others are taken by goroutines outside of the trace
	keep  bool // go on with a map that has raced; else a new one takes its place
	steps []step
}

// A step is an operation by goroutine g. Goroutines have names, which may be used again after their end; x is a
// goroutine, a map or another object, by the operation.
type step struct {
	op   stepOp
	g, x uint16
}

type stepOp uint8

const (
	doRead stepOp = iota
	doIterate
	doClone
	doWrite
	doDelete
	doClear
	doGo       // x: the new goroutine
	doTimer    // x: a context that the runtime makes, which knows nothing
	doEnd      //
	doLock     // x: a Mutex
	doUnlock   // also of a mutex that somebody else holds
	doRLock    // x: an RWMutex
	doRUnlock  //
	doWLock    //
	doWUnlock  //
	doSend     // x: a buffered channel
	doReceive  //
	doExchange // x: the goroutine at the other end of an unbuffered channel
	doRelease  // x: a timer, or another object where releases replace
	doAcquire  //
	doDone     // x: a WaitGroup, or another object where releases merge
	doWait     //
	doStore    // x: an atomic
	doLoad     //
	doBefore   // x: an atomic. The first half of a read-modify-write operation
	doAfter    // and the second
	doMixedRelease
	doMixedDone
	doMixedAcquire // x: an object that sees both kinds of release
	doForget       // x: kind and number of an object, which dies, and its address is used again
	doForgetMap
	doCollect  // a garbage collection
	doTakeBack // and one after somebody was refused a slot
	doFinalize
	stepOps
)

var stepNames = [stepOps]string{
	"doRead", "doIterate", "doClone", "doWrite", "doDelete", "doClear", "doGo", "doTimer", "doEnd", "doLock", "doUnlock",
	"doRLock", "doRUnlock", "doWLock", "doWUnlock", "doSend", "doReceive", "doExchange", "doRelease", "doAcquire", "doDone",
	"doWait", "doStore", "doLoad", "doBefore", "doAfter", "doMixedRelease", "doMixedDone", "doMixedAcquire", "doForget",
	"doForgetMap", "doCollect", "doTakeBack", "doFinalize",
}

const (
	traceNames   = 1024 // of goroutines; number 0 is there from the start
	traceMaps    = 64
	traceObjects = 256 // of each kind
)

// String is Go code: a trace that failed goes into a test as it was printed.
func (t trace) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "trace{slots: %d, keep: %v, steps: []step{\n", t.slots, t.keep)
	for _, s := range t.steps {
		fmt.Fprintf(&b, "\t{%s, %d, %d},\n", stepNames[s.op], s.g, s.x)
	}
	return b.String() + "}}"
}

// objects returns a number that is larger than that of every object.
func (t trace) objects() int {
	n := 0
	for _, s := range t.steps {
		n = max(n, int(s.x)+1)
	}
	return n
}

// decodeTrace makes a trace of any bytes: a header of two, then three for each step.
func decodeTrace(data []byte) trace {
	if len(data) < 2 {
		return trace{slots: 255}
	}
	t := trace{slots: 1 + int(data[0])%8, keep: data[1]&1 != 0}
	if data[1]&2 != 0 {
		t.slots = 255
	}
	for data = data[2:]; len(data) >= 3; data = data[3:] {
		t.steps = append(t.steps, step{stepOp(data[0]) % stepOps, uint16(data[1]) % 16, uint16(data[2]) % 16})
	}
	return t
}

// shrink looks for the smallest trace that still fails.
func shrink(t trace, fails func(trace) bool) trace {
	for size := max(len(t.steps)/2, 1); ; {
		smaller := false
		for at := 0; at+size <= len(t.steps); {
			candidate := t
			candidate.steps = append(append([]step{}, t.steps[:at]...), t.steps[at+size:]...)
			if fails(candidate) {
				t, smaller = candidate, true
			} else {
				at += size
			}
		}
		if size > 1 {
			size /= 2
		} else if !smaller {
			return renumber(t, fails)
		}
	}
}

// renumber lowers the numbers of goroutines and objects where the trace still fails.
func renumber(t trace, fails func(trace) bool) trace {
	for i := range t.steps {
		for _, field := range []func(*step) *uint16{func(s *step) *uint16 { return &s.x }, func(s *step) *uint16 { return &s.g }} {
			was := *field(&t.steps[i])
			for n := range min(was, 16) {
				candidate := t
				candidate.steps = append([]step{}, t.steps...)
				for j := range candidate.steps {
					if p := field(&candidate.steps[j]); *p == was {
						*p = n
					}
				}
				if fails(candidate) {
					t = candidate
					break
				}
			}
		}
	}
	return t
}
