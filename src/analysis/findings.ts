import type { Finding, RaceEvent } from '../model/finding.ts'
import type { SourceLines } from '../model/lines.ts'
import type { ProgramOrigin } from '../model/origin.ts'
import type { Analysis, RunSummary } from '../model/report.ts'
import type { RuleId } from '../model/rule.ts'
import type { DecodedStream, StreamHeader } from '../model/stream.ts'
import { describeBreach } from './breach-message.ts'
import { findBreaches, type BreachEvent } from './breaches.ts'
import { findGuardGaps } from './guard-gaps.ts'
import { breachIdentity, raceIdentity, raceKey } from './identity.ts'
import { describeExchanges } from './exchanges.ts'
import { describeRace } from './message.ts'
import { Observations } from './observed.ts'
import { moreTelling, sortByPlace, worstFirst } from './order.ts'
import { mergeSharedMaps, withoutVariables } from './shared-maps.ts'
import { describeGaps } from './warnings.ts'

/** Where the program comes from, and what looked at it. */
type AnalysedRun = ProgramOrigin & Pick<RunSummary, 'detector'>

/**
 * Merges what all processes of a run recorded: the same race is one finding, however many of them met it.
 * With the statements of the lines, ids tell races of the same two functions apart. `mistakes` are those in declarations.
 */
export function groupRaces(streams: readonly DecodedStream[], origin: AnalysedRun, lines: SourceLines = new Map(), mistakes: readonly string[] = []): Analysis {
  const headers = streams.map(({ header }) => header)
  const dropped = sum(headers.map((header) => header.dropped))
  const untracked = sum(headers.map((header) => header.untracked))
  const shared = mergeSharedMaps(streams, origin)
  const races = toFindings(mergeRaces(streams, origin), new Observations(shared ?? [], origin), origin, lines)
  const guardGaps = headers.every(isWhole) ? findGuardGaps(shared ?? [], races, origin) : []
  const named = [...races.flatMap(({ accesses }) => accesses), ...guardGaps.flatMap(({ places }) => places)]
  return {
    // The sort is stable: findings of the same weight stay in the order of their places.
    findings: [...races.sort(worstFirst), ...toBreaches(findBreaches(shared ?? [], origin), origin, lines)],
    guardGaps,
    ...(shared && { sharedMaps: shared.map(withoutVariables) }),
    coverage: {
      processes: streams.length,
      goroutines: headers.reduce((most, { slotsPeak }) => Math.max(most, slotsPeak), 0),
    },
    dropped,
    untracked,
    warnings: [...describeGaps(streams, dropped, untracked, origin.detector ?? 'mapsan'), ...describeExchanges(shared ?? [], named, origin), ...mistakes],
  }
}

/** Whether all was observed: the hand-over that is missing may be the one that shows that a place is well ordered. */
function isWhole({ unobserved = 0, untracked, budget }: StreamHeader): boolean {
  return unobserved === 0 && untracked === 0 && (budget?.skipped ?? 0) === 0
}

function mergeRaces(streams: readonly DecodedStream[], origin: ProgramOrigin): RaceEvent[] {
  const merged = new Map<string, { telling: RaceEvent; count: number }>()
  for (const event of streams.flatMap(({ races }) => races)) {
    const key = raceKey(event, origin)
    const known = merged.get(key)
    merged.set(key, {
      telling: known ? moreTelling(known.telling, event) : event,
      count: sum([known?.count ?? 0, event.count]),
    })
  }
  return Array.from(merged.values(), ({ telling, count }) => ({ ...telling, count }))
}

/** Races that are the same by name differ by a number, given in the order of their lines. */
function toFindings(races: readonly RaceEvent[], observations: Observations, origin: ProgramOrigin, lines: SourceLines): Finding[] {
  const numbered = numberer()
  return sortByPlace(races, origin).map((race) => {
    const rule = ruleOf(race)
    const guard = observations.guardOf(race)
    const accesses: RaceEvent['accesses'] = [observations.describe(race.accesses[0]), observations.describe(race.accesses[1])]
    return {
      id: numbered(raceIdentity(rule, race, origin, lines)),
      rule,
      message: describeRace(race.map, accesses, origin, guard),
      ...race,
      accesses,
      ...(guard && { guard }),
    }
  })
}

/** A variable's race is one between accesses to the variable, whatever map it holds. */
function ruleOf({ map, accesses }: RaceEvent): RuleId {
  if (map.type === 'memory') return 'data-race'
  return accesses.some(({ op }) => op === 'load' || op === 'store') ? 'map-variable-race' : 'map-race'
}

function toBreaches(breaches: readonly BreachEvent[], origin: ProgramOrigin, lines: SourceLines): Finding[] {
  const numbered = numberer()
  return breaches.map((event) => ({
    id: numbered(breachIdentity(event, origin, lines)), ...event, message: describeBreach(event, origin), fatal: false,
  }))
}

function numberer(): (identity: string) => string {
  const seen = new Map<string, number>()
  return (identity) => {
    const number = (seen.get(identity) ?? 0) + 1
    seen.set(identity, number)
    return number === 1 ? identity : `${identity}-${number}`
  }
}

function sum(counts: readonly number[]): number {
  return Math.min(counts.reduce((total, count) => total + count, 0), Number.MAX_SAFE_INTEGER)
}
