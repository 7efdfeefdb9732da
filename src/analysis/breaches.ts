/** Uses that a comment at the declaration of the map excludes, even where no race happened. */
import type { Declaration, GuardDeclaration } from '../model/declaration.ts'
import type { Access, Breach, Finding, RacedMap } from '../model/finding.ts'
import { modifies } from '../model/locks.ts'
import type { EdgeKind, HandOver, MapUse, ObservedLock, Place, SharedMaps } from '../model/observation.ts'
import type { ProgramOrigin } from '../model/origin.ts'
import { lineKey } from './places.ts'

export type BreachEvent = Pick<Finding, 'map' | 'accesses' | 'count'> & {
  readonly rule: 'owner' | 'guarded-by'
  readonly breach: Breach
}

/** Breaches at the same lines are one, whatever kinds of goroutines met in it. */
export function findBreaches(shared: readonly SharedMaps[], origin: ProgramOrigin): readonly BreachEvent[] {
  const found = new Map<string, BreachEvent>()
  for (const event of shared.flatMap((maps) => [...guardBreaches(maps), ...ownerBreaches(maps)])) {
    const key = JSON.stringify([event.rule, event.breach.declaration, event.breach.by, ...event.accesses.map((access) => lineKey(access, origin))])
    const known = found.get(key)
    found.set(key, known === undefined ? event : merge(known, event))
  }
  return [...found.values()]
}

/** What happened more often stands for both; `a` came first in an order that is always the same. */
function merge(a: BreachEvent, b: BreachEvent): BreachEvent {
  return { ...(b.count > a.count ? b : a), count: Math.min(a.count + b.count, Number.MAX_SAFE_INTEGER) }
}

function declarationsOf<Kind extends Declaration['kind']>({ variable }: Place, kind: Kind): readonly Extract<Declaration, { kind: Kind }>[] {
  return variable?.declarations?.filter((one): one is Extract<Declaration, { kind: Kind }> => one.kind === kind) ?? []
}

function guardBreaches({ type, uses }: SharedMaps): readonly BreachEvent[] {
  return uses.flatMap((use) =>
    declarationsOf(use, 'guardedby').filter((declaration) => !mayHold(use, declaration)).map((declaration) => ({
      rule: 'guarded-by' as const, map: mapOf(type, use), accesses: [toAccess(use, use)] as const, count: use.count, breach: { declaration },
    })))
}

/** The engine keeps so many locks of a goroutine (mapsanHeldMax in shim/engine/held.go): with more, which others it held is not known. */
const mostLocksKnown = 6

/** Whether one of the locks may be the declared one, as strong as it is needed. */
function mayHold(use: MapUse, declaration: GuardDeclaration): boolean {
  const strong = use.locks.filter(({ mode }) => mode === 'write' || !modifies(use))
  return use.locks.length >= mostLocksKnown || strong.some((lock) => mayBe(lock, declaration))
}

function mayBe({ name, declaredAt }: ObservedLock, { lock, lockDeclaredAt }: GuardDeclaration): boolean {
  if (name === undefined || name === lock || declaredAt === undefined || lockDeclaredAt === undefined) return true
  return declaredAt.file === lockDeclaredAt.file && declaredAt.line === lockDeclaredAt.line
}

function ownerBreaches({ type, handOvers, uses }: SharedMaps): readonly BreachEvent[] {
  return handOvers.filter(isForbidden).flatMap(({ from, to, by, at, lock, count }) => {
    const before = declarationsOf(from, 'owner')
    const both = declarationsOf(to, 'owner').filter((one) => before.some((other) => other.file === one.file && other.line === one.line))
    return both.map((declaration) => ({
      rule: 'owner' as const, map: mapOf(type, to), accesses: [toAccess(to, useAt(to, uses)), toAccess(from, useAt(from, uses))] as const, count, breach: { declaration, by, at, ...(lock !== undefined && { lock }) },
    }))
  })
}

/** Such a way ordered the two, and the map did not come over a channel after that. */
function isForbidden({ by, received }: HandOver): boolean {
  return forbidden[by] && received === false
}

/** What is not certain, or a race and thus a finding of another rule, is no breach. */
const forbidden: Readonly<Record<EdgeKind, boolean>> = {
  lock: true,
  WaitGroup: true,
  once: true,
  atomic: true,
  'go statement': false,
  channel: false,
  other: false,
  nothing: false,
  unknown: false,
}

/** The locks at a hand-over are those of the uses at its places, when these are always the same. */
function useAt(place: Place, uses: readonly MapUse[]): MapUse | undefined {
  const key = JSON.stringify([place.op, place.stack, place.createdBy])
  const [use, ...others] = uses.filter(({ op, stack, createdBy }) => JSON.stringify([op, stack, createdBy]) === key)
  return others.length === 0 ? use : undefined
}

function toAccess({ op, expression, stack, createdBy, goroutine }: Place, use: MapUse | undefined): Access {
  return {
    op,
    ...(expression !== undefined && { expression }),
    goroutine: { id: goroutine === 'the main goroutine' ? 1 : 0, createdBy, ...(goroutine !== undefined && { name: goroutine }) },
    stack,
    locks: use?.locks ?? [],
    ...(use && { observed: { count: use.count, goroutines: use.goroutines } }),
  }
}

function mapOf(type: string, { expression, variable }: Place): RacedMap {
  return { type, ...(expression !== undefined && { expression }), ...(variable && { variable }) }
}
