/** Writes an event stream as shim/engine does: what tests decode. */
import { crc32 } from 'node:zlib'
import type { Access, Frame, HeldLock, MapOperation, Operation, RaceEvent, Stack } from '../../src/model/finding.ts'
import type { EdgeKind, HandOver, MapUse, Place, SharedMaps, TimelineEvent, TimelineKind } from '../../src/model/observation.ts'
import type { ProcessState, Sampling, StreamHeader } from '../../src/model/stream.ts'
import * as protocol from '../../src/run/protocol.ts'

const operationCodes: Readonly<Record<MapOperation, number>> = {
  read: protocol.opRead,
  write: protocol.opWrite,
  iterate: protocol.opIterate,
  delete: protocol.opDelete,
  clear: protocol.opClear,
  clone: protocol.opClone,
  load: protocol.opLoad,
  store: protocol.opStore,
}

function codeOf(op: Operation): number {
  if (op === 'other') throw new Error('a run records what is done to maps only')
  return operationCodes[op]
}

const lockCodes: Readonly<Record<HeldLock['mode'], number>> = { read: protocol.lockRead, write: protocol.lockWrite }

const momentCodes: Readonly<Record<TimelineKind, number>> = {
  lock: protocol.momentLock,
  'read lock': protocol.momentReadLock,
  unlock: protocol.momentUnlock,
  'read unlock': protocol.momentReadUnlock,
  'go statement': protocol.momentGo,
  start: protocol.momentStart,
  access: protocol.momentAccess,
}

const stateCodes: Readonly<Record<ProcessState, number>> = {
  unknown: 0,
  running: protocol.stateRunning,
  exited: protocol.stateExited,
  died: protocol.stateDied,
}

const samplingCodes: Readonly<Record<Sampling, number>> = {
  none: protocol.sampledNot,
  'by site': protocol.sampledBySite,
  'by time': protocol.sampledByTime,
  'by rest': protocol.sampledByRest,
}

export const exitedHeader: StreamHeader = {
  pid: 4711,
  state: 'exited',
  goVersion: 'go1.26.8',
  races: 1,
  dropped: 0,
  untracked: 0,
  slotsPeak: 3,
  slotLimit: 256,
}

export interface EncodedStream {
  readonly header?: StreamHeader
  readonly races?: readonly RaceEvent[]
  readonly sharedMaps?: readonly SharedMaps[]
  /** Records written as they are, before the races. */
  readonly records?: readonly Buffer[]
  /** Free room behind the last record. */
  readonly room?: number
}

export function encodeEvents({ header = exitedHeader, races = [], sharedMaps = [], records = [], room = 0 }: EncodedStream): Buffer {
  const written = [...records]
  let tail = protocol.headerSize + records.reduce((sum, record) => sum + record.byteLength, 0)
  const write = (record: Buffer): number => {
    written.push(record)
    tail += record.byteLength
    return tail - record.byteLength
  }
  for (const race of races) {
    const offset = write(encodeRace(race))
    if (race.timeline !== undefined) write(encodeTimeline(offset, race.timeline))
  }
  for (const record of sharedMaps.flatMap(encodeShared)) write(record)
  return Buffer.concat([encodeHeader(header, tail), ...written, Buffer.alloc(room)])
}

export function encodeRace(race: RaceEvent): Buffer {
  const payload = Buffer.concat([
    u64(BigInt(race.map.address ?? 0)),
    string(race.map.type),
    ...race.accesses.map(encodeAccess),
  ])
  return encodeRecord({ kind: protocol.kindRace, flags: race.fatal ? protocol.flagFatal : 0, count: race.count, payload })
}

function encodeTimeline(race: number, timeline: readonly TimelineEvent[]): Buffer {
  const moments = timeline.flatMap(({ before, goroutine, kind, object, stack }) => [
    u64(BigInt(before)), u64(BigInt(goroutine)), u8(momentCodes[kind]), u64(BigInt(object ?? 0)), encodeStack(stack),
  ])
  const payload = Buffer.concat([u64(BigInt(race)), u8(timeline.length), ...moments])
  return encodeRecord({ kind: protocol.kindTimeline, flags: 0, count: 1, payload })
}

function encodeShared({ type, count, first, uses, handOvers }: SharedMaps, index: number): Buffer[] {
  const id = u32(index + 1)
  return [
    encodeRecord({ kind: protocol.kindMaps, flags: 0, count, payload: Buffer.concat([id, string(type), encodePlace(first)]) }),
    ...uses.map((use) => encodeUse(id, use)),
    ...handOvers.map((handOver) => encodeHandOver(id, handOver)),
  ]
}

function encodeUse(id: Buffer, use: MapUse): Buffer {
  const locks = use.locks.flatMap(({ mode, acquiredAt }) => [u8(lockCodes[mode]), encodeStack(acquiredAt)])
  const payload = Buffer.concat([id, encodePlace(use), u8(use.locks.length), ...locks])
  return encodeRecord({ kind: protocol.kindUse, flags: use.goroutines, count: use.count, payload })
}

function encodeHandOver(id: Buffer, { from, to, by, at, received, count }: HandOver): Buffer {
  const call = callsOf[by]
  const order = call === undefined ? [u8(orderCodes[by] ?? 0), encodeStack(at)] : [u8(received === true ? protocol.orderLearntBefore : protocol.orderLearnt), encodeStack([call, ...at])]
  const payload = Buffer.concat([id, encodePlace(from), encodePlace(to), ...order])
  return encodeRecord({ kind: protocol.kindHandOver, flags: 0, count, payload })
}

const orderCodes: Readonly<Partial<Record<EdgeKind, number>>> = {
  nothing: protocol.orderNone,
  unknown: protocol.orderUnknown,
  'go statement': protocol.orderGo,
}

/** What tells the others from each other: a function of Go. */
const callsOf: Readonly<Partial<Record<EdgeKind, Frame>>> = {
  channel: { function: 'runtime.chanrecv1', file: '/go/src/runtime/chan.go', line: 509 },
  lock: { function: 'sync.(*Mutex).Lock', file: '/go/src/sync/mutex.go', line: 46 },
  WaitGroup: { function: 'sync.(*WaitGroup).Wait', file: '/go/src/sync/waitgroup.go', line: 166 },
  once: { function: 'sync.(*Once).Do', file: '/go/src/sync/once.go', line: 69 },
  atomic: { function: 'sync/atomic.(*Int32).Load', file: '/go/src/sync/atomic/type.go', line: 74 },
  other: { function: 'sync.(*Map).Load', file: '/go/src/sync/map.go', line: 50 },
}

function encodePlace({ op, createdBy, stack }: Place): Buffer {
  return Buffer.concat([u8(codeOf(op)), encodeStack(createdBy), encodeStack(stack)])
}

export function encodeRecord(record: { kind: number; flags: number; count: number; payload: Buffer }): Buffer {
  const { recordPayloadAt, recordChecksumSize, recordAlignment } = protocol
  const used = recordPayloadAt + record.payload.byteLength + recordChecksumSize
  const size = Math.ceil(used / recordAlignment) * recordAlignment
  const bytes = Buffer.alloc(size)
  bytes.writeUInt32LE(size, protocol.recordSizeAt)
  bytes.writeUInt16LE(record.kind, protocol.recordKindAt)
  bytes.writeBigUInt64LE(BigInt(record.count), protocol.recordCountAt)
  record.payload.copy(bytes, recordPayloadAt)
  const checksumAt = size - recordChecksumSize
  const kindAndFlags = bytes.subarray(protocol.recordKindAt, protocol.recordCountAt)
  bytes.writeUInt32LE(crc32(bytes.subarray(recordPayloadAt, checksumAt), crc32(kindAndFlags)), checksumAt)
  bytes.writeUInt16LE(record.flags, protocol.recordFlagsAt)
  return bytes
}

function encodeHeader(header: StreamHeader, tail: number): Buffer {
  const bytes = Buffer.alloc(protocol.headerSize)
  bytes.write(protocol.streamMagic, protocol.headerMagicAt, 'latin1')
  bytes.writeUInt32LE(protocol.protocolVersion, protocol.headerVersionAt)
  bytes.writeUInt32LE(protocol.headerSize, protocol.headerSizeAt)
  bytes.writeBigUInt64LE(BigInt(tail), protocol.headerTailAt)
  bytes.writeBigUInt64LE(BigInt(header.pid), protocol.headerPidAt)
  bytes.writeBigUInt64LE(BigInt(header.races), protocol.headerRacesAt)
  bytes.writeBigUInt64LE(BigInt(header.dropped), protocol.headerDroppedAt)
  bytes.writeBigUInt64LE(BigInt(header.untracked), protocol.headerUntrackedAt)
  bytes.writeBigUInt64LE(BigInt(stateCodes[header.state]), protocol.headerStateAt)
  bytes.writeBigUInt64LE(BigInt(header.slotsPeak), protocol.headerSlotsPeakAt)
  bytes.writeBigUInt64LE(BigInt(header.slotLimit), protocol.headerSlotLimitAt)
  if (header.budget !== undefined) {
    bytes.writeBigUInt64LE(BigInt(header.budget.limit), protocol.headerMaxOverheadAt)
    bytes.writeBigUInt64LE(BigInt(header.budget.maps), protocol.headerMapCostAt)
    bytes.writeBigUInt64LE(BigInt(header.budget.synchronisation), protocol.headerSyncCostAt)
    bytes.writeBigUInt64LE(BigInt(header.budget.skipped), protocol.headerSkippedAt)
    bytes.writeBigUInt64LE(BigInt(samplingCodes[header.budget.sampling]), protocol.headerCheapestAt)
    bytes.writeBigUInt64LE(BigInt(header.budget.rested), protocol.headerRestedAt)
  }
  if (header.unobserved !== undefined) {
    bytes.writeBigUInt64LE(1n, protocol.headerObservesAt)
    bytes.writeBigUInt64LE(BigInt(header.unobserved), protocol.headerUnobservedAt)
  }
  bytes.write(header.goVersion, protocol.headerGoVersionAt, protocol.headerGoVersionSize, 'latin1')
  return bytes
}

function encodeAccess(access: Access): Buffer {
  return Buffer.concat([
    u8(codeOf(access.op)),
    u64(BigInt(access.goroutine.id)),
    encodeStack(access.goroutine.createdBy),
    encodeStack(access.stack),
    u8(access.locksUnknown ? protocol.locksUnknown : access.locks.length),
    ...access.locks.map(encodeLock),
  ])
}

function encodeLock(lock: HeldLock): Buffer {
  return Buffer.concat([u64(BigInt(lock.address ?? 0)), u8(lockCodes[lock.mode]), encodeStack(lock.acquiredAt)])
}

function encodeStack(stack: Stack): Buffer {
  const frames = stack.flatMap((frame) => [string(frame.function), string(frame.file), u32(frame.line)])
  return Buffer.concat([u8(stack.length), ...frames])
}

function string(text: string): Buffer {
  const bytes = Buffer.from(text)
  return Buffer.concat([u16(bytes.byteLength), bytes])
}

function u8(value: number): Buffer {
  return Buffer.of(value)
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value)
  return bytes
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function u64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(value)
  return bytes
}
