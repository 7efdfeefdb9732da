import type { GuardGap, MapUse } from '../model/observation.ts'
import { displayPath, ownFrameOf, type ProgramOrigin } from '../model/origin.ts'
import type { RunSummary } from '../model/report.ts'
import { describeShare } from './advice.ts'
import { operationNouns } from './terminal/words.ts'
import { printable } from './text.ts'

/** What the numbers of accesses are. */
export function describeSampling({ portable }: Pick<RunSummary, 'portable'>): string {
  return portable ? 'Counts are samples.' : 'Counts are samples: of the accesses that a goroutine makes to one map without synchronising in between, the first is counted.'
}

/** One sentence: what guards the map, and the lines that are the rest. */
export function describeGuardGap({ map, guard, places }: GuardGap, origin: ProgramOrigin): string {
  const name = printable(map.expression ?? map.type)
  const percent = Math.floor((guard.held / guard.of) * 1000) / 10
  const rest = places.map((use) => `the ${operationNouns[use.op]} at ${placeOf(use, origin)}`)
  const isAll = places.reduce((sum, { count }) => sum + count, 0) === guard.of - guard.held
  const lines = rest.length === 1 ? 'this line' : `these ${rest.length} lines`
  const which = isAll ? `${lines} ${rest.length === 1 ? 'is' : 'are'} the rest` : `${lines} ${rest.length === 1 ? 'is' : 'are'} among the rest`
  return `${name} is guarded by ${printable(guard.lock)} in ${percent}% of accesses (${describeShare(guard)}); ${which}: ${rest.join(', ')}. No race was seen there, but only by luck.`
}

export function placeOf(place: Pick<MapUse, 'stack'>, origin: ProgramOrigin): string {
  const frame = ownFrameOf(place, origin)
  return frame ? `${printable(displayPath(frame.file, origin))}:${frame.line}` : 'an unknown place'
}
