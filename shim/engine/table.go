package engine

import "unsafe"

// A mapsanSync is what the engine knows of one synchronisation object, found by its address.
//
// tag != 0 says that clock is K(tag). Whoever rewrites the clock holds lock and swaps tag to 0 first, and sets
// the new tag last; whoever only moves the tag of its own slot does so without the lock by a compare-and-swap,
// which therefore fails against a rewriter or is seen by it.
type mapsanSync struct {
	_       mapsanNotInHeap
	addr    uintptr
	next    *mapsanSync // of the bucket, or of the free list
	tag     uint64
	lock    uint32
	merges  uint8 // releases by goroutines that did not know all that was here
	foreign bool  // a mutex that was unlocked by a goroutine which did not hold it
	holder  bool  // the head of a mapsanVariable

	// How often somebody has learnt from tag and clock; counted after reading them, under lock, and never reset.
	learners uint32
	// How many objects this has stood for before: what was published at one of them is not published here.
	lives uint32

	readers *mapsanReaders
	hub     *mapsanHub
	inSpan  *mapsanSync // list of the memory span of addr
	clock   mapsanClock
}

// ownerPlace and readersPlace name the two places of a lock where an epoch can be published: see mapsanCtx.reopen.
//
//go:nosplit
func (s *mapsanSync) ownerPlace() uintptr { return uintptr(unsafe.Pointer(&s.tag)) }

//go:nosplit
func (s *mapsanSync) readersPlace() uintptr { return uintptr(unsafe.Pointer(&s.readers)) }

type mapsanBucket struct {
	_    mapsanNotInHeap
	head *mapsanSync
}

const mapsanFirstBucketBits = 16

// The buckets, a power of two. They change only while the world is stopped.
var mapsanTable = mapsanTableState{&mapsanFirstBuckets[0], 64 - mapsanFirstBucketBits, 0}

type mapsanTableState struct {
	buckets *mapsanBucket
	shift   uint32 // a hash shifted by so much is the index of a bucket
	live    uint32 // objects; guarded by mapsanSyncPool.lock
}

var mapsanFirstBuckets [1 << mapsanFirstBucketBits]mapsanBucket

// A mapsanStripe is what buckets share, so that a bucket is one word: those of a cache line have the same.
type mapsanStripe struct {
	lock    uint32
	version uint32 // changes before an entry leaves a chain
	_       [56]byte
}

const mapsanStripes = 256

var mapsanStripeTable [mapsanStripes]mapsanStripe

// Free lists of sync objects and of their parts.
var mapsanSyncPool struct {
	lock      uint32
	objects   *mapsanSync
	variables *mapsanSync
	readers   *mapsanReaders
	chunks    *mapsanReaderChunk
	hubs      *mapsanHub
	hubChunks *mapsanHubChunk
}

// mapsanBucketOf scatters blocks of a kilobyte over the table, but inside a block it keeps the order of addresses: what
// lies together in memory is used together, and so are its buckets.
//
//go:nosplit
func mapsanBucketOf(addr uintptr) *mapsanBucket {
	shift := mapsanTable.shift & 63
	block, word := uint64(addr)>>10, uint64(addr)>>3
	return mapsanTable.buckets.at((block*0x9E3779B97F4A7C15 + word<<shift) >> shift)
}

func (b *mapsanBucket) stripe() *mapsanStripe {
	return &mapsanStripeTable[uintptr(unsafe.Pointer(b))>>6%mapsanStripes]
}

// at returns the bucket that lies i behind b.
//
//go:nosplit
func (b *mapsanBucket) at(i uint64) *mapsanBucket {
	return (*mapsanBucket)(unsafe.Add(unsafe.Pointer(b), i*uint64(unsafe.Sizeof(mapsanBucket{}))))
}

// mapsanFind returns the object at addr, or nil. The memory at addr is alive, so its entry cannot leave
// meanwhile; an empty bucket is certain absence. The head is one aligned word that is published with what it points
// to, and loads that depend on each other keep their order on amd64 and arm64.
//
//go:nosplit
func mapsanFind(addr uintptr) *mapsanSync {
	s := mapsanBucketOf(addr).head
	if s == nil || s.addr == addr {
		return s
	}
	return mapsanFindInChain(addr)
}

//go:nosplit
//go:noinline
func mapsanFindInChain(addr uintptr) *mapsanSync {
	b := mapsanBucketOf(addr)
	stripe := b.stripe()
	for {
		version := mapsanLoad32(&stripe.version)
		for p := unsafe.Pointer(&b.head); ; {
			s := (*mapsanSync)(mapsanLoadPtr(p))
			if s == nil {
				break
			}
			if s.addr == addr {
				return s
			}
			p = unsafe.Pointer(&s.next)
		}
		// An entry that left under our feet may have led us into another list: a miss counts only if none did.
		if mapsanLoad32(&stripe.version) == version {
			return nil
		}
	}
}

// mapsanFindOrNew may be called for addresses that are alive.
func mapsanFindOrNew(addr uintptr) *mapsanSync { return mapsanFindOrTake(addr, false) }

// mapsanFindOrTake makes a mapsanVariable if it is for the holder of a map.
func mapsanFindOrTake(addr uintptr, holder bool) *mapsanSync {
	if s := mapsanFind(addr); s != nil {
		return s
	}
	b := mapsanBucketOf(addr)
	stripe := b.stripe()
	mapsanLock(&stripe.lock)
	for s := b.head; s != nil; s = s.next {
		if s.addr == addr {
			mapsanUnlock(&stripe.lock)
			return s
		}
	}
	s := mapsanTakeSync(holder)
	s.addr = addr
	s.next = b.head
	mapsanStorePtr(unsafe.Pointer(&b.head), unsafe.Pointer(s))
	mapsanUnlock(&stripe.lock)
	mapsanRetain(s)
	return s
}

func mapsanTakeSync(holder bool) *mapsanSync {
	pool := &mapsanSyncPool
	mapsanLock(&pool.lock)
	free := mapsanFreeObjects(holder)
	s := *free
	if s != nil {
		*free = s.next
		mapsanPrefetch(unsafe.Pointer(s.next)) // for the next caller: it was swept long ago
	}
	mapsanTable.live++
	mapsanUnlock(&pool.lock)
	if s == nil {
		s = mapsanMakeSync(holder)
	}
	if mapsanChecking {
		s.checkFresh()
	}
	return s
}

func mapsanFreeObjects(holder bool) **mapsanSync {
	if holder {
		return &mapsanSyncPool.variables
	}
	return &mapsanSyncPool.objects
}

func mapsanMakeSync(holder bool) *mapsanSync {
	if holder {
		v := (*mapsanVariable)(mapsanAlloc(unsafe.Sizeof(mapsanVariable{})))
		v.holder = true
		mapsanAdd64(&mapsanStats.variables, 1)
		return &v.mapsanSync
	}
	mapsanAdd64(&mapsanStats.objects, 1)
	return (*mapsanSync)(mapsanAlloc(unsafe.Sizeof(mapsanSync{})))
}

// mapsanForget takes an object out whose memory has died. Nobody can be looking for its address, but somebody
// may be walking the chain.
func mapsanForget(s *mapsanSync) {
	b := mapsanBucketOf(s.addr)
	stripe := b.stripe()
	mapsanLock(&stripe.lock)
	if mapsanChecking {
		mapsanAssert(s.lock == 0 && b.has(s), "a sync object is given back twice, or in use")
	}
	for p := &b.head; *p != nil; p = &(*p).next {
		if *p == s {
			mapsanStore32(&stripe.version, stripe.version+1)
			mapsanStorePtr(unsafe.Pointer(p), unsafe.Pointer(s.next))
			break
		}
	}
	mapsanUnlock(&stripe.lock)

	if s.holder {
		mapsanVariableOf(s).forget()
	}
	s.addr, s.tag, s.merges, s.foreign = 0, 0, 0, false
	s.learners++ // for those who have published here
	s.lives++
	s.clock.reset()
	readers, hub := s.readers, s.hub
	s.readers, s.hub = nil, nil
	pool := &mapsanSyncPool
	mapsanLock(&pool.lock)
	if readers != nil {
		readers.giveBack()
	}
	if hub != nil {
		hub.giveBack()
	}
	free := mapsanFreeObjects(s.holder)
	s.next = *free
	*free = s
	mapsanTable.live--
	mapsanUnlock(&pool.lock)
	mapsanAdd64(&mapsanStats.objectsSwept, 1)
}

// mapsanMoved is in all buckets that the table has grown out of. Whoever watches one (mapsanAtomicBefore) looks again.
var mapsanMoved mapsanSync

// mapsanGrowTable keeps buckets twice as many as objects, since each object before the one that is looked for costs a miss of
// the cache. The world is stopped, so nobody is looking anything up. It takes time in proportion to the objects, and the
// table is at least twice as large afterwards. The old buckets are not
// given back: all of them together are no more than the new.
func mapsanGrowTable() {
	t := &mapsanTable
	n := uint32(1) << (64 - t.shift)
	if t.live <= n/2 {
		return
	}
	old, oldSize := t.buckets, n
	for n < 2*t.live {
		n *= 2
		t.shift--
	}
	t.buckets = (*mapsanBucket)(mapsanAlloc(uintptr(n) * unsafe.Sizeof(mapsanBucket{})))
	for i := range uint64(oldSize) {
		for s := old.at(i).head; s != nil; {
			next := s.next
			b := mapsanBucketOf(s.addr)
			s.next = b.head
			b.head = s
			s = next
		}
		old.at(i).head = &mapsanMoved
	}
}
