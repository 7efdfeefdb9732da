import type { Finding } from '../model/finding.ts'
import { holdOf, modifies } from '../model/locks.ts'
import type { EdgeKind, Guard, GuardGap, HandOver, MapUse, SharedMaps } from '../model/observation.ts'
import { isOwn, userFrameOf, type ProgramOrigin } from '../model/origin.ts'
import { kindKey, lineKey, placeKey } from './places.ts'
import { withoutVariable } from './shared-maps.ts'

/** A warning needs a guard that is beyond doubt, and few places that lack it: otherwise the map is guarded by something else. */
const leastShare = 0.95
const leastHeld = 100
const mostPlaces = 5

/**
 * Places that use a guarded map without its guard and are ordered by luck. Most such places are well ordered: a map is
 * filled before goroutines are started and read when they have ended, it is drained by the one goroutine that has taken it
 * away, it is read without the lock by the only goroutine that writes it. Warned is therefore only of a place
 *
 * - that could race: another goroutine, by a lock that is not held there, modifies the map, or is in its way modifying it;
 * - after which other goroutines went on using the map, so that it was not taken away from them;
 * - that was never seen to be ordered by a go statement, channel, WaitGroup, Once or atomic, which are there by design;
 * - that was seen to be ordered by the guard, which the goroutine held at another time: had it not, that would have been
 *   a race, and next time it may not. Which locks are held at the place must be certain, so it must always be without.
 *
 * A program with the hooks of `mapsan instrument` knows no order. There it takes that the map was used while another goroutine
 * held the guard, and at other times while nobody did: so that goroutine was not waiting for this use.
 */
export function findGuardGaps(shared: readonly SharedMaps[], races: readonly Pick<Finding, 'accesses'>[], origin: ProgramOrigin): readonly GuardGap[] {
  const guarded = shared.filter(({ guard }) => guard !== undefined)
  const reported = new Set(guarded.length === 0 ? [] : races.flatMap(({ accesses }) => accesses.map((access) => lineKey(access, origin))))
  return guarded.flatMap((maps) => {
    const { guard, type, expression, variable } = maps
    if (guard === undefined || guard.held < leastHeld || guard.held < guard.of * leastShare) return []
    const places = maps.uses.filter((use) => isGap(use, { maps, guard, origin }) && !reported.has(lineKey(use, origin)))
    if (places.length === 0 || places.length > mostPlaces) return []
    return [{ map: { type, ...(expression !== undefined && { expression }), ...(variable && { variable }) }, guard, places: places.map(withoutVariable) }]
  })
}

interface Context {
  readonly maps: SharedMaps
  readonly guard: Guard
  readonly origin: ProgramOrigin
}

function isGap(use: MapUse, { maps, guard, origin }: Context): boolean {
  const frame = userFrameOf(use, origin)
  if (frame === undefined || !isOwn(frame, origin)) return false
  const line = lineKey(use, origin)
  const isWithout = maps.uses.every((other) => lineKey(other, origin) !== line || holdOf(other, guard.lock) === 'not')
  const rivals = new Set(maps.uses.filter((other) => conflicts(use, other, maps.uses)).map((other) => placeKey(other, origin)))
  if (!isWithout || rivals.size === 0) return false

  const own = placeKey(use, origin)
  const before = maps.handOvers.filter(({ to }) => placeKey(to, origin) === own)
  const after = maps.handOvers.filter(({ from }) => placeKey(from, origin) === own)
  const hasRival = ({ from, to }: HandOver): boolean => rivals.has(placeKey(from, origin)) || rivals.has(placeKey(to, origin))
  const byGuard = [...before, ...after].some((one) => one.by === 'lock' && one.lock === guard.lock && hasRival(one))
  const whileHeld = before.filter((one) => one.by === 'unknown' && one.lock === guard.lock && hasRival(one))
  const beside = whileHeld.length > 0 && whileHeld.reduce((sum, { count }) => sum + count, 0) < use.count
  return (byGuard || beside) && after.some(hasRival) && [...before, ...after].every(({ by }) => isByLuck[by])
}

const isByLuck: Readonly<Record<EdgeKind, boolean>> = {
  lock: true,
  unknown: true,
  nothing: true,
  'go statement': false,
  channel: false,
  WaitGroup: false,
  once: false,
  atomic: false,
  other: false,
}

/** Whether two uses may be by different goroutines, one of them modifies the map, and no lock keeps them apart. */
function conflicts(a: MapUse, b: MapUse, uses: readonly MapUse[]): boolean {
  if (!modifies(a) && !modifies(b)) return false
  const isOther = kindKey(a) !== kindKey(b) || uses.some((use) => kindKey(use) === kindKey(a) && use.goroutines > 1)
  return isOther && !a.locks.some(({ name }) => name !== undefined && holdOf(a, name) === 'enough' && holdOf(b, name) === 'enough')
}
