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
	doGo          // x: the new goroutine
	doCallback    // x: a context that the runtime makes for a foreign thread; it knows nothing
	doEnd         //
	doHalf        // stops the next operation after its first half, x even, or when it has taken effect
	doGoOn        // and does what is left of it
	doDisable     // race.Disable: synchronisation is ignored
	doEnable      //
	doLock        // x: a Mutex. A TryLock that fails when it is held
	doUnlock      // also of a mutex that somebody else holds
	doRLock       // x: an RWMutex
	doRUnlock     //
	doWLock       //
	doWUnlock     //
	doSend        // x: a channel, of any kind. A select with a default
	doReceive     //
	doSelect      // receives from x or sends to x+1
	doSendWait    // waits until somebody receives, or until its next step: another case of its select
	doReceiveWait //
	doSelectWait  //
	doClose       //
	doDone        // x: a WaitGroup
	doWait        //
	doCondWait    // x: a Cond with the Mutex of the same number
	doSignal      //
	doBroadcast   //
	doStore       // x: an atomic
	doLoad        //
	doAdd         // or Swap, And, Or
	doSwapIf      // a compare-and-swap that succeeds, unless somebody comes between
	doSwapIfOther // one that fails
	doPut         // x: an item of a sync.Pool
	doGet         //
	doArm         // x: a timer; Reset of one that was armed
	doStop        //
	doFire        // x: a timer. Its function runs as goroutine g, if there is none of that name
	doTick        // x: a timer. Sends on the channel of the same number
	doProcEnd     // the context of some P's timers ends
	doRelease     // x: an object where releases replace what was there: a lock of the runtime
	doAcquire     //
	doMixedRelease
	doMixedDone
	doMixedAcquire // x: an object that sees both kinds of release
	doFinalize     // by the goroutine of the finalizers
	doCleanup      // which enters a context of its own until doCleanupEnd
	doCleanupEnd   //
	doForget       // x: kind and number of an object, which dies, and its address is used again
	doForgetMap
	doCollect  // a garbage collection
	doTakeBack // and one after somebody was refused a slot
	doRest     // from here on nothing is tracked,
	doResume   // and from here on all is again
	stepOps
)

var stepNames = [stepOps]string{
	"doRead", "doIterate", "doClone", "doWrite", "doDelete", "doClear", "doGo", "doCallback", "doEnd", "doHalf",
	"doGoOn", "doDisable", "doEnable", "doLock", "doUnlock", "doRLock", "doRUnlock", "doWLock", "doWUnlock",
	"doSend", "doReceive", "doSelect", "doSendWait", "doReceiveWait", "doSelectWait", "doClose", "doDone",
	"doWait", "doCondWait", "doSignal", "doBroadcast", "doStore", "doLoad", "doAdd", "doSwapIf", "doSwapIfOther",
	"doPut", "doGet", "doArm", "doStop", "doFire", "doTick", "doProcEnd", "doRelease", "doAcquire",
	"doMixedRelease", "doMixedDone", "doMixedAcquire", "doFinalize", "doCleanup", "doCleanupEnd", "doForget",
	"doForgetMap", "doCollect", "doTakeBack", "doRest", "doResume",
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
