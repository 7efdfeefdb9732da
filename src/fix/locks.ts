import type { AccessFacts, MutexFacts } from './facts.ts'
import type { ReportedPlace, Situation } from './strategy.ts'

/** `c.mu` for a field, `c` when it is embedded, `registryMu` for a variable. */
export function lockExpression({ field, name, promoted }: Pick<MutexFacts, 'field' | 'name' | 'promoted'>, { base }: Pick<AccessFacts, 'base'>): string {
  if (promoted) return base
  return field ? `${base}.${name}` : name
}

export function modifiesMap({ op }: Pick<AccessFacts, 'op'>): boolean {
  return op === 'write' || op === 'store'
}

/** How an access holds a mutex, for all that is certain of it. */
export function holds({ held, read, op }: AccessFacts, { key }: Pick<MutexFacts, 'key'>): 'enough' | 'too weak' | 'not' {
  if (!held.includes(key)) return 'not'
  return read.includes(key) && modifiesMap({ op }) ? 'too weak' : 'enough'
}

/** Whether the lock was seen to be held at a place of a finding, in whatever mode. */
export function wasHeld({ access }: ReportedPlace, { label }: Pick<MutexFacts, 'label'>): boolean {
  return access.locks.some(({ name }) => name === label)
}

export interface Evidence {
  readonly mutex: MutexFacts
  /** Accesses in the source that hold it in any case, of all that others can see. */
  readonly held: number
  readonly of: number
  /** Places of the findings at which it was held. */
  readonly observed: number
}

/** The mutexes beside the variable, the one that is most likely to guard it first. */
export function evidence({ variable, reported, guard }: Situation): readonly Evidence[] {
  const accesses = variable.functions.flatMap((fn) => fn.accesses).filter(({ fresh }) => !fresh)
  const weigh = (mutex: MutexFacts): Evidence => ({
    mutex,
    held: accesses.filter((access) => holds(access, mutex) !== 'not').length,
    of: accesses.length,
    observed: reported.filter((place) => wasHeld(place, mutex)).length,
  })
  const isGuard = ({ mutex }: Evidence): number => Number(mutex.label === guard?.lock)
  return variable.mutexes.map(weigh).toSorted((a, b) => isGuard(b) - isGuard(a) || b.held + b.observed - a.held - a.observed || (a.mutex.label < b.mutex.label ? -1 : 1))
}
