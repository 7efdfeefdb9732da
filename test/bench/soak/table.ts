import { quantity } from '../numbers.ts'
import type { Unit } from '../row.ts'
import { median } from '../statistics.ts'
import type { Measured } from './server-under-load.ts'

export interface Interval {
  /** Of all processors, from 0 to 1. */
  readonly busy: number
  readonly plain: Measured
  readonly mapsan: Measured
}

interface Quantity {
  readonly label: string
  readonly unit: Unit
  readonly of: (measured: Measured) => number
}

const quantities: readonly Quantity[] = [
  { label: 'resident memory', unit: 'bytes', of: ({ residentBytes }) => residentBytes },
  { label: 'median latency', unit: 'nanoseconds', of: ({ p50Ns }) => p50Ns },
  { label: '99th percentile', unit: 'nanoseconds', of: ({ p99Ns }) => p99Ns },
  { label: 'CPU time per request', unit: 'nanoseconds', of: ({ cpuNs }) => cpuNs },
]

/** A line for whoever watches. */
export function renderInterval(number: number, { busy, plain, mapsan }: Interval): string {
  const both = quantities.map(({ label, unit, of }) => `${label} ${quantity(of(mapsan), unit)} (plain ${quantity(of(plain), unit)})`)
  return `${number}: ${both.join(', ')}, machine busy ${percent(busy)}`
}

/** The medians of the first sixth beside those of the last. The first interval, in which caches fill, is left out. */
export function renderComparison(all: readonly Interval[]): string {
  const intervals = all.length > 2 ? all.slice(1) : all
  const n = Math.max(1, Math.floor(intervals.length / 6))
  const [start, end] = [intervals.slice(0, n), intervals.slice(-n)]
  const rows = quantities.map(({ label, unit, of }) => [label, ...(['mapsan', 'plain'] as const).flatMap((variant) => {
    const [before, after] = [start, end].map((some) => median(some.map((interval) => of(interval[variant]))))
    return [quantity(before ?? NaN, unit), quantity(after ?? NaN, unit), change(before ?? NaN, after ?? NaN)]
  })])
  const [busyBefore, busyAfter] = [start, end].map((some) => percent(median(some.map(({ busy }) => busy))))
  return markdown([
    ['', 'MapSan, start', 'end', 'change', 'plain, start', 'end', 'change'],
    ...rows,
    ['all processors busy', busyBefore ?? '', busyAfter ?? '', '', '', '', ''],
  ])
}

function change(before: number, after: number): string {
  const by = after / before - 1
  return `${by < 0 ? '−' : '+'}${percent(Math.abs(by))}`
}

function percent(part: number): string {
  return `${(part * 100).toFixed(0)} %`
}

function markdown([head = [], ...body]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const rule = head.map((_, column) => (column === 0 ? '---' : '---:'))
  return [head, rule, ...body].map(line).join('\n')
}
