import type { Finding, RaceEvent } from '../model/finding.ts'
import type { SourceLines } from '../model/lines.ts'
import type { ProgramOrigin } from '../model/origin.ts'
import type { Analysis } from '../model/report.ts'
import type { RuleId } from '../model/rule.ts'
import type { DecodedStream } from '../model/stream.ts'
import { raceIdentity, raceKey } from './identity.ts'
import { describeRace } from './message.ts'
import { moreTelling, sortByPlace, worstFirst } from './order.ts'
import { describeGaps } from './warnings.ts'

/**
 * Merges what all processes of a run recorded: the same race is one finding, however many of them met it.
 * With the statements of the lines, ids tell races of the same two functions apart.
 */
export function groupRaces(streams: readonly DecodedStream[], origin: ProgramOrigin, lines: SourceLines = new Map()): Analysis {
  const headers = streams.map(({ header }) => header)
  const dropped = sum(headers.map((header) => header.dropped))
  const untracked = sum(headers.map((header) => header.untracked))
  return {
    // The sort is stable: findings of the same weight stay in the order of their places.
    findings: toFindings(mergeRaces(streams, origin), origin, lines).sort(worstFirst),
    coverage: {
      processes: streams.length,
      goroutines: headers.reduce((most, { slotsPeak }) => Math.max(most, slotsPeak), 0),
    },
    dropped,
    untracked,
    warnings: describeGaps(streams, dropped, untracked),
  }
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
function toFindings(races: readonly RaceEvent[], origin: ProgramOrigin, lines: SourceLines): Finding[] {
  const seen = new Map<string, number>()
  return sortByPlace(races, origin).map((race) => {
    const rule = ruleOf(race)
    const identity = raceIdentity(rule, race, origin, lines)
    const number = (seen.get(identity) ?? 0) + 1
    seen.set(identity, number)
    return {
      id: number === 1 ? identity : `${identity}-${number}`,
      rule,
      message: describeRace(race.map, race.accesses, origin),
      ...race,
    }
  })
}

/** A variable's race is one between accesses to the variable, whatever map it holds. */
function ruleOf({ accesses }: RaceEvent): RuleId {
  return accesses.some(({ op }) => op === 'load' || op === 'store') ? 'map-variable-race' : 'map-race'
}

function sum(counts: readonly number[]): number {
  return Math.min(counts.reduce((total, count) => total + count, 0), Number.MAX_SAFE_INTEGER)
}
