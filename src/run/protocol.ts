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

export const streamMagic = 'MAPSAN\r\n'
export const protocolVersion = 1

// The header: where each field lies. All are u64 but for the magic, the two u32 and Go's version.
export const headerSize = 4096
export const headerMagicAt = 0
/** u32 */
export const headerVersionAt = 8
/** u32 */
export const headerSizeAt = 12
/** Bytes of the file that hold complete records, the header included. */
export const headerTailAt = 16
export const headerPidAt = 24
/** Races seen, repeats included. */
export const headerRacesAt = 32
/** Races that found no room in the stream, repeats included. */
export const headerDroppedAt = 40
/** Map accesses that were checked but not recorded, because no slot was free. */
export const headerUntrackedAt = 48
export const headerStateAt = 56
/** The most goroutines that were tracked at once. */
export const headerSlotsPeakAt = 64
export const headerSlotLimitAt = 72
/** Go's version, such as `go1.26.8`, padded with zeros. */
export const headerGoVersionAt = 80
export const headerGoVersionSize = 32

// What became of the setting observe.
/** 1: how maps are shared is recorded. */
export const headerObservesAt = 152
/** What found no room, repeats included. */
export const headerUnobservedAt = 160

// What became of the setting max_overhead. All are zero without it, and in streams of before it was there.
/** Thousandths of what the program costs by itself, likewise below. */
export const headerMaxOverheadAt = 112
/** Measured since the start: hooks of map operations. */
export const headerMapCostAt = 120
/** And all others. */
export const headerSyncCostAt = 128
/** Map accesses that were not looked at. */
export const headerSkippedAt = 136
/** The kind of the cheapest mode that was in use. */
export const headerCheapestAt = 144
/** Thousandths of the time in which nothing was tracked at all. */
export const headerRestedAt = 168

export const sampledNot = 0
export const sampledBySite = 1
export const sampledByTime = 2
/** For some of the time nothing is tracked, be it accesses or synchronisation. */
export const sampledByRest = 3

export const stateRunning = 1
export const stateExited = 2
export const stateDied = 3

// A record: where each field lies, from its start; the checksum lies at size - recordChecksumSize.
export const recordSizeAt = 0
export const recordKindAt = 4
export const recordFlagsAt = 6
export const recordCountAt = 8
export const recordPayloadAt = 16
export const recordChecksumSize = 4
export const recordAlignment = 8

// A class is all maps of one type whose first use was at one place. All but races are there when the setting observe is
// on, and leave room for races.
export const kindRace = 1
export const kindMaps = 2
export const kindUse = 3
export const kindHandOver = 4
export const kindTimeline = 5

/** The runtime ended the process because of this race. */
export const flagFatal = 1

export const opRead = 0
export const opWrite = 1
export const opIterate = 2
export const opDelete = 3
export const opClear = 4
export const opClone = 5
/** The variable that holds the map is read, or assigned. */
export const opLoad = 6
export const opStore = 7

/** In place of the number of an access's locks: nobody knows which ones are held. */
export const locksUnknown = 255

export const lockWrite = 0
export const lockRead = 1

// What orders a hand-over.
/** Nothing: it is a race. */
export const orderNone = 0
/** It was learnt too long ago. */
export const orderUnknown = 1
/** The go statement of the second goroutine. */
export const orderGo = 2
/** What its stack is in the middle of. */
export const orderLearnt = 3
/** Likewise, and after that there was something that may have been an exchange over a channel. */
export const orderLearntBefore = 4

export const momentLock = 0
export const momentReadLock = 1
export const momentUnlock = 2
export const momentReadUnlock = 3
/** Object: the id of the goroutine that was started. */
export const momentGo = 4
export const momentStart = 5
/** Object: the map. */
export const momentAccess = 6
