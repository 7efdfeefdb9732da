import { crc32 } from 'node:zlib'
import type { Access, HeldLock, MapOperation, RaceEvent } from '../model/finding.ts'
import { ByteReader } from './byte-reader.ts'
import {
  flagFatal,
  kindRace,
  lockRead,
  lockWrite,
  opClear,
  opClone,
  opDelete,
  opIterate,
  opLoad,
  opRead,
  opStore,
  opWrite,
  recordAlignment,
  recordChecksumSize,
  recordCountAt,
  recordFlagsAt,
  recordKindAt,
  recordPayloadAt,
  recordSizeAt,
} from './protocol.ts'
import type { Texts } from './texts.ts'

export type DecodedRecord =
  | { readonly kind: 'race'; readonly size: number; readonly race: RaceEvent }
  | { readonly kind: 'unknown'; readonly size: number; readonly code: number }

const operations: Readonly<Record<number, MapOperation>> = {
  [opRead]: 'read',
  [opWrite]: 'write',
  [opIterate]: 'iterate',
  [opDelete]: 'delete',
  [opClear]: 'clear',
  [opClone]: 'clone',
  [opLoad]: 'load',
  [opStore]: 'store',
}

const lockModes: Readonly<Record<number, HeldLock['mode']>> = { [lockWrite]: 'write', [lockRead]: 'read' }

const smallestRecord = recordPayloadAt + recordAlignment

/** The size that a record at this offset would have; 0 when none can be there. */
export function recordSize(bytes: Buffer, offset: number): number {
  if (offset + smallestRecord > bytes.byteLength) return 0
  const size = bytes.readUInt32LE(offset + recordSizeAt)
  const possible = size >= smallestRecord && size % recordAlignment === 0 && offset + size <= bytes.byteLength
  return possible ? size : 0
}

/** Reads the record at this offset; undefined when its bytes do not hold together. */
export function decodeRecord(bytes: Buffer, offset: number, texts: Texts): DecodedRecord | undefined {
  const size = recordSize(bytes, offset)
  if (size === 0) return undefined
  const record = bytes.subarray(offset, offset + size)
  if (!checksumHolds(record)) return undefined

  const code = new ByteReader(record, recordKindAt, size).u16()
  if (code !== kindRace) return { kind: 'unknown', size, code }
  const race = decodeRace(record, texts)
  return race && { kind: 'race', size, race }
}

function checksumHolds(record: Uint8Array): boolean {
  const checksumAt = record.byteLength - recordChecksumSize
  const kindAndFlags = Uint8Array.from(record.subarray(recordKindAt, recordCountAt))
  // The engine sets the flag in place, long after it made the checksum.
  const low = recordFlagsAt - recordKindAt
  kindAndFlags[low] = (kindAndFlags[low] ?? 0) & ~flagFatal
  const checksum = crc32(record.subarray(recordPayloadAt, checksumAt), crc32(kindAndFlags))
  return checksum === new ByteReader(record, checksumAt, record.byteLength).u32()
}

function decodeRace(record: Uint8Array, texts: Texts): RaceEvent | undefined {
  const checksumAt = record.byteLength - recordChecksumSize
  const flags = new ByteReader(record, recordFlagsAt, checksumAt).u16()
  const count = new ByteReader(record, recordCountAt, checksumAt).count()

  const payload = new ByteReader(record, recordPayloadAt, checksumAt)
  const address = hexadecimal(payload.u64())
  const type = texts.string(payload) || 'map'
  const accesses: RaceEvent['accesses'] = [decodeAccess(payload, texts), decodeAccess(payload, texts)]
  const padding = checksumAt - payload.position
  if (!payload.intact || padding >= recordAlignment) return undefined
  return {
    map: { type, address },
    accesses,
    // Not under the checksum; a record that exists was seen once at least.
    count: Math.max(count, 1),
    fatal: (flags & flagFatal) !== 0,
  }
}

function decodeAccess(reader: ByteReader, texts: Texts): Access {
  const op = operations[reader.u8()]
  if (op === undefined) reader.reject()
  const id = reader.count()
  const createdBy = texts.stack(reader)
  const stack = texts.stack(reader)
  const locks: HeldLock[] = []
  for (let left = reader.u8(); left > 0 && reader.intact; left--) locks.push(decodeLock(reader, texts))
  return { op: op ?? 'read', goroutine: { id, createdBy }, stack, locks }
}

function decodeLock(reader: ByteReader, texts: Texts): HeldLock {
  const address = hexadecimal(reader.u64())
  const mode = lockModes[reader.u8()]
  if (mode === undefined) reader.reject()
  return { address, mode: mode ?? 'write', acquiredAt: texts.stack(reader) }
}

function hexadecimal(address: bigint): string {
  return `0x${address.toString(16)}`
}
