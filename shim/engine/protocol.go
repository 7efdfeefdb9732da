// The event stream, the one wire between an instrumented program and MapSan.
//
// shim/engine/protocol.go (writes) and src/run/protocol.ts (reads) hold the same constants under the
// same names, Go's with the prefix `mapsan`; test/run/protocol.test.ts compares them.
//
// Everything is little endian. A file is a header, then records, each starting at a multiple of 8:
//
//   record  = size u32, kind u16, flags u16, count u64, payload, zeros up to a multiple of 8, crc u32
//             `size` is that of the whole record. `crc` is CRC-32 (IEEE) of bytes 4..8 and 16..size-4, with
//             `flags` taken for 0: `count` and `flags` are changed in place while the program runs.
//   race    = map address u64, map type string, access, access       (payload of kindRace, newer access first)
//   access  = op u8, goroutine id u64, stack createdBy, stack, number of locks u8, lock …
//             (255 where a portable program does not know them, and none follows)
//   lock    = mutex address u64, mode u8, stack acquiredAt
//   maps    = class u32, map type string, place of the first use     (kindMaps; count: how many maps)
//   use     = class u32, place, number of locks u8, held …           (kindUse; count: accesses, flags: goroutines)
//   handOver = class u32, place from, place to, order u8, stack      (kindHandOver; where the order was learnt)
//   timeline = offset of the race's record u64, number of moments u8, moment …   (kindTimeline; oldest first)
//   moment  = ns before the newer access u64, goroutine id u64, kind u8, object u64, stack
//   place   = op u8, stack createdBy, stack
//   held    = mode u8, stack acquiredAt
//   stack   = number of frames u8, frame …                           (innermost first)
//   frame   = function string, file string, line u32
//   string  = length u16, bytes (UTF-8)
//
// The tail in the header may lag one record behind a process that was killed: a reader goes on behind it
// until it meets a size of 0 or a record that does not hold together.

package engine

const (
	mapsanStreamMagic     = "MAPSAN\r\n"
	mapsanProtocolVersion = 1
)

// The header: where each field lies. All are uint64 but for the magic, the two uint32 and Go's version.
const (
	mapsanHeaderSize          = 4096
	mapsanHeaderMagicAt       = 0
	mapsanHeaderVersionAt     = 8  // uint32
	mapsanHeaderSizeAt        = 12 // uint32
	mapsanHeaderTailAt        = 16 // bytes of the file that hold complete records, the header included
	mapsanHeaderPidAt         = 24
	mapsanHeaderRacesAt       = 32 // races seen, repeats included
	mapsanHeaderDroppedAt     = 40 // races that found no room in the stream, repeats included
	mapsanHeaderUntrackedAt   = 48 // map accesses that were checked but not recorded, because no slot was free
	mapsanHeaderStateAt       = 56
	mapsanHeaderSlotsPeakAt   = 64 // the most goroutines that were tracked at once
	mapsanHeaderSlotLimitAt   = 72
	mapsanHeaderGoVersionAt   = 80 // such as go1.26.8, padded with zeros
	mapsanHeaderGoVersionSize = 32
)

// What became of the setting observe.
const (
	mapsanHeaderObservesAt   = 152 // 1: how maps are shared is recorded
	mapsanHeaderUnobservedAt = 160 // what found no room, repeats included
)

// What became of the setting max_overhead. All are zero without it, and in streams of before it was there.
const (
	mapsanHeaderMaxOverheadAt = 112 // thousandths of what the program costs by itself, likewise below
	mapsanHeaderMapCostAt     = 120 // measured since the start: hooks of map operations
	mapsanHeaderSyncCostAt    = 128 // and all others
	mapsanHeaderSkippedAt     = 136 // map accesses that were not looked at
	mapsanHeaderCheapestAt    = 144 // the kind of the cheapest mode that was in use
	mapsanHeaderRestedAt      = 168 // thousandths of the time in which nothing was tracked at all
)

const (
	mapsanSampledNot    = 0
	mapsanSampledBySite = 1
	mapsanSampledByTime = 2
	mapsanSampledByRest = 3 // for some of the time nothing is tracked, be it accesses or synchronisation
)

const (
	mapsanStateRunning = 1
	mapsanStateExited  = 2
	mapsanStateDied    = 3
)

// A record: where each field lies, from its start; the checksum lies at size - mapsanRecordChecksumSize.
const (
	mapsanRecordSizeAt       = 0
	mapsanRecordKindAt       = 4
	mapsanRecordFlagsAt      = 6
	mapsanRecordCountAt      = 8
	mapsanRecordPayloadAt    = 16
	mapsanRecordChecksumSize = 4
	mapsanRecordAlignment    = 8
)

// A class is all maps of one type whose first use was at one place. All but races are there when the setting observe is
// on, and leave room for races.
const (
	mapsanKindRace     = 1
	mapsanKindMaps     = 2
	mapsanKindUse      = 3
	mapsanKindHandOver = 4
	mapsanKindTimeline = 5
)

// The runtime ended the process because of this race.
const mapsanFlagFatal = 1

const (
	mapsanOpRead    = 0
	mapsanOpWrite   = 1
	mapsanOpIterate = 2
	mapsanOpDelete  = 3
	mapsanOpClear   = 4
	mapsanOpClone   = 5
	mapsanOpLoad    = 6 // the variable that holds the map is read,
	mapsanOpStore   = 7 // or assigned
)

// In place of the number of an access's locks: nobody knows which ones are held.
const mapsanLocksUnknown = 255

const (
	mapsanLockWrite = 0
	mapsanLockRead  = 1
)

// What orders a hand-over.
const (
	mapsanOrderNone    = 0 // nothing: it is a race
	mapsanOrderUnknown = 1 // it was learnt too long ago
	mapsanOrderGo      = 2 // the go statement of the second goroutine
	mapsanOrderLearnt  = 3 // what its stack is in the middle of
	// Likewise, and after that there was something that may have been an exchange over a channel.
	mapsanOrderLearntBefore = 4
)

const (
	mapsanMomentLock       = 0
	mapsanMomentReadLock   = 1
	mapsanMomentUnlock     = 2
	mapsanMomentReadUnlock = 3
	mapsanMomentGo         = 4 // object: the id of the goroutine that was started
	mapsanMomentStart      = 5
	mapsanMomentAccess     = 6 // object: the map
)
