import type { TimelineKind } from '../../../model/observation.ts'
import { operationNouns } from '../../terminal/words.ts'
import type { Row } from './rows.ts'

type Describe = (row: Row, map: string) => string

const descriptions: Readonly<Record<TimelineKind, Describe>> = {
  lock: (row) => `${row.since ? 'holds' : 'locks'} ${lockOf(row)}`,
  'read lock': (row) => `${row.since ? 'holds' : 'read-locks'} ${lockOf(row)}${row.since ? ' for reading' : ''}`,
  unlock: (row) => `unlocks ${lockOf(row)}`,
  'read unlock': (row) => `read-unlocks ${lockOf(row)}`,
  'go statement': ({ object }) => (object === undefined ? 'starts a goroutine' : `starts goroutine ${object}`),
  start: () => 'is started',
  access: ({ access }, map) => (access ? `${operationNouns[access.op]} of ${map}` : 'map access'),
}

/** `read-locks Config.mu` */
export function describeRow(row: Row, map: string): string {
  return descriptions[row.kind](row, map)
}

function lockOf({ name, object }: Row): string {
  return name ?? (object === undefined ? 'a lock' : `lock ${object}`)
}

const units = [
  { nanoseconds: 1e9, unit: 's' },
  { nanoseconds: 1e6, unit: 'ms' },
  { nanoseconds: 1e3, unit: 'µs' },
  { nanoseconds: 1, unit: 'ns' },
] as const

/** Such as `−1.25 ms`: how long before the newer access, in three digits. */
export function timeBefore(before: number | undefined): string {
  if (before === undefined) return ''
  if (before < 1) return '0'
  const { nanoseconds, unit } = units.find((one) => before >= one.nanoseconds) ?? units[3]
  return `−${Number((before / nanoseconds).toPrecision(3))} ${unit}`
}
