import type { Access, RaceEvent } from '../../model/finding.ts'
import type { DecodedStream, DecodeWarning } from '../../model/stream.ts'
import { parseCrash } from './crash.ts'
import { isOfMaps, mapOperation } from './map-operation.ts'
import { parseRaceLog, type LoggedAccess, type LoggedRace, type RaceLog } from './parse.ts'

/** What one process under the race detector of Go wrote into its log, as if MapSan had recorded it. */
export function decodeRaceLog(bytes: Uint8Array, pid: number): DecodedStream {
  const log = parseRaceLog(utf8.decode(bytes))
  return {
    header: {
      pid,
      state: log.counted === undefined ? 'unknown' : 'exited',
      goVersion: '',
      races: log.races.length + log.torn.length,
      dropped: log.torn.length,
      untracked: 0,
      slotsPeak: 0,
      slotLimit: 0,
    },
    races: log.races.map(toEvent),
    warnings: warningsOf(log, bytes.byteLength),
  }
}

/** A crash that the race detector has no report of: the stack of one side, and that the other one wrote. */
export function decodeCrash(text: string): DecodedStream | undefined {
  const crash = parseCrash(text)
  if (crash === undefined) return undefined
  const unknown = { locks: [], locksUnknown: true } as const
  return {
    header: { pid: 0, state: 'died', goVersion: '', races: 1, dropped: 0, untracked: 0, slotsPeak: 0, slotLimit: 0 },
    races: [{
      map: { type: 'map' },
      accesses: [
        { op: crash.op, goroutine: { id: crash.goroutine, createdBy: crash.createdBy }, stack: crash.stack, ...unknown },
        { op: 'write', goroutine: { id: 0, createdBy: [] }, stack: [], ...unknown },
      ],
      count: 1,
      fatal: true,
      detector: 'race',
    }],
    warnings: [],
  }
}

/** The processes of a run, each crash with them: as what a reported race led to, if there is one with the same access. */
export function joinCrashes(logs: readonly DecodedStream[], crashes: readonly DecodedStream[]): readonly DecodedStream[] {
  const died = crashes.map((crash) => ({ crash, places: crash.races.flatMap(({ accesses: [access] }) => placeOf(access)) }))
  const isDeadly = ({ map, accesses }: RaceEvent, places: readonly string[]): boolean => map.type !== 'memory' && accesses.flatMap(placeOf).some((place) => places.includes(place))
  const joined = logs.map((log) => ({ ...log, races: log.races.map((race) => (died.some(({ places }) => isDeadly(race, places)) ? { ...race, fatal: true } : race)) }))
  return [...joined, ...died.filter(({ places }) => !logs.some(({ races }) => races.some((race) => isDeadly(race, places)))).map(({ crash }) => crash)]
}

/** The line that uses the map, outside of what maps are made of; none where that is not known. */
function placeOf({ stack }: Access): readonly string[] {
  const frame = stack.find((one) => !isOfMaps(one))
  return frame === undefined ? [] : [`${frame.file}:${frame.line}`]
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

/** It is a race on a map when one side was in a function of maps: the other may be `len`, which is compiled to a mere read. */
function toEvent({ accesses: [newer, older], createdBy }: LoggedRace): RaceEvent {
  const [opOfNewer, opOfOlder] = [mapOperation(newer.stack[0]), mapOperation(older.stack[0])]
  const isMap = opOfNewer !== undefined || opOfOlder !== undefined
  const toAccess = ({ write, goroutine, stack }: LoggedAccess, op: Access['op'] | undefined): Access => ({
    op: op ?? (write ? 'write' : 'read'),
    goroutine: { id: goroutine, createdBy: createdBy.get(goroutine) ?? [] },
    stack,
    ...(lacksReader(stack) && { inCallee: true }),
    locks: [],
    locksUnknown: true,
  })
  return {
    map: { type: isMap ? 'map' : 'memory', address: newer.address },
    accesses: [toAccess(newer, opOfNewer), toAccess(older, opOfOlder)],
    count: 1,
    fatal: false,
    detector: 'race',
  }
}

/** runtime.mapaccess2 takes its caller, runtime.mapaccess1, for the program's function (go1.27). */
function lacksReader([inner, outer]: LoggedAccess['stack']): boolean {
  return /^runtime\.mapaccess2/.test(inner?.function ?? '') && /^runtime\.mapaccess1/.test(outer?.function ?? '')
}

const othersQuoted = 3
const longestQuote = 200

function warningsOf({ races, torn, counted, others }: RaceLog, end: number): DecodeWarning[] {
  const missing = counted === undefined ? 0 : counted - races.length - torn.length
  return [
    ...races.filter(({ whole }) => !whole).map(({ offset }) => ({ offset, message: 'this report of the race detector is cut off at its end' })),
    ...torn.map(({ offset, access }) => ({ offset, message: `this report of the race detector is cut off${describeStart(access)}` })),
    ...(missing > 0 ? [{ offset: end, message: `the race detector counted ${counted} reports, and ${races.length + torn.length} are there` }] : []),
    ...others.slice(0, othersQuoted).map(({ offset, text }) => ({ offset, message: `the race detector wrote: ${text.slice(0, longestQuote)}` })),
  ]
}

function describeStart(access: LoggedAccess | undefined): string {
  if (access === undefined) return ''
  const [frame] = access.stack
  const where = frame === undefined ? '' : ` in ${frame.function} at ${frame.file}:${frame.line}`
  return `, after a ${access.write ? 'write' : 'read'}${where}`
}
