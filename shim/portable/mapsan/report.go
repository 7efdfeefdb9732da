package mapsan

import (
	"os"
	"strconv"
)

// Each pair of sites on a type of map is reported once, and counted from then on.

type pair struct {
	count  uint64
	record int64 // its offset in the event stream; 0: it is not there
}

var (
	pairs    = map[string]*pair{}
	overlaps uint64
	dropped  uint64
)

// report is called with looking held, while both sides wait.
func report(address uintptr, typ string, newer, older *access) {
	asking.Lock()
	defer asking.Unlock()
	overlaps++
	stacks := [2][]frame{newer.stack(), older.stack()}
	key := typ + pairKey(newer.op, stacks[0], older.op, stacks[1])
	known := pairs[key]
	if known == nil {
		known = &pair{}
		pairs[key] = known
		r := &race{address: address, typ: typ, sides: [2]side{newer.side(stacks[0]), older.side(stacks[1])}}
		known.record = writeRace(r)
		if tracking {
			r.askForLocks(known)
		}
		r.isSaid = true
		say(r.text())
	}
	known.count++
	countRace(known)
	if settings.haltOnError {
		os.Exit(settings.exitCode)
	}
}

// pairKey is the same whoever came first.
func pairKey(op int, stack []frame, otherOp int, other []frame) string {
	a, b := siteKey(op, stack), siteKey(otherOp, other)
	if a > b {
		a, b = b, a
	}
	return a + b
}

func siteKey(op int, stack []frame) string {
	key := " " + strconv.Itoa(op)
	if len(stack) > 0 {
		key += stack[0].function + ":" + strconv.Itoa(stack[0].line)
	}
	return key
}

// A race is what is written down of two accesses, the one that came into the window of the other first.
type race struct {
	address uintptr
	typ     string
	sides   [2]side
	// Of how many sides it is not known yet what they held.
	unanswered int
	isSaid     bool
}

type side struct {
	op        int
	goroutine goroutine
	stack     []frame
	// What it held, if all of that is known.
	locks      []lockTaken
	locksKnown bool
}

func (a *access) side(stack []frame) side {
	return side{op: a.op, goroutine: parseGoroutine(a.trace), stack: stack}
}

// askForLocks finds out what both sides held, and writes the race down again when it is known: the process may not live
// until then.
func (r *race) askForLocks(known *pair) {
	r.unanswered = len(r.sides)
	for i := range r.sides {
		s := &r.sides[i]
		ask(s.goroutine.id, func(found holds, all bool) {
			s.locks, s.locksKnown = found.own, all && locksKnown(s.stack)
			if r.unanswered--; r.unanswered > 0 || !r.sides[0].locksKnown && !r.sides[1].locksKnown {
				return
			}
			if at := writeRace(r); at != 0 {
				known.record = at
				countRace(known)
			}
			if r.isSaid {
				say(r.laterText())
			}
		})
	}
}

// What the process began with: programs put files of their own in their place, to read what they print.
var ownStdout, ownStderr = os.Stdout, os.Stderr

// say writes to where reports go.
func say(text string) {
	switch settings.log {
	case "off":
	case "stdout":
		ownStdout.WriteString(text)
	case "stderr":
		ownStderr.WriteString(text)
	default:
		if !appendTo(settings.log+"."+strconv.Itoa(os.Getpid()), []byte(text)) {
			ownStderr.WriteString(text)
		}
	}
}
