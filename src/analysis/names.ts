import type { Catalog } from '../model/catalog.ts'
import type { Access, Goroutine, HeldLock, RaceEvent, Stack } from '../model/finding.ts'
import { displayPath, packageOf, userFrameOf, type ProgramOrigin } from '../model/origin.ts'
import type { DecodedStream } from '../model/stream.ts'
import { CatalogIndex } from './catalog-index.ts'
import { nameAccess, nameMap, type NamedSide } from './map-names.ts'

/**
 * Gives the maps, locks and goroutines of recorded races the names that they have in the source, as far as those are
 * certain. Without a catalog, only goroutines can be named.
 */
export function nameRaces(streams: readonly DecodedStream[], catalog: Catalog | undefined, origin: ProgramOrigin): DecodedStream[] {
  const index = new CatalogIndex(catalog ?? { files: [] })
  return streams.map((stream) => ({ ...stream, races: stream.races.map((race) => nameRace(race, index, origin)) }))
}

function nameRace(race: RaceEvent, index: CatalogIndex, origin: ProgramOrigin): RaceEvent {
  const sides: NamedSide[] = []
  const nameSide = (access: Access): Access => {
    const name = nameAccess(access, race.map.type, index, origin)
    if (name !== undefined) sides.push({ access, name })
    return {
      ...access,
      ...(name !== undefined && { expression: name.expression }),
      goroutine: nameGoroutine(access, index, origin),
      locks: access.locks.map((lock) => nameLock(lock, index, origin)),
    }
  }
  const accesses: RaceEvent['accesses'] = [nameSide(race.accesses[0]), nameSide(race.accesses[1])]
  return { ...race, map: nameMap(race.map, sides), accesses }
}

function nameLock(lock: HeldLock, index: CatalogIndex, origin: ProgramOrigin): HeldLock {
  const frame = userFrameOf({ stack: lock.acquiredAt }, origin)
  if (frame === undefined) return lock
  // A lock inside of sync.Map, say, is not the one that the line takes by name.
  const called = lock.acquiredAt[lock.acquiredAt.indexOf(frame) - 1]
  if (called !== undefined && !/^sync\.\(\*(Mutex|RWMutex|rlocker)\)\./.test(called.function)) return lock
  const names = new Set(index.locks(frame, ({ mode }) => mode === lock.mode).map(({ name }) => name))
  const [name] = names
  return name === undefined || names.size > 1 ? lock : { ...lock, name }
}

function nameGoroutine({ goroutine, stack }: Access, index: CatalogIndex, origin: ProgramOrigin): Goroutine {
  const name = goroutine.id === 1 ? 'the main goroutine' : (nameOfTest(stack) ?? nameOfStart(goroutine.createdBy, index, origin))
  return name === undefined ? goroutine : { ...goroutine, name }
}

/** Tests are all started at the same line of package testing. */
function nameOfTest(stack: Stack): string | undefined {
  const runner = stack.findIndex((frame) => frame.function === 'testing.tRunner')
  const test = stack[runner - 1]
  return test && `the goroutine of ${shortSymbol(test.function)}`
}

function nameOfStart([frame]: Stack, index: CatalogIndex, origin: ProgramOrigin): string | undefined {
  if (frame === undefined) return undefined
  const started = `started at ${displayPath(frame.file, origin)}:${frame.line} by ${shortSymbol(frame.function)}`
  const [site, ...others] = index.goroutines(frame)
  return site && others.length === 0 ? `the goroutine of ${site.runs}, ${started}` : `the goroutine ${started}`
}

/** `(*Server).Serve` of `net/http.(*Server).Serve`. */
function shortSymbol(symbol: string): string {
  return symbol.slice(packageOf(symbol).length).replace(/^\./, '')
}
