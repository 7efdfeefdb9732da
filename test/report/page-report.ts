/** The report of the small server in reload-report.ts, of a run that also observed how its maps are shared. */
import type { Frame, Stack } from '../../src/model/finding.ts'
import type { MapUse, ObservedLock, Place, SharedMaps, TimelineEvent } from '../../src/model/observation.ts'
import type { Report } from '../../src/model/report.ts'
import { judgedReport, reloadRace } from './reload-report.ts'

const main = '/home/dev/server/main.go'
const config = '/home/dev/server/config/config.go'
const sessions = '/home/dev/server/session/session.go'

function frame(name: string, file: string, line: number): Frame {
  return { function: name, file, line }
}

const reloading: Stack = [frame('example.com/server/config.(*Config).Reload', config, 31), frame('main.watch', main, 55)]
const getting: Stack = [frame('example.com/server/config.(*Config).Get', config, 17), frame('main.handle', main, 40)]

const mutex = { object: '0xc000112008', name: 'Config.mu' }
const stats = { object: '0xc000112100', name: 'Stats.mu' }

/** What goroutine 7, which serves a request, and goroutine 8, which reloads, did in the last two milliseconds. */
export const reloadTimeline: readonly TimelineEvent[] = [
  { before: 2_140_000, goroutine: 8, kind: 'lock', ...stats, stack: [frame('main.count', main, 61)] },
  { before: 2_138_500, goroutine: 8, kind: 'unlock', ...stats, stack: [frame('main.count', main, 63)] },
  { before: 912_000, goroutine: 7, kind: 'lock', ...stats, stack: [frame('main.count', main, 61)] },
  { before: 911_200, goroutine: 7, kind: 'unlock', ...stats, stack: [frame('main.count', main, 63)] },
  { before: 84_300, goroutine: 8, kind: 'read lock', ...mutex, stack: [frame('example.com/server/config.(*Config).Reload', config, 28), ...reloading.slice(1)] },
  { before: 11_750, goroutine: 8, kind: 'access', stack: reloading },
  { before: 640, goroutine: 7, kind: 'read lock', ...mutex, stack: [frame('example.com/server/config.(*Config).Get', config, 15), ...getting.slice(1)] },
  { before: 0, goroutine: 7, kind: 'access', stack: getting },
]

const served = { createdBy: [frame('net/http.(*Server).Serve', '/usr/local/go/src/net/http/server.go', 3493)], goroutine: 'the goroutine started at net/http/server.go:3493 by (*Server).Serve' }
const watching = { createdBy: [frame('main.main', main, 22)], goroutine: 'the goroutine of watch, started at main.go:22 by main' }
const starting = { createdBy: [], goroutine: 'the main goroutine' }

function held(name: string, mode: ObservedLock['mode'], line: number): ObservedLock {
  return { name, mode, acquiredAt: [frame('example.com/server/config.(*Config).Get', config, line)] }
}

function use(place: Place, locks: readonly ObservedLock[], count: number, goroutines: number): MapUse {
  return { ...place, locks, count, goroutines }
}

const made: Place = { op: 'write', stack: [frame('example.com/server/config.Load', config, 12), frame('main.main', main, 20)], ...starting }
const get: Place = { op: 'read', expression: 'c.data', stack: getting, ...served }
const reload: Place = { op: 'write', expression: 'c.data', stack: reloading, ...watching }
const login: Place = { op: 'write', expression: 's.byUser', stack: [frame('example.com/server/session.(*Store).Login', sessions, 44)], ...served }
const expire: Place = { op: 'delete', expression: 's.byUser', stack: [frame('example.com/server/session.(*Store).expire', sessions, 71)], createdBy: [frame('example.com/server/session.Open', sessions, 25)], goroutine: 'the goroutine of (*Store).expire, started at session/session.go:25 by Open' }
const parse: Place = { op: 'write', stack: [frame('main.parse', main, 88)], ...served }
const collect: Place = { op: 'iterate', stack: [frame('main.collect', main, 97)], createdBy: [frame('main.main', main, 23)], goroutine: 'the goroutine of collect, started at main.go:23 by main' }

export const sharedMaps: readonly SharedMaps[] = [
  {
    type: 'map[string]*session.Session',
    expression: 's.byUser',
    variable: { kind: 'field', description: 'field byUser of *Store', declaredAt: { file: sessions, line: 14 }, mutexes: ['Store.mu'] },
    count: 1,
    first: login,
    uses: [use(login, [held('Store.mu', 'write', 43)], 91_204, 64), use({ ...login, op: 'read' }, [held('Store.mu', 'read', 52)], 804_377, 64), use(expire, [held('Store.mu', 'write', 70)], 1_812, 1)],
    handOvers: [
      { from: login, to: { ...login, op: 'read' }, by: 'lock', at: [frame('example.com/server/session.(*Store).Get', sessions, 52)], count: 41_880 },
      { from: { ...login, op: 'read' }, to: expire, by: 'lock', at: [frame('example.com/server/session.(*Store).expire', sessions, 70)], count: 1_700 },
    ],
    guard: { lock: 'Store.mu', held: 897_393, of: 897_393 },
  },
  {
    type: 'map[string]int',
    expression: 'c.data',
    variable: { kind: 'field', description: 'field data of *Config', declaredAt: { file: config, line: 9 }, mutexes: ['Config.mu'] },
    count: 1,
    first: made,
    uses: [use(get, [held('Config.mu', 'read', 15)], 4_310, 12), use(reload, [held('Config.mu', 'read', 28)], 2, 1)],
    handOvers: [
      { from: made, to: get, by: 'go statement', at: [frame('main.main', main, 25)], count: 1 },
      { from: reload, to: get, by: 'nothing', at: [], count: 2 },
    ],
    guard: { lock: 'Config.mu', held: 4_310, of: 4_312 },
  },
  {
    type: 'map[string][]string',
    count: 40,
    first: parse,
    uses: [use(parse, [], 1_204, 40), use(collect, [], 40, 1)],
    handOvers: [
      { from: parse, to: collect, by: 'channel', at: [frame('main.collect', main, 95)], count: 38 },
      { from: parse, to: collect, by: 'unknown', at: [], count: 2 },
    ],
  },
]

export const observedRace = { ...reloadRace, guard: { lock: 'Config.mu', held: 4_310, of: 4_312 }, timeline: reloadTimeline }

/** One race counts, two do not. */
export const observedReport: Report = {
  ...judgedReport,
  findings: [observedRace, ...judgedReport.findings.slice(1)],
  sharedMaps,
}
