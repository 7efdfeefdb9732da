import { brokenCompound, coverFunction, nameOf } from './cover.ts'
import type { Edit } from './edit.ts'
import type { AccessFacts, FunctionFacts } from './facts.ts'
import { evidence, holds, wasHeld, type Evidence } from './locks.ts'
import { notFound, otherPlaces } from './places.ts'
import { no, type Proposal, type Situation, type Strategy } from './strategy.ts'
import { upgradeFunction } from './upgrade-lock.ts'

/** The lock that guards the map elsewhere, at the places that lack it. */
export const takeLock: Strategy = {
  title: 'take the existing lock',
  propose(situation) {
    const [best, next] = evidence(situation)
    if (best === undefined) return no(`no mutex stands beside ${situation.variable.name}`)
    const { mutex, held, observed } = best
    if (mutex.uncertain !== '') return no(`${mutex.label} cannot be followed: ${mutex.uncertain}`)
    const isGuard = held + observed > 0 || situation.guard?.lock === mutex.label
    if (!isGuard) return no(`${mutex.label} stands beside it, and no access to ${situation.variable.name} holds it: what it guards is not known`)
    if (next !== undefined && situation.guard === undefined && next.held + next.observed === held + observed) {
      return no(`${mutex.label} and ${next.mutex.label} are held at as many places: which of them guards ${situation.variable.name} is not known`)
    }
    return notFound(situation) ?? takeAt(situation, best)
  },
}

function takeAt(situation: Situation, best: Evidence): Proposal {
  const { mutex } = best
  const lacking = lackingPlaces(situation, best)
  if (lacking.size > 0 && [...lacking.values()].flat().every((access) => holds(access, mutex) === 'too weak')) return no(`${mutex.label} is held, but only for reading`)
  if (lacking.size === 0) return no(`all places hold ${mutex.label}, of the same object as far as the source says`)
  const broken = brokenCompound(situation, [...lacking.keys()], mutex)
  if (broken !== undefined) return no(broken)
  const edits: Edit[] = []
  for (const [fn, accesses] of lacking) {
    const weak = accesses.filter((access) => holds(access, mutex) === 'too weak')
    const cover = weak.length > 0 ? upgradeFunction(situation, fn, weak, mutex) : coverFunction(situation, fn, accesses, mutex)
    if (cover.kind === 'no') return cover
    edits.push(...cover.edits)
  }
  const names = [...lacking.keys()].map((fn) => nameOf(situation, fn))
  return { kind: 'fix', edits, reason: `${describe(situation, best)}; ${names.join(' and ')} ${names.length === 1 ? 'does' : 'do'} not`, notes: otherPlaces(situation, mutex, [...lacking.keys()]) }
}

/** The functions that findings name because they lack the lock, with all their accesses that lack it. */
function lackingPlaces({ reported }: Situation, { mutex }: Evidence): ReadonlyMap<FunctionFacts, readonly AccessFacts[]> {
  const functions = reported.flatMap((place) => {
    const lacks = place.found.filter(({ access }) => holds(access, mutex) === 'too weak' || (holds(access, mutex) === 'not' && !wasHeld(place, mutex)))
    return lacks.map(({ fn }) => fn)
  })
  return new Map(functions.map((fn) => [fn, fn.accesses.filter((access) => holds(access, mutex) !== 'enough' && !access.fresh)]))
}

function describe({ guard, variable }: Situation, { mutex, held, of, observed }: Evidence): string {
  if (guard?.lock === mutex.label) return `${grouped(guard.held)} of ${grouped(guard.of)} accesses that were observed held ${mutex.label}`
  if (held > 0) return `${held} of ${of} places that use ${variable.name} hold ${mutex.label}`
  return `${mutex.label} was held at ${observed === 1 ? 'the other place' : `${observed} of the places`}`
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}
