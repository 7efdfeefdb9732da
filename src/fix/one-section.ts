import { brokenCompound, coveredBy, nameOf } from './cover.ts'
import type { Edit } from './edit.ts'
import { findGuard } from './guard.ts'
import { joinSections } from './join-sections.ts'
import { holds } from './locks.ts'
import { no, type Strategy } from './strategy.ts'
import { sectionsOf } from './widen-section.ts'

/** A function looks at the map in one critical section and acts on it in another: both become one. No race is reported of that. */
export const oneSection: Strategy = {
  title: 'join the critical sections',
  isFor: ({ findings }) => findings.some(({ rule }) => rule === 'MAP-004'),
  propose(situation) {
    const { reported, variable } = situation
    const found = findGuard(situation)
    if (found.kind === 'no') return found
    const { mutex } = found.guard
    const places = reported.flatMap((place) => place.found)
    const bare = places.find(({ access }) => holds(access, mutex) !== 'enough')
    if (bare !== undefined) return no(`${nameOf(situation, bare.fn)} does not hold ${mutex.label} everywhere`)
    const functions = [...new Set(places.map(({ fn }) => fn))].filter((fn) => sectionsOf(fn, mutex) > 1)
    if (functions.length === 0) return no(`no function there has two critical sections of ${mutex.label}`)
    const broken = brokenCompound(situation, functions, mutex)
    if (broken !== undefined) return no(broken)
    const edits: Edit[] = []
    for (const fn of functions) {
      const joined = joinSections(situation, fn, [], mutex, coveredBy(functions))
      if (joined.kind === 'no') return joined
      edits.push(...joined.edits)
    }
    return {
      kind: 'fix',
      edits,
      reason: `${functions.map((fn) => nameOf(situation, fn)).join(' and ')} changes ${variable.name} by what it saw in an earlier critical section of ${mutex.label}, after which it may have changed: all of it becomes one`,
      notes: [`${mutex.label} is now held for what is done in between as well`],
    }
  },
}
