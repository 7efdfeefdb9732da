import type { RacedMap } from '../model/finding.ts'
import type { Exchange, HandOver, MapUse, Place, SharedMaps } from '../model/observation.ts'
import type { ProgramOrigin } from '../model/origin.ts'
import type { CatalogIndex } from './catalog-index.ts'
import { nameGoroutineKind } from './goroutine-names.ts'
import { locksTakenAt, nameLock } from './lock-names.ts'
import { nameAccess, nameMap, rankOf, type NamedSide } from './map-names.ts'

/** Gives maps that are shared, their locks and the goroutines that use them, the names that they have in the source. */
export function nameSharedMaps(maps: SharedMaps, index: CatalogIndex, origin: ProgramOrigin): SharedMaps {
  const sides: NamedSide[] = []
  function namePlace<Of extends Place>(place: Of): Of {
    const name = nameAccess(place, maps.type, index, origin)
    if (name !== undefined) sides.push({ access: place, name })
    const goroutine = nameGoroutineKind(place, index, origin)
    return { ...place, ...name, ...(goroutine !== undefined && { goroutine }) }
  }
  const nameUse = (use: MapUse): MapUse => ({ ...namePlace(use), locks: use.locks.map((lock) => nameLock(lock, index, origin)) })
  const nameHandOver = (one: HandOver): HandOver => ({ ...one, from: namePlace(one.from), to: namePlace(one.to), ...handedOverBy(one, index, origin) })
  const nameExchange = (one: Exchange): Exchange => ({ ...one, from: namePlace(one.from), to: namePlace(one.to) })

  const [first, uses, handOvers] = [namePlace(maps.first), maps.uses.map(nameUse), maps.handOvers.map(nameHandOver)]
  const exchanges = maps.exchanges?.map(nameExchange)
  return { ...maps, ...commonName(maps.type, sides), first, uses, handOvers, ...(exchanges && { exchanges }) }
}

function handedOverBy({ by, at }: HandOver, index: CatalogIndex, origin: ProgramOrigin): { readonly lock?: string } {
  if (by !== 'lock' && (by !== 'unknown' || at.length === 0)) return {}
  const [site, ...others] = locksTakenAt(at, index, origin)
  return site === undefined || others.length > 0 ? {} : { lock: site.name }
}

/**
 * What the maps are called, if it is one thing: a helper that makes maps for several fields makes them all at one place,
 * and what such maps have in common is nothing that a lock could guard.
 */
function commonName(type: string, sides: readonly NamedSide[]): Pick<RacedMap, 'expression' | 'variable'> {
  const { expression, variable } = nameMap({ type }, sides)
  if (expression === undefined) return {}
  if (variable === undefined) return { expression }
  const rank = rankOf({ variable })
  const isOne = sides.every(({ name }) => rankOf(name) !== rank || JSON.stringify(name.variable) === JSON.stringify(variable))
  if (isOne) return { expression, variable }
  return variable.kind === 'field' || variable.kind === 'package variable' ? {} : { expression }
}
