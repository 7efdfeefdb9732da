package mapsan

import (
	"encoding/binary"
	"time"
)

// What was observed, as far as there is room: by maps of one type whose first use was at one place.

const (
	spotsMost     = 512
	classesMost   = 64
	usesMost      = 64
	handOversMost = 64
	framesMost    = 32
	// The numbers in the stream are at most so old.
	writtenEvery = 50 * time.Millisecond
)

// A spot is a place in the program, and the kind of goroutine that used a map there.
type spot struct {
	op        int
	createdBy []frame
	stack     []frame
	// None of the functions is of a package whose locks are not known.
	known bool
	// As sampling knows it.
	site uintptr
}

type class struct {
	id        uint32
	maps      tally
	uses      []*observedUse
	handOvers []*observedTurn
	exchanges []*observedTurn
}

type observedUse struct {
	at       *spot
	own      string
	tally    tally
	known    [usersMost]uint64
	distinct uint16
}

type observedTurn struct {
	from, to *spot
	while    *Place
	tally    tally
}

// A tally is the number in a record of the stream.
type tally struct {
	record  int64
	n       uint64
	written time.Time
}

var (
	spots   = map[uint64][]*spot{}
	spotsN  int
	classes []*class
	of      = map[string]*class{}
)

// spotOf is nil when there are too many.
func spotOf(op int, g goroutine, pcs []uintptr) *spot {
	key := uint64(op)
	for _, pc := range pcs {
		key = key*31 + uint64(pc)
	}
	for _, one := range spots[key] {
		if one.op == op && sameFrames(one.createdBy, g.createdBy) {
			return one
		}
	}
	if spotsN >= spotsMost {
		return nil
	}
	spotsN++
	stack := (&access{pcs: pcs}).stack()
	if len(stack) > framesMost {
		stack = stack[:framesMost]
	}
	made := &spot{op: op, createdBy: g.createdBy, stack: stack, known: locksKnown(stack)}
	spots[key] = append(spots[key], made)
	return made
}

func sameFrames(a, b []frame) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// classOf is nil when there are too many.
func classOf(typ string, first *spot) *class {
	if first == nil {
		return nil
	}
	key := typ + siteKey(first.op, first.stack)
	if known := of[key]; known != nil || len(classes) >= classesMost {
		return known
	}
	made := &class{id: uint32(len(classes)) + 1}
	payload := binary.LittleEndian.AppendUint32(nil, made.id)
	payload = appendString(payload, typ)
	payload = appendSpot(payload, first)
	made.maps.record = appendRecord(kindMaps, payload)
	if made.maps.record == 0 {
		return nil
	}
	of[key] = made
	classes = append(classes, made)
	return made
}

func appendSpot(b []byte, s *spot) []byte {
	return appendStack(appendStack(append(b, byte(s.op)), s.createdBy), s.stack)
}

func (c *class) count(at *spot, own []lockTaken, by uint64) {
	var locks []byte
	for _, one := range own {
		locks = appendLock(locks, one)
	}
	for _, use := range c.uses {
		if use.at == at && use.own == string(locks) {
			use.add(by)
			return
		}
	}
	if len(c.uses) >= usesMost || len(own) >= locksUnknown {
		return
	}
	payload := appendSpot(binary.LittleEndian.AppendUint32(nil, c.id), at)
	payload = append(append(payload, byte(len(own))), locks...)
	use := &observedUse{at: at, own: string(locks), tally: tally{record: appendRecord(kindUse, payload)}}
	c.uses = append(c.uses, use)
	use.add(by)
}

func (u *observedUse) add(by uint64) {
	u.tally.add()
	for i, one := range u.known {
		if one == by {
			return
		}
		if one == 0 {
			u.known[i] = by
			u.distinct++
			if u.tally.record != 0 {
				patchStream(u.tally.record+recordFlagsAt, binary.LittleEndian.AppendUint16(nil, u.distinct))
			}
			return
		}
	}
}

// handOver counts a use after one by another goroutine; or while another goroutine held a lock that was taken at a place,
// under which it uses the map.
func (c *class) handOver(from, to *spot, while *Place) {
	for _, one := range c.handOvers {
		if one.from == from && one.to == to && one.while == while {
			one.tally.add()
			return
		}
	}
	if len(c.handOvers) >= handOversMost {
		return
	}
	payload := appendSpot(appendSpot(binary.LittleEndian.AppendUint32(nil, c.id), from), to)
	payload = append(payload, orderUnknown)
	if while == nil {
		payload = append(payload, 0)
	} else {
		payload = appendStack(payload, []frame{{while.Function, while.File, while.Line}})
	}
	made := &observedTurn{from, to, while, tally{record: appendRecord(kindHandOver, payload)}}
	c.handOvers = append(c.handOvers, made)
	made.tally.add()
}

// exchange counts what owners.go says.
func (c *class) exchange(from, to *spot) {
	for _, one := range c.exchanges {
		if one.from == from && one.to == to {
			one.tally.add()
			return
		}
	}
	if len(c.exchanges) >= handOversMost {
		return
	}
	payload := appendSpot(appendSpot(binary.LittleEndian.AppendUint32(nil, c.id), from), to)
	made := &observedTurn{from, to, nil, tally{record: appendRecord(kindExchange, payload)}}
	c.exchanges = append(c.exchanges, made)
	made.tally.add()
}

func (t *tally) add() {
	t.n++
	if now := time.Now(); t.record != 0 && (t.n < 16 || now.Sub(t.written) > writtenEvery) {
		t.written = now
		patchStream(t.record+recordCountAt, binary.LittleEndian.AppendUint64(nil, t.n))
	}
}
