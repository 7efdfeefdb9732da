package engine

const mapsanDeltas = 6

// A mapsanClock is a shared vector plus a few entries that lie beyond it.
type mapsanClock struct {
	vec   *mapsanVector
	n     uint32 // deltas in use, one per slot
	_     uint32
	delta [mapsanDeltas]uint64 // tags
}

//go:nosplit
func (k *mapsanClock) covers(tag uint64) bool {
	slot := mapsanSlotOf(tag)
	if v := k.vec; v != nil && slot < v.n && v.epoch[slot&(mapsanSlots-1)] >= tag&mapsanEpochMask {
		return true
	}
	for i := uint32(0); i < k.n && i < mapsanDeltas; i++ {
		if d := k.delta[i]; mapsanSlotOf(d) == slot && d >= tag {
			return true
		}
	}
	return false
}

func (k *mapsanClock) empty() bool { return k.vec == nil && k.n == 0 }

// same says that two clocks are equal by representation: equal for certain when true.
func (k *mapsanClock) same(o *mapsanClock) bool {
	return k.vec == o.vec && k.n == o.n && k.delta == o.delta
}

// flat returns a fresh vector with all that k knows, with one reference.
func (k *mapsanClock) flat() *mapsanVector {
	v := mapsanNewVector()
	known := k.vec.entries()
	into := v.entries()
	n := copy(into, known)
	clear(into[n:])
	for _, d := range k.delta[:k.n] {
		if slot, epoch := mapsanSlotOf(d), d&mapsanEpochMask; into[slot] < epoch {
			into[slot] = epoch
		}
	}
	return v
}

// become replaces all of k by a vector; it takes over the caller's reference.
func (k *mapsanClock) become(v *mapsanVector) {
	k.vec.drop(1)
	k.vec = v
	k.n = 0
}

// add learns one tag and says whether that was new.
func (k *mapsanClock) add(tag uint64) bool {
	slot := mapsanSlotOf(tag)
	if v := k.vec; v != nil && slot < v.n && v.epoch[slot&(mapsanSlots-1)] >= tag&mapsanEpochMask {
		return false
	}
	for i := range k.delta[:k.n] {
		if d := &k.delta[i]; mapsanSlotOf(*d) == slot {
			if *d >= tag {
				return false
			}
			*d = tag
			return true
		}
	}
	if k.n == mapsanDeltas {
		v := k.flat()
		v.epoch[mapsanSlotOf(tag)] = tag & mapsanEpochMask
		k.become(v)
		return true
	}
	k.delta[k.n] = tag
	k.n++
	return true
}

// addOne is add for a caller that learns many. private is a vector that nobody but k has seen, or nil; it is
// made when the deltas are full, and given back for the next call.
func (k *mapsanClock) addOne(tag uint64, private *mapsanVector) (*mapsanVector, bool) {
	if private != nil {
		k.checkPrivate(private)
		return private, private.raise(mapsanSlotOf(tag), tag&mapsanEpochMask)
	}
	before := k.vec
	changed := k.add(tag)
	if k.vec != before {
		private = k.vec
	}
	return private, changed
}

// raise is for a vector that nobody else has seen.
func (v *mapsanVector) raise(slot uint32, epoch uint64) bool {
	p := &v.epoch[slot&(mapsanSlots-1)]
	if epoch <= *p {
		return false
	}
	*p = epoch
	return true
}

// addEntries learns one epoch per slot, from slot first on and except that of slot own, and says whether anything was
// new. The entries may rise meanwhile. private is as for addOne.
func (k *mapsanClock) addEntries(from []uint64, first, own uint32, private *mapsanVector) (_ *mapsanVector, changed bool) {
	i := 0
	for known := k.vec.from(first); private == nil; i++ {
		// Most of what is there is known, and most of what is known is in the vector.
		for i < len(from) && i < len(known) && mapsanLoad64(&from[i]) <= known[i] {
			i++
		}
		if i >= len(from) {
			return nil, changed
		}
		if slot, epoch := first+uint32(i), mapsanLoad64(&from[i]); epoch != 0 && slot != own {
			var news bool
			private, news = k.addOne(mapsanTag(slot, epoch), nil)
			changed = changed || news
		}
	}
	k.checkPrivate(private)
	for ; i < len(from); i++ {
		if slot := first + uint32(i); slot != own && private.raise(slot, mapsanLoad64(&from[i])) {
			changed = true
		}
	}
	return private, changed
}

// join learns all of o and says whether anything was new. Vectors that c has met before are passed over;
// c may be nil.
func (k *mapsanClock) join(o *mapsanClock, c *mapsanCtx) bool {
	own := uint32(0)
	if c != nil {
		own = c.slot
	}
	changed := false
	if v := o.vec; v != nil && v != k.vec && !(c != nil && c.covered.has(v.id)) {
		news, lost := k.vec.compare(v)
		switch {
		case !news:
		case !lost:
			k.vec.drop(1)
			k.vec = v.keep()
			changed = true
		default:
			_, changed = k.addEntries(v.entries(), 0, own, nil)
		}
		if c != nil {
			c.covered.note(v.id)
		}
	}
	for _, d := range o.delta[:o.n] {
		if mapsanSlotOf(d) != own && k.add(d) {
			changed = true
		}
	}
	return changed
}

// compare says whether o knows something that v does not (news), and the reverse (lost).
func (v *mapsanVector) compare(o *mapsanVector) (news, lost bool) {
	mine, theirs := v.entries(), o.entries()
	n := min(len(mine), len(theirs))
	for slot, epoch := range mine[:n] {
		if other := theirs[slot]; epoch < other {
			news = true
		} else if epoch > other {
			lost = true
		}
	}
	for _, epoch := range mine[n:] {
		lost = lost || epoch != 0
	}
	for _, epoch := range theirs[n:] {
		news = news || epoch != 0
	}
	return news, lost
}

func (k *mapsanClock) set(o *mapsanClock) {
	if k.vec != o.vec {
		o.vec.keep()
		k.vec.drop(1)
		k.vec = o.vec
	}
	k.n = o.n
	k.delta = o.delta
}

func (k *mapsanClock) reset() {
	k.vec.drop(1)
	k.vec = nil
	k.n = 0
}
