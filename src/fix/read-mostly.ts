import type { Operation } from '../model/finding.ts'
import type { Situation } from './strategy.ts'

/** What was observed at the places of findings. */
export interface Share {
  readonly reads: number
  readonly writes: number
}

const writing: ReadonlySet<Operation> = new Set(['write', 'delete', 'clear', 'store'])

/** How often the places of findings were seen to read and to write; undefined when that was not observed. */
export function observedShare({ reported }: Pick<Situation, 'reported'>): Share | undefined {
  const places = new Map(reported.map(({ access, file, line }) => [`${access.op} ${file}:${line} ${JSON.stringify(access.goroutine.createdBy)}`, access]))
  const counted = [...places.values()].flatMap(({ op, observed }) => (observed === undefined ? [] : [{ isWrite: writing.has(op), count: observed.count }]))
  const sum = (isWrite: boolean): number => counted.filter((one) => one.isWrite === isWrite).reduce((all, { count }) => all + count, 0)
  return counted.length === 0 ? undefined : { reads: sum(false), writes: sum(true) }
}
