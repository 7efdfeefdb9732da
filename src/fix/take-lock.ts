import { brokenCompound, coveredBy, coverFunction, nameOf, type Cover, type Covered } from './cover.ts'
import type { Edit } from './edit.ts'
import type { AccessFacts, FunctionFacts } from './facts.ts'
import { describeGuard, findGuard } from './guard.ts'
import { holds, wasHeld, type Evidence } from './locks.ts'
import { notFound, otherPlaces } from './places.ts'
import { no, type Proposal, type Situation, type Strategy } from './strategy.ts'
import { upgradeFunction } from './upgrade-lock.ts'

/** The lock that guards the map elsewhere, at the places that lack it. */
export const takeLock: Strategy = {
  title: 'take the existing lock',
  isFor: ({ variable: { mutexes } }) => mutexes.length > 0,
  propose(situation) {
    const found = findGuard(situation)
    if (found.kind === 'no') return found
    return notFound(situation) ?? takeAt(situation, found.guard, lackingPlaces(situation, found.guard), (fn, accesses, covered) => coverFunction(situation, fn, accesses, found.guard.mutex, covered))
  },
}

/** Puts the places that lack a lock under it, each function in the way that is given. */
export function takeAt(situation: Situation, best: Evidence, lacking: Lacking, coverBare: (fn: FunctionFacts, accesses: readonly AccessFacts[], covered: Covered) => Cover): Proposal {
  const { mutex } = best
  if (lacking.size > 0 && [...lacking.values()].flat().every((access) => holds(access, mutex) === 'too weak')) return no(`${mutex.label} is held, but only for reading`)
  if (lacking.size === 0) return no(`all places hold ${mutex.label}, of the same object as far as the source says`)
  const broken = brokenCompound(situation, [...lacking.keys()], mutex)
  if (broken !== undefined) return no(broken)
  const edits: Edit[] = []
  const covered = coveredBy(lacking.keys())
  for (const [fn, accesses] of lacking) {
    const weak = accesses.filter((access) => holds(access, mutex) === 'too weak')
    const cover = weak.length === accesses.length ? upgradeFunction(situation, fn, weak, mutex) : coverBare(fn, accesses, covered)
    if (cover.kind === 'no') return cover
    edits.push(...cover.edits)
  }
  const names = [...lacking.keys()].map((fn) => nameOf(situation, fn))
  return { kind: 'fix', edits, reason: `${describeGuard(situation, best)}; ${names.join(' and ')} ${names.length === 1 ? 'does' : 'do'} not`, notes: otherPlaces(situation, mutex, [...lacking.keys()]) }
}

/** The functions that findings name because they lack the lock, with all their accesses that lack it. */
export type Lacking = ReadonlyMap<FunctionFacts, readonly AccessFacts[]>

export function lackingPlaces({ reported }: Situation, { mutex }: Evidence): Lacking {
  const functions = reported.flatMap((place) => {
    const lacks = place.found.filter(({ access }) => holds(access, mutex) === 'too weak' || (holds(access, mutex) === 'not' && !wasHeld(place, mutex)))
    return lacks.map(({ fn }) => fn)
  })
  return new Map(functions.map((fn) => [fn, fn.accesses.filter((access) => holds(access, mutex) !== 'enough' && !access.fresh)]))
}
