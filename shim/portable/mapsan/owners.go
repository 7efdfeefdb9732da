package mapsan

// To whom a map belongs: to whoever uses it, until another goroutine does. Goroutines that take it from each other again and
// again, while one of them writes and no lock keeps them apart, may race, or may hand it over in a way that is not seen here:
// by a channel, a WaitGroup, an atomic. So that is told only on demand, and as a warning. (Ownership as in Eraser: Savage et
// al., SOSP 1997; but that goes on to lock sets when a second goroutine comes, and warns of each hand-over.)
//
// Silent are, however little of all uses is seen: a map that one goroutine fills and others read from then on; one that goes
// from goroutine to goroutine and never back; one that goes to workers that end, and back; and one under a lock.

// owners is of one map.
type owners struct {
	// Who has used it, the latest ones first.
	known [usersMost]uint64
	// What its owner did since it came.
	latest, write *usage
	exchanges     []exchange
}

// A usage is one use of a map. What was held is known later, if ever.
type usage struct {
	at       *spot
	locks    []lockTaken
	answered bool
}

// In an exchange a goroutine comes back to a map, and takes it from another one that comes back as well: neither has ended
// when the other comes, so neither can have waited for that.
type exchange struct {
	// Whom it was taken from; 0 when that goroutine has come back.
	left     uint64
	from, to *usage
}

const exchangesMost = 16

func (o *owners) use(by uint64, u *usage) {
	owner := o.known[0]
	for i := range o.exchanges {
		if o.exchanges[i].left == by {
			o.exchanges[i].left = 0
		}
	}
	isBack := o.note(by)
	if by != owner {
		from := o.latest
		if o.write != nil {
			from = o.write
		}
		// Before a goroutine came for the first time, there was nothing that it could have changed: what the owner wrote until then
		// was for it to find.
		if isBack && (isWrite(from.at.op) || isWrite(u.at.op)) {
			o.exchanges = append(o.exchanges, exchange{owner, from, u})
			if len(o.exchanges) > exchangesMost {
				o.exchanges = append(o.exchanges[:0], o.exchanges[1:]...)
			}
		}
		o.write = nil
	}
	o.latest = u
	if isWrite(u.at.op) {
		o.write = u
	}
}

// note puts the goroutine first, and tells whether it was there before.
func (o *owners) note(by uint64) bool {
	before := by
	for i, one := range o.known {
		o.known[i] = before
		if one == by {
			return true
		}
		before = one
	}
	return false
}

// settle calls count for each exchange of which all is known now, and that no lock kept apart.
func (o *owners) settle(count func(from, to *spot)) {
	open := o.exchanges[:0]
	for _, one := range o.exchanges {
		if one.left != 0 || !one.from.answered || !one.to.answered {
			open = append(open, one)
		} else if !areApart(one.from.locks, one.to.locks) {
			count(one.from.at, one.to.at)
		}
	}
	o.exchanges = open
}

// areApart tells whether both held one lock, and one of them alone.
func areApart(a, b []lockTaken) bool {
	for _, one := range a {
		for _, other := range b {
			if one.key&^forReading == other.key&^forReading && one.key&other.key&forReading == 0 {
				return true
			}
		}
	}
	return false
}
