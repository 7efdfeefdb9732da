import { coverFunction, nameOf } from './cover.ts'
import type { FunctionFacts, MutexFacts } from './facts.ts'
import { describeGuard, findGuard } from './guard.ts'
import { joinSections } from './join-sections.ts'
import { holds } from './locks.ts'
import { notFound } from './places.ts'
import { no, type Strategy } from './strategy.ts'
import { lackingPlaces, takeAt } from './take-lock.ts'

/** A function takes the lock, and uses the map before or behind its critical section as well: what it does becomes one section. */
export const widenSection: Strategy = {
  title: 'widen the critical section',
  isFor: ({ variable: { mutexes, functions } }) => functions.some((fn) => mutexes.some((mutex) => hasSection(fn, mutex) && fn.accesses.some((access) => holds(access, mutex) === 'not'))),
  propose(situation) {
    const found = findGuard(situation)
    if (found.kind === 'no') return found
    const { mutex } = found.guard
    const missing = notFound(situation)
    if (missing !== undefined) return missing
    const lacking = lackingPlaces(situation, found.guard)
    const wide = [...lacking].filter(([fn, accesses]) => hasSection(fn, mutex) && accesses.some((access) => holds(access, mutex) === 'not')).map(([fn]) => fn)
    if (wide.length === 0) return no(`no function that uses ${situation.variable.name} without ${mutex.label} has a critical section of it`)
    const taken = takeAt(situation, found.guard, lacking, (fn, accesses, covered) => (hasSection(fn, mutex) ? joinSections : coverFunction)(situation, fn, accesses, mutex, covered))
    if (taken.kind === 'no') return taken
    const [names, bare] = [wide, [...lacking.keys()].filter((fn) => !wide.includes(fn))].map((some) => some.map((fn) => nameOf(situation, fn)).join(' and '))
    const how = `${names} ${wide.length === 1 ? 'takes' : 'take'} it, but not around all that ${wide.length === 1 ? 'it does' : 'they do'} with ${situation.variable.name}`
    const one = wide.some((fn) => sectionsOf(fn, mutex) > 1) ? 'several sections, which let others in between, become one' : 'a second section beside the first would let others in between'
    return { ...taken, reason: `${describeGuard(situation, found.guard)}; ${how}${bare ? `, and ${bare} not at all` : ''}: ${one}` }
  },
}

export function hasSection(fn: FunctionFacts, mutex: MutexFacts): boolean {
  return sectionsOf(fn, mutex) > 0
}

export function sectionsOf(fn: FunctionFacts, { key }: Pick<MutexFacts, 'key'>): number {
  return fn.locks.filter(({ mutex, method }) => mutex === key && /Lock$/.test(method)).length
}
