package mapsan

import (
	"strconv"
	"strings"
)

// The text report has the layout of the race detector's, which tools parse, and lines of MapSan's own at its end.

var verbs = [...]string{opRead: "Read", opWrite: "Write", opRange: "Read", opDelete: "Write", opClear: "Write"}

const rule = "==================\n"

func (r *race) text() string {
	var b strings.Builder
	b.WriteString(rule + "WARNING: DATA RACE\n")
	for i, s := range r.sides {
		verb := verbs[s.op]
		if i > 0 {
			verb = "Previous " + strings.ToLower(verb)
		}
		b.WriteString(verb + " at 0x" + padded(r.address) + " by " + s.goroutine.name("main goroutine", "goroutine ") + ":\n")
		writeFrames(&b, s.stack, "")
		b.WriteByte('\n')
	}
	for _, s := range r.sides {
		if len(s.goroutine.createdBy) > 0 {
			b.WriteString("Goroutine " + strconv.FormatUint(s.goroutine.id, 10) + " (running) created at:\n")
			writeFrames(&b, s.goroutine.createdBy, "")
			b.WriteByte('\n')
		}
	}
	r.writeMap(&b)
	r.writeLocks(&b)
	b.WriteString("Both were in the middle of it at the same time\n" + rule)
	return b.String()
}

// laterText is what was not known yet when the race was reported: a lock tells who holds it when it is released.
func (r *race) laterText() string {
	var b strings.Builder
	b.WriteString(rule + "Locks of the race at 0x" + padded(r.address) + ", reported above\n")
	r.writeMap(&b)
	r.writeLocks(&b)
	b.WriteString(rule)
	return b.String()
}

func (r *race) writeMap(b *strings.Builder) {
	if name := r.mapName(); name != "" {
		b.WriteString("Map: " + name + "\n")
	}
	b.WriteString("Map type: " + r.typ + "\n")
}

// writeLocks says nothing of a side that may have held others.
func (r *race) writeLocks(b *strings.Builder) {
	if r.unanswered > 0 {
		return
	}
	for _, s := range r.sides {
		if !s.locksKnown {
			continue
		}
		b.WriteString(s.goroutine.name("Main goroutine", "Goroutine "))
		if len(s.locks) == 0 {
			b.WriteString(" held no lock\n")
			continue
		}
		b.WriteString(" held:\n")
		for _, one := range s.locks {
			one.write(b)
		}
	}
}

func (l lockTaken) write(b *strings.Builder) {
	b.WriteString("  0x" + padded(l.key&^forReading))
	mode := lockWritten
	if l.key&forReading != 0 {
		mode = lockRead
	}
	if l.place == nil {
		b.WriteString(" (" + mode + ")\n")
		return
	}
	if name := lockName(l.place, mode); name != "" {
		b.WriteString(" " + name)
	}
	b.WriteString(" (" + mode + ") locked at:\n")
	writeFrames(b, []frame{{l.place.Function, l.place.File, l.place.Line}}, "  ")
}

func (g goroutine) name(main, other string) string {
	if g.id == 1 {
		return main
	}
	return other + strconv.FormatUint(g.id, 10)
}

func padded(address uintptr) string {
	digits := strconv.FormatUint(uint64(address), 16)
	if missing := 12 - len(digits); missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	return digits
}

func writeFrames(b *strings.Builder, frames []frame, indent string) {
	for _, f := range frames {
		b.WriteString(indent + "  " + f.function + "()\n" + indent + "      " + f.file + ":" + strconv.Itoa(f.line) + "\n")
	}
}
