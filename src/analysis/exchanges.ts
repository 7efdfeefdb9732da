import { whoMade } from '../model/goroutine.ts'
import { modifies } from '../model/locks.ts'
import type { Exchange, MapUse, Place, SharedMaps } from '../model/observation.ts'
import type { ProgramOrigin } from '../model/origin.ts'
import { describeMap, placeOf, verbs } from './message.ts'
import { lineKey, placeKey } from './places.ts'

/** Fewer are the phases of a program: something is filled, used, and filled again. */
const leastExchanges = 4
const placesNamed = 4

/**
 * Sentences about maps that goroutines take from each other again and again while no lock keeps them apart. It may all be right:
 * a map that goes to and fro over a channel looks the same. Lines that are named elsewhere, by a race or because they
 * lack the guard of the map, are left out.
 */
export function describeExchanges(shared: readonly SharedMaps[], named: readonly Pick<Place, 'op' | 'stack'>[], origin: ProgramOrigin): readonly string[] {
  const elsewhere = new Set(named.map((place) => lineKey(place, origin)))
  return shared.flatMap((maps) => {
    const exchanges = (maps.exchanges ?? []).filter(({ from, to }) => !elsewhere.has(lineKey(from, origin)) && !elsewhere.has(lineKey(to, origin)))
    return total(exchanges) < leastExchanges ? [] : [describe(maps, exchanges, origin)]
  })
}

function describe(maps: SharedMaps, exchanges: readonly Exchange[], origin: ProgramOrigin): string {
  const places = placesOf(exchanges, maps.uses, origin)
  const users = places.slice(0, placesNamed).map((use) => `${whoMade(asAccess(use))}, which ${verbs[use.op][use.goroutines > 1 ? 'actives' : 'active']} at ${placeOf(asAccess(use), origin)}`)
  const more = places.length - users.length
  const who = `${users.join('; ')}${more > 0 ? `; and at ${more} more ${more === 1 ? 'place' : 'places'}` : ''}`
  const writes = total(places.filter(modifies))
  return `${describeMap(maps)} changes hands without a lock that keeps its users apart: ${counted(total(exchanges), 'time')} one took it back from another, with ${counted(writes, 'write')} and ${counted(total(places) - writes, 'read')} seen, in samples. ` +
    `It was used by ${who}. If it is handed over by a channel, a WaitGroup or an atomic, or by a lock given back before its use, that is right: this mode does not see it.`
}

/** Each place of an exchange, with all its uses; those that take part most come first. */
function placesOf(exchanges: readonly Exchange[], uses: readonly MapUse[], origin: ProgramOrigin): readonly MapUse[] {
  const parts = new Map<string, { readonly place: Place; count: number }>()
  for (const { place, count } of exchanges.flatMap(({ from, to, count }) => [{ place: from, count }, { place: to, count }])) {
    const key = placeKey(place, origin)
    parts.set(key, { place, count: (parts.get(key)?.count ?? 0) + count })
  }
  const ordered = [...parts].sort(([a, { count: ofA }], [b, { count: ofB }]) => ofB - ofA || (a < b ? -1 : 1))
  return ordered.map(([key, { place }]) => {
    const all = uses.filter((use) => placeKey(use, origin) === key)
    return { ...place, locks: [], count: total(all), goroutines: all.reduce((most, { goroutines }) => Math.max(most, goroutines), 1) }
  })
}

/** As a sentence about races has it. */
function asAccess({ op, stack, createdBy, goroutine, count, goroutines }: MapUse): Parameters<typeof placeOf>[0] {
  return { op, stack, locks: [], goroutine: { id: 0, createdBy, ...(goroutine !== undefined && { name: goroutine }) }, observed: { count, goroutines } }
}

function total(items: readonly { readonly count: number }[]): number {
  return Math.min(items.reduce((sum, { count }) => sum + count, 0), Number.MAX_SAFE_INTEGER)
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
