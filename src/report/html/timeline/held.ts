import { isReleasing, isTaking, type Lane, type Row } from './rows.ts'

/** How long one goroutine held one lock. */
export interface Hold {
  readonly lane: Lane
  readonly mode: 'read' | 'write'
  /** Indexes of rows: before the first, or after the last, when it was taken earlier or is not known to have been released. */
  readonly from: number
  readonly to: number
  /** Holds of one lane that overlap stand in different columns, the first of which is 0. */
  readonly column: number
}

export function holdsOf(rows: readonly Row[]): readonly Hold[] {
  return ([0, 1] as const).flatMap((lane) => inColumns(lane, spansOf(lane, rows)))
}

type Span = Omit<Hold, 'lane' | 'column'>

function spansOf(lane: Lane, rows: readonly Row[]): readonly Span[] {
  const open: { readonly key: string; readonly from: number; readonly mode: Hold['mode'] }[] = []
  const spans: Span[] = []
  for (const [index, row] of rows.entries()) {
    if (row.lane !== lane || row.object === undefined) continue
    const key = row.object
    const mode = row.kind === 'read lock' || row.kind === 'read unlock' ? 'read' : 'write'
    if (isTaking(row.kind)) open.push({ key, from: row.since ? -1 : index, mode })
    if (!isReleasing(row.kind)) continue
    const taken = open.findLastIndex((hold) => hold.key === key && hold.mode === mode)
    const [hold = { from: -1 }] = taken < 0 ? [] : open.splice(taken, 1)
    spans.push({ mode, from: hold.from, to: index })
  }
  return [...spans, ...open.map(({ from, mode }) => ({ from, mode, to: rows.length }))].sort((a, b) => a.from - b.from || a.to - b.to)
}

function inColumns(lane: Lane, spans: readonly Span[]): readonly Hold[] {
  const ends: number[] = []
  return spans.map((span) => {
    const free = ends.findIndex((end) => end < span.from)
    const column = free < 0 ? ends.length : free
    ends[column] = span.to
    return { ...span, lane, column }
  })
}
