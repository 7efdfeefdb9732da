/** Writes an event stream as shim/engine does: what tests decode. */
import { crc32 } from 'node:zlib'
import type { Access, HeldLock, MapOperation, RaceEvent, Stack } from '../../src/model/finding.ts'
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

const lockCodes: Readonly<Record<HeldLock['mode'], number>> = { read: protocol.lockRead, write: protocol.lockWrite }

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
  /** Records written as they are, before the races. */
  readonly records?: readonly Buffer[]
  /** Free room behind the last record. */
  readonly room?: number
}

export function encodeEvents({ header = exitedHeader, races = [], records = [], room = 0 }: EncodedStream): Buffer {
  const written = Buffer.concat([...records, ...races.map(encodeRace)])
  const tail = protocol.headerSize + written.byteLength
  return Buffer.concat([encodeHeader(header, tail), written, Buffer.alloc(room)])
}

export function encodeRace(race: RaceEvent): Buffer {
  const payload = Buffer.concat([
    u64(BigInt(race.map.address ?? 0)),
    string(race.map.type),
    ...race.accesses.map(encodeAccess),
  ])
  return encodeRecord({ kind: protocol.kindRace, flags: race.fatal ? protocol.flagFatal : 0, count: race.count, payload })
}

export function encodeRecord(record: { kind: number; flags: number; count: number; payload: Buffer }): Buffer {
  const { recordPayloadAt, recordChecksumSize, recordAlignment } = protocol
  const used = recordPayloadAt + record.payload.byteLength + recordChecksumSize
  const size = Math.ceil(used / recordAlignment) * recordAlignment
  const bytes = Buffer.alloc(size)
  bytes.writeUInt32LE(size, protocol.recordSizeAt)
  bytes.writeUInt16LE(record.kind, protocol.recordKindAt)
  bytes.writeUInt16LE(record.flags & ~protocol.flagFatal, protocol.recordFlagsAt)
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
  }
  bytes.write(header.goVersion, protocol.headerGoVersionAt, protocol.headerGoVersionSize, 'latin1')
  return bytes
}

function encodeAccess(access: Access): Buffer {
  return Buffer.concat([
    u8(operationCodes[access.op]),
    u64(BigInt(access.goroutine.id)),
    encodeStack(access.goroutine.createdBy),
    encodeStack(access.stack),
    u8(access.locks.length),
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
