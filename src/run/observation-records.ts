import type { HeldLock, MapOperation, Stack } from '../model/finding.ts'
import type { EdgeKind, Exchange, HandOver, MapUse, ObservedLock, Place, TimelineEvent, TimelineKind } from '../model/observation.ts'
import type { ByteReader } from './byte-reader.ts'
import { callerOfEdge, classifyEdge } from './edges.ts'
import {
  lockRead,
  lockWrite,
  momentAccess,
  momentGo,
  momentLock,
  momentReadLock,
  momentReadUnlock,
  momentStart,
  momentUnlock,
  opClear,
  opClone,
  opDelete,
  opIterate,
  opLoad,
  opRead,
  opStore,
  opWrite,
  orderGo,
  orderLearnt,
  orderLearntBefore,
  orderNone,
  orderUnknown,
} from './protocol.ts'
import type { Texts } from './texts.ts'

/** Maps of one class, before anything is known of their use. */
export interface ObservedMaps {
  readonly id: number
  readonly type: string
  readonly count: number
  readonly first: Place
}

/** Something of one class of maps. */
export interface Of<T> {
  readonly id: number
  readonly it: T
}

/** The timeline of the race whose record is at this offset. */
export interface ObservedTimeline {
  readonly race: number
  readonly events: readonly TimelineEvent[]
}

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

const moments: Readonly<Record<number, TimelineKind>> = {
  [momentLock]: 'lock',
  [momentReadLock]: 'read lock',
  [momentUnlock]: 'unlock',
  [momentReadUnlock]: 'read unlock',
  [momentGo]: 'go statement',
  [momentStart]: 'start',
  [momentAccess]: 'access',
}

type Edge = Pick<HandOver, 'by' | 'at' | 'received'>

const orders: Readonly<Record<number, (stack: Stack) => Edge>> = {
  [orderNone]: () => without('nothing'),
  // Where it says a place, a lock that was taken there was held by the goroutine of the first use: see shim/portable.
  [orderUnknown]: (at) => ({ by: 'unknown', at }),
  [orderGo]: (at) => ({ by: 'go statement', at }),
  [orderLearnt]: (stack) => ({ by: classifyEdge(stack), at: callerOfEdge(stack), received: false }),
  [orderLearntBefore]: (stack) => ({ by: classifyEdge(stack), at: callerOfEdge(stack), received: true }),
}

function without(by: EdgeKind): Edge {
  return { by, at: [] }
}

/** One of a few codes; the record is damaged, or of a later MapSan, when it is none of them. */
function known<T>(reader: ByteReader, table: Readonly<Record<number, T>>, otherwise: T): T {
  const found = table[reader.u8()]
  if (found === undefined) reader.reject()
  return found ?? otherwise
}

export function operation(reader: ByteReader): MapOperation {
  return known(reader, operations, 'read')
}

export function lockMode(reader: ByteReader): HeldLock['mode'] {
  return known(reader, lockModes, 'write')
}

export function decodeMaps(reader: ByteReader, texts: Texts, count: number): ObservedMaps {
  return { id: reader.u32(), type: texts.string(reader) || 'map', first: decodePlace(reader, texts), count }
}

export function decodeUse(reader: ByteReader, texts: Texts, count: number, goroutines: number): Of<MapUse> {
  const id = reader.u32()
  const place = decodePlace(reader, texts)
  const locks: ObservedLock[] = []
  for (let left = reader.u8(); left > 0 && reader.intact; left--) {
    locks.push({ mode: lockMode(reader), acquiredAt: texts.stack(reader) })
  }
  return { id, it: { ...place, locks, count, goroutines } }
}

export function decodeHandOver(reader: ByteReader, texts: Texts, count: number): Of<HandOver> {
  const id = reader.u32()
  const from = decodePlace(reader, texts)
  const to = decodePlace(reader, texts)
  const edge = known(reader, orders, () => without('unknown'))
  return { id, it: { from, to, ...edge(texts.stack(reader)), count } }
}

export function decodeExchange(reader: ByteReader, texts: Texts, count: number): Of<Exchange> {
  return { id: reader.u32(), it: { from: decodePlace(reader, texts), to: decodePlace(reader, texts), count } }
}

export function decodeTimeline(reader: ByteReader, texts: Texts): ObservedTimeline {
  const race = reader.count()
  const events: TimelineEvent[] = []
  for (let left = reader.u8(); left > 0 && reader.intact; left--) events.push(decodeMoment(reader, texts))
  return { race, events }
}

function decodeMoment(reader: ByteReader, texts: Texts): TimelineEvent {
  const before = reader.count()
  const goroutine = reader.count()
  const kind = known(reader, moments, 'access')
  const object = describeObject(kind, reader.u64())
  return { before, goroutine, kind, ...(object !== undefined && { object }), stack: texts.stack(reader) }
}

function describeObject(kind: TimelineKind, object: bigint): string | undefined {
  if (kind === 'start' || kind === 'access') return undefined
  return kind === 'go statement' ? String(object) : `0x${object.toString(16)}`
}

function decodePlace(reader: ByteReader, texts: Texts): Place {
  return { op: operation(reader), createdBy: texts.stack(reader), stack: texts.stack(reader) }
}
