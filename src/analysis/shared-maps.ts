import type { Exchange, HandOver, MapUse, ObservedLock, Place, SharedMaps } from '../model/observation.ts'
import { userFrameOf, type ProgramOrigin } from '../model/origin.ts'
import type { DecodedStream } from '../model/stream.ts'
import { findGuard } from './guards.ts'
import { lineKey, placeKey } from './places.ts'

/** Merges what all processes observed of how maps are shared; undefined when none of them did. Those used most come first. */
export function mergeSharedMaps(streams: readonly DecodedStream[], origin: ProgramOrigin): readonly SharedMaps[] | undefined {
  const observed = streams.flatMap(({ sharedMaps }) => (sharedMaps === undefined ? [] : [sharedMaps]))
  if (observed.length === 0) return undefined
  // Of one process, maps of one variable may be used by the same goroutines; those of another process are others.
  const ofProcesses = observed.flatMap((maps) => joinMaps(maps, Math.max, origin))
  const merged = joinMaps(ofProcesses, add, origin).map((maps) => withGuard(maps))
  const weighed = merged.map((maps) => ({ maps, uses: totalOf(maps), key: JSON.stringify([mapsKey(maps, origin), maps.first]) }))
  return weighed.sort((a, b) => b.uses - a.uses || (a.key < b.key ? -1 : 1)).map(({ maps }) => maps)
}

function totalOf({ uses }: Pick<SharedMaps, 'uses'>): number {
  return uses.reduce((total, { count }) => add(total, count), 0)
}

type Combine = (a: number, b: number) => number

function joinMaps(all: readonly SharedMaps[], goroutines: Combine, origin: ProgramOrigin): readonly SharedMaps[] {
  return join(all, (maps) => mapsKey(maps, origin), joinTwo).map((maps) => ({
    ...maps,
    uses: join(maps.uses, (use) => useKey(use, origin), (a, b) => ({ ...a, count: add(a.count, b.count), goroutines: goroutines(a.goroutines, b.goroutines) })),
    handOvers: join(maps.handOvers, (one) => handOverKey(one, origin), addCounts),
    ...(maps.exchanges && { exchanges: join(maps.exchanges, (one) => exchangeKey(one, origin), addCounts) }),
  }))
}

function joinTwo(a: SharedMaps, b: SharedMaps): SharedMaps {
  const exchanges = a.exchanges || b.exchanges ? [...(a.exchanges ?? []), ...(b.exchanges ?? [])] : undefined
  return { ...addCounts(a, b), uses: [...a.uses, ...b.uses], handOvers: [...a.handOvers, ...b.handOvers], ...(exchanges && { exchanges }) }
}

function addCounts<Of extends { readonly count: number }>(a: Of, b: Of): Of {
  return { ...a, count: add(a.count, b.count) }
}

/** Whichever of two equal items came first: that with the smaller text stands for both. The order is that of the keys. */
function join<T>(items: readonly T[], keyOf: (item: T) => string, merge: (a: T, b: T) => T): readonly T[] {
  const joined = new Map<string, { readonly text: string; readonly item: T }>()
  for (const item of items) {
    const [key, text] = [keyOf(item), JSON.stringify(item)]
    const known = joined.get(key)
    const [first, second] = known !== undefined && known.text <= text ? [known, item] : [{ text, item }, known?.item]
    joined.set(key, { text: first.text, item: second === undefined ? first.item : merge(first.item, second) })
  }
  return [...joined].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { item }]) => item)
}

/** Maps of one variable belong together, wherever they were made. What a parameter or a result is, differs from call to call. */
function mapsKey({ type, variable, first }: SharedMaps, origin: ProgramOrigin): string {
  const declared = variable?.kind === 'parameter' || variable?.kind === 'result' ? undefined : variable?.declaredAt
  return JSON.stringify(declared === undefined ? [type, lineKey(first, origin)] : [type, variable?.description, declared])
}

function useKey(use: MapUse, origin: ProgramOrigin): string {
  return JSON.stringify([placeKey(use, origin), use.locks.map((lock) => lockKey(lock, origin)).sort()])
}

function handOverKey({ from, to, by, at, lock, received }: HandOver, origin: ProgramOrigin): string {
  return JSON.stringify([placeKey(from, origin), placeKey(to, origin), by, lock, received, userFrameOf({ stack: at }, origin)])
}

function exchangeKey({ from, to }: Exchange, origin: ProgramOrigin): string {
  return JSON.stringify([placeKey(from, origin), placeKey(to, origin)])
}

function lockKey({ name, declaredAt, mode, acquiredAt }: ObservedLock, origin: ProgramOrigin): string {
  return JSON.stringify([mode, ...(name === undefined ? [userFrameOf({ stack: acquiredAt }, origin)] : [name, declaredAt])])
}

function withGuard({ guard: _, ...maps }: SharedMaps): SharedMaps {
  const guard = findGuard(maps)
  return { ...maps, ...(guard && { guard }) }
}

/** As reports have it: what keeps the maps stands once, and not at each place. */
export function withoutVariables(maps: SharedMaps): SharedMaps {
  const { first, uses, handOvers, exchanges } = maps
  return {
    ...maps, first: withoutVariable(first), uses: uses.map(withoutVariable), handOvers: handOvers.map(withoutItsVariables),
    ...(exchanges && { exchanges: exchanges.map(withoutItsVariables) }),
  }
}

function withoutItsVariables<Of extends Exchange>(one: Of): Of {
  return { ...one, from: withoutVariable(one.from), to: withoutVariable(one.to) }
}

export function withoutVariable<Of extends Place>({ variable: _, ...place }: Of): Omit<Of, 'variable'> {
  return place
}

function add(a: number, b: number): number {
  return Math.min(a + b, Number.MAX_SAFE_INTEGER)
}
