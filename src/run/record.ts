import { crc32 } from 'node:zlib'
import type { Access, HeldLock, RaceEvent } from '../model/finding.ts'
import type { Exchange, HandOver, MapUse } from '../model/observation.ts'
import { ByteReader } from './byte-reader.ts'
import {
  decodeExchange,
  decodeHandOver,
  decodeMaps,
  decodeTimeline,
  decodeUse,
  lockMode,
  operation,
  type ObservedMaps,
  type ObservedTimeline,
  type Of,
} from './observation-records.ts'
import {
  flagFatal,
  kindHandOver,
  kindMaps,
  kindRace,
  kindTimeline,
  kindUse,
  locksUnknown,
  recordAlignment,
  recordChecksumSize,
  recordCountAt,
  recordFlagsAt,
  recordKindAt,
  recordPayloadAt,
  recordSizeAt,
} from './protocol.ts'
import { kindExchange } from './portable-records.ts'
import type { Texts } from './texts.ts'

export type DecodedContent =
  | { readonly kind: 'race'; readonly race: RaceEvent }
  | { readonly kind: 'maps'; readonly maps: ObservedMaps }
  | { readonly kind: 'use'; readonly use: Of<MapUse> }
  | { readonly kind: 'hand-over'; readonly handOver: Of<HandOver> }
  | { readonly kind: 'exchange'; readonly exchange: Of<Exchange> }
  | { readonly kind: 'timeline'; readonly timeline: ObservedTimeline }

export type DecodedRecord = { readonly size: number } & (DecodedContent | { readonly kind: 'unknown'; readonly code: number })

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

  const checksumAt = size - recordChecksumSize
  const head = new ByteReader(record, recordKindAt, checksumAt)
  const code = head.u16()
  const flags = head.u16()
  // Not under the checksum; a record that exists was seen once at least.
  const count = Math.max(head.count(), 1)
  const decode = decoders[code]
  if (decode === undefined) return { kind: 'unknown', size, code }
  const payload = new ByteReader(record, recordPayloadAt, checksumAt)
  const content = decode({ payload, texts, flags, count })
  const padding = checksumAt - payload.position
  return payload.intact && padding < recordAlignment ? { ...content, size } : undefined
}

interface Encoded {
  readonly payload: ByteReader
  readonly texts: Texts
  readonly flags: number
  readonly count: number
}

const decoders: Readonly<Record<number, (encoded: Encoded) => DecodedContent>> = {
  [kindRace]: (encoded) => ({ kind: 'race', race: decodeRace(encoded) }),
  [kindMaps]: ({ payload, texts, count }) => ({ kind: 'maps', maps: decodeMaps(payload, texts, count) }),
  [kindUse]: ({ payload, texts, count, flags }) => ({ kind: 'use', use: decodeUse(payload, texts, count, Math.max(flags, 1)) }),
  [kindHandOver]: ({ payload, texts, count }) => ({ kind: 'hand-over', handOver: decodeHandOver(payload, texts, count) }),
  [kindExchange]: ({ payload, texts, count }) => ({ kind: 'exchange', exchange: decodeExchange(payload, texts, count) }),
  [kindTimeline]: ({ payload, texts }) => ({ kind: 'timeline', timeline: decodeTimeline(payload, texts) }),
}

function checksumHolds(record: Uint8Array): boolean {
  const checksumAt = record.byteLength - recordChecksumSize
  const kindAndFlags = Uint8Array.from(record.subarray(recordKindAt, recordCountAt))
  // The engine changes the flags in place, long after it made the checksum.
  kindAndFlags.fill(0, recordFlagsAt - recordKindAt)
  const checksum = crc32(record.subarray(recordPayloadAt, checksumAt), crc32(kindAndFlags))
  return checksum === new ByteReader(record, checksumAt, record.byteLength).u32()
}

function decodeRace({ payload, texts, flags, count }: Encoded): RaceEvent {
  const address = hexadecimal(payload.u64())
  const type = texts.string(payload) || 'map'
  const accesses: RaceEvent['accesses'] = [decodeAccess(payload, texts), decodeAccess(payload, texts)]
  return { map: { type, address }, accesses, count, fatal: (flags & flagFatal) !== 0 }
}

function decodeAccess(reader: ByteReader, texts: Texts): Access {
  const op = operation(reader)
  const id = reader.count()
  const createdBy = texts.stack(reader)
  const stack = texts.stack(reader)
  const locks: HeldLock[] = []
  const count = reader.u8()
  if (count === locksUnknown) return { op, goroutine: { id, createdBy }, stack, locks, locksUnknown: true }
  for (let left = count; left > 0 && reader.intact; left--) locks.push(decodeLock(reader, texts))
  return { op, goroutine: { id, createdBy }, stack, locks }
}

function decodeLock(reader: ByteReader, texts: Texts): HeldLock {
  return { address: hexadecimal(reader.u64()), mode: lockMode(reader), acquiredAt: texts.stack(reader) }
}

function hexadecimal(address: bigint): string {
  return `0x${address.toString(16)}`
}
