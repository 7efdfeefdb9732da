import { holdOf } from '../model/locks.ts'
import type { Guard, MapUse, SharedMaps } from '../model/observation.ts'
import { kindKey } from './places.ts'

/**
 * Nine of ten accesses, and twenty at least: below, what guards a map is anyone's guess, and a report that names a lock is
 * believed. A lock that only one goroutine ever holds at the map guards it from nobody.
 */
const leastShare = 0.9
const leastHeld = 20

/** The lock that nearly all accesses held, each as it needs it; undefined when there is none. */
export function findGuard({ uses, variable }: Pick<SharedMaps, 'uses' | 'variable'>): Guard | undefined {
  const of = total(uses)
  const names = new Set(uses.flatMap(({ locks }) => locks.flatMap(({ name }) => (name === undefined ? [] : [name]))))
  const candidates = [...names].map((lock) => ({ lock, holding: uses.filter((use) => holdOf(use, lock) === 'enough') }))
  const dominant = candidates
    .map(({ lock, holding }) => ({ guard: { lock, held: total(holding), of }, holding, beside: variable?.mutexes.includes(lock) ?? false }))
    .filter(({ guard: { held }, holding }) => held >= leastHeld && held >= of * leastShare && isShared(holding))
  // Of two locks that are always held, it is the one beside the map.
  const [best] = dominant.sort((a, b) => b.guard.held - a.guard.held || Number(b.beside) - Number(a.beside) || (a.guard.lock < b.guard.lock ? -1 : 1))
  return best?.guard
}

function isShared(holding: readonly MapUse[]): boolean {
  return new Set(holding.map(kindKey)).size > 1 || holding.some(({ goroutines }) => goroutines > 1)
}

function total(uses: readonly MapUse[]): number {
  return Math.min(uses.reduce((sum, { count }) => sum + count, 0), Number.MAX_SAFE_INTEGER)
}
