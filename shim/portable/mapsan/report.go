package mapsan

import (
	"os"
	"strconv"
	"strings"
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
		r := &race{address, typ, [2]side{newer.side(stacks[0]), older.side(stacks[1])}}
		known.record = writeRace(r)
		say(r.text())
		if tracking {
			askForLocks(known, r)
		}
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

// askForLocks writes the race down again when it is known what both sides held: the process may not live until then.
func askForLocks(known *pair, r *race) {
	unanswered := len(r.sides)
	for i := range r.sides {
		s := &r.sides[i]
		ask(s.goroutine.id, func(found holds, all bool) {
			s.locks, s.locksKnown = found.own, all && locksKnown(s.stack)
			if unanswered--; unanswered > 0 || !r.sides[0].locksKnown && !r.sides[1].locksKnown {
				return
			}
			if at := writeRace(r); at != 0 {
				known.record = at
				countRace(known)
			}
		})
	}
}

var verbs = [...]string{opRead: "Read", opWrite: "Write", opRange: "Read", opDelete: "Write", opClear: "Write"}

const rule = "==================\n"

// text is in the layout of the race detector.
func (r *race) text() string {
	var b strings.Builder
	b.WriteString(rule + "WARNING: DATA RACE\n")
	for i, s := range r.sides {
		verb := verbs[s.op]
		if i > 0 {
			verb = "Previous " + strings.ToLower(verb)
		}
		b.WriteString(verb + " at 0x" + padded(r.address) + " by " + s.goroutine.name() + ":\n")
		writeFrames(&b, s.stack)
		b.WriteByte('\n')
	}
	for _, s := range r.sides {
		if len(s.goroutine.createdBy) > 0 {
			b.WriteString("Goroutine " + strconv.FormatUint(s.goroutine.id, 10) + " (running) created at:\n")
			writeFrames(&b, s.goroutine.createdBy)
			b.WriteByte('\n')
		}
	}
	b.WriteString("Map type: " + r.typ + "\nBoth were in the middle of it at the same time\n" + rule)
	return b.String()
}

func (g goroutine) name() string {
	if g.id == 1 {
		return "main goroutine"
	}
	return "goroutine " + strconv.FormatUint(g.id, 10)
}

func padded(address uintptr) string {
	digits := strconv.FormatUint(uint64(address), 16)
	if missing := 12 - len(digits); missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	return digits
}

func writeFrames(b *strings.Builder, frames []frame) {
	for _, f := range frames {
		b.WriteString("  " + f.function + "()\n      " + f.file + ":" + strconv.Itoa(f.line) + "\n")
	}
}

// say writes to where reports go.
func say(text string) {
	switch settings.log {
	case "off":
	case "stdout":
		os.Stdout.WriteString(text)
	case "stderr":
		os.Stderr.WriteString(text)
	default:
		f, err := os.OpenFile(settings.log+"."+strconv.Itoa(os.Getpid()), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o666)
		if err != nil {
			os.Stderr.WriteString(text)
			return
		}
		defer f.Close()
		f.WriteString(text)
	}
}
