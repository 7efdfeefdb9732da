/** What the two goroutines of a race did, in the order in which it is drawn. */
import type { Access, Frame } from '../../../model/finding.ts'
import { isKnown } from '../../../model/goroutine.ts'
import type { TimelineEvent, TimelineKind } from '../../../model/observation.ts'
import { userFrameOf, type ProgramOrigin } from '../../../model/origin.ts'

/** The newer access first. */
export type BothAccesses = readonly [Access, Access]

/** 0 is the goroutine of the newer access, 1 that of the earlier one. */
export type Lane = 0 | 1

export interface Row {
  readonly lane: Lane
  readonly kind: TimelineKind
  /** Nanoseconds before the newer access; absent when that was not observed. */
  readonly before?: number
  /** The lock's address, or the id of the goroutine that was started. */
  readonly object?: string
  /** The lock's name. */
  readonly name?: string
  /** The access of this row is one of the two that race. */
  readonly access?: Access
  /** The lock was taken before anything else that is known; where is known, when is not. */
  readonly since?: true
  readonly frame?: Frame
}

export interface Timeline {
  /** Whether rows are in the order of time. If not, only those of one lane are, and the two accesses. */
  readonly observed: boolean
  /** The oldest first; the newer access is among the last. */
  readonly rows: readonly Row[]
}

export function timelineOf(accesses: BothAccesses, events: readonly TimelineEvent[] | undefined, origin: ProgramOrigin): Timeline {
  if (events === undefined || events.length === 0) return { observed: false, rows: unobservedRows(accesses, origin) }
  const rows = events.toSorted((a, b) => b.before - a.before).flatMap((event) => eventRow(event, accesses, origin))
  return { observed: true, rows: withAccesses(rows, accesses, origin) }
}

function eventRow({ before, goroutine, kind, object, name, stack }: TimelineEvent, accesses: BothAccesses, origin: ProgramOrigin): Row[] {
  const lane = accesses.findIndex((access) => access.goroutine.id === goroutine)
  if (lane < 0) return []
  const frame = userFrameOf({ stack }, origin)
  return [{ lane: lane === 0 ? 0 : 1, kind, before, ...(object !== undefined && { object }), ...(name !== undefined && { name }), ...(frame && { frame }) }]
}

/** The races' own accesses marked, and put where they belong if the events do not have them. */
function withAccesses(rows: readonly Row[], accesses: BothAccesses, origin: ProgramOrigin): Row[] {
  const marked = rows.map((row, index): Row => (isLastAccess(row, index, rows) ? { ...row, ...accessRow(row.lane, accesses, origin) } : row))
  const lacks = (lane: Lane) => !marked.some((row) => row.lane === lane && row.access)
  // Older than all that is remembered.
  const earlier = lacks(1) ? [accessRow(1, accesses, origin)] : []
  const newer = lacks(0) ? [{ ...accessRow(0, accesses, origin), before: 0 }] : []
  const known = [...earlier, ...marked, ...newer]
  return [...([0, 1] as const).flatMap((lane) => locksSinceBefore(lane, known, accesses, origin)), ...known]
}

function isLastAccess({ lane, kind }: Row, index: number, rows: readonly Row[]): boolean {
  return kind === 'access' && !rows.slice(index + 1).some((later) => later.lane === lane && later.kind === 'access')
}

/** Locks that the access held and that no event takes. */
function locksSinceBefore(lane: Lane, rows: readonly Row[], accesses: BothAccesses, origin: ProgramOrigin): Row[] {
  return lockRows(lane, accesses, origin)
    .filter(({ object }) => !rows.some((row) => row.lane === lane && row.object === object && isTaking(row.kind)))
    .map((row) => ({ ...row, since: true }))
}

/** What both sides know of themselves: where each was started, the locks that it held, the access. */
function unobservedRows(accesses: BothAccesses, origin: ProgramOrigin): Row[] {
  const lanes = [1, 0] as const
  return [
    ...lanes.flatMap((lane) => startRow(lane, accesses, origin)),
    ...lanes.flatMap((lane) => [...lockRows(lane, accesses, origin), accessRow(lane, accesses, origin)]),
  ]
}

function startRow(lane: Lane, accesses: BothAccesses, origin: ProgramOrigin): Row[] {
  const frame = userFrameOf({ stack: accesses[lane].goroutine.createdBy }, origin)
  return frame ? [{ lane, kind: 'start', frame }] : []
}

function lockRows(lane: Lane, accesses: BothAccesses, origin: ProgramOrigin): Row[] {
  return accesses[lane].locks.map(({ address, name, mode, acquiredAt }) => {
    const frame = userFrameOf({ stack: acquiredAt }, origin)
    return { lane, kind: mode === 'read' ? 'read lock' : 'lock', ...(address !== undefined && { object: address }), ...(name !== undefined && { name }), ...(frame && { frame }) }
  })
}

function accessRow(lane: Lane, accesses: BothAccesses, origin: ProgramOrigin): Row {
  const access = accesses[lane]
  const frame = isKnown(access.goroutine) ? userFrameOf(access, origin) : undefined
  return { lane, kind: 'access', access, ...(frame && { frame }) }
}

export function isTaking(kind: TimelineKind): boolean {
  return kind === 'lock' || kind === 'read lock'
}

export function isReleasing(kind: TimelineKind): boolean {
  return kind === 'unlock' || kind === 'read unlock'
}
