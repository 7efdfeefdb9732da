import type { Catalog } from '../model/catalog.ts'
import type { Access, RaceEvent } from '../model/finding.ts'
import type { ProgramOrigin } from '../model/origin.ts'
import type { DecodedStream } from '../model/stream.ts'
import { CatalogIndex } from './catalog-index.ts'
import { nameGoroutine } from './goroutine-names.ts'
import { nameLock } from './lock-names.ts'
import { nameAccess, nameMap, type NamedSide } from './map-names.ts'
import { nameSharedMaps } from './shared-names.ts'
import { nameTimeline } from './timeline-names.ts'

/**
 * Gives the maps, locks and goroutines of recorded races the names that they have in the source, as far as those are
 * certain. Without a catalog, only goroutines can be named.
 */
export function nameRaces(streams: readonly DecodedStream[], catalog: Catalog | undefined, origin: ProgramOrigin): DecodedStream[] {
  const index = new CatalogIndex(catalog ?? { files: [] })
  return streams.map(({ sharedMaps, ...stream }) => ({
    ...stream,
    races: stream.races.map((race) => nameRace(race, index, origin)),
    ...(sharedMaps && { sharedMaps: sharedMaps.map((maps) => nameSharedMaps(maps, index, origin)) }),
  }))
}

function nameRace(race: RaceEvent, index: CatalogIndex, origin: ProgramOrigin): RaceEvent {
  const sides: NamedSide[] = []
  const nameSide = (access: Access): Access => {
    // What is on the line of a call is not the map that the callee uses.
    const name = access.inCallee ? undefined : nameAccess(access, race.map.type, index, origin)
    if (name !== undefined) sides.push({ access, name })
    return {
      ...access,
      ...(name !== undefined && { expression: name.expression }),
      goroutine: nameGoroutine(access, index, origin),
      locks: access.locks.map((lock) => nameLock(lock, index, origin)),
    }
  }
  const accesses: RaceEvent['accesses'] = [nameSide(race.accesses[0]), nameSide(race.accesses[1])]
  const { timeline } = race
  return { ...race, map: nameMap(race.map, sides), accesses, ...(timeline && { timeline: nameTimeline(timeline, accesses, index, origin) }) }
}
