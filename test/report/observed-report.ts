/** A report of a server whose maps were observed: one race beside a guard, breaches of both kinds, and one line that is only warned of. */
import { groupRaces } from '../../src/analysis/findings.ts'
import type { Declaration } from '../../src/model/declaration.ts'
import type { MapVariable, Stack } from '../../src/model/finding.ts'
import type { MapUse, ObservedLock, Place, SharedMaps } from '../../src/model/observation.ts'
import type { Report } from '../../src/model/report.ts'
import { exitedHeader } from '../run/encode-events.ts'
import { reloadReport, run } from './reload-report.ts'

const file = (name: string): string => `/home/dev/server/${name}`
const mutexAt = { file: file('config.go'), line: 8 }

function stack(line: number, name = 'config.go', method = '(*Config).use'): Stack {
  return [{ function: `main.${method}`, file: file(name), line }]
}

function lock(mode: ObservedLock['mode'], line: number): ObservedLock {
  return { name: 'Config.mu', declaredAt: mutexAt, mode, acquiredAt: stack(line) }
}

function variable(name: string, line: number, ...declarations: readonly Declaration[]): MapVariable {
  return {
    kind: 'field', description: `field ${name} of *Config`, declaredAt: { file: file('config.go'), line }, mutexes: ['Config.mu'],
    ...(declarations.length > 0 && { declarations }),
  }
}

const watch = { createdBy: stack(22, 'main.go', 'main'), goroutine: 'the goroutine of watch, started at main.go:22 by main' }
const handler = { createdBy: stack(24, 'main.go', 'main'), goroutine: 'the goroutine of handle, started at main.go:24 by main' }
const main = { createdBy: [], goroutine: 'the main goroutine' }

function place(op: Place['op'], line: number, kind: Pick<Place, 'createdBy' | 'goroutine'>, of: MapVariable, expression: string): Place {
  return { op, stack: stack(line), expression, variable: of, ...kind }
}

function use(at: Place, count: number, goroutines: number, ...locks: readonly ObservedLock[]): MapUse {
  return { ...at, count, goroutines, locks }
}

const data = variable('data', 9)
const [get, reload, peek] = [place('read', 17, handler, data, 'c.data'), place('write', 31, watch, data, 'c.data'), place('read', 44, handler, data, 'c.data')]
const raced: SharedMaps = {
  type: 'map[string]int', expression: 'c.data', variable: data, count: 1, first: place('write', 12, main, data, 'c.data'),
  uses: [use(get, 4200, 12, lock('read', 15)), use(reload, 2, 1), use(place('delete', 37, handler, data, 'c.data'), 110, 12, lock('write', 36)), use(peek, 3, 2)],
  handOvers: [
    { from: get, to: peek, by: 'lock', lock: 'Config.mu', at: stack(15), count: 2 },
    { from: peek, to: place('delete', 37, handler, data, 'c.data'), by: 'lock', lock: 'Config.mu', at: stack(36), count: 2 },
    { from: get, to: reload, by: 'nothing', at: [], count: 2 },
  ],
}

const prices = variable('prices', 10, { kind: 'guardedby', lock: 'Config.mu', lockDeclaredAt: mutexAt, file: file('config.go'), line: 10 })
const guarded: SharedMaps = {
  type: 'map[string]float64', expression: 'c.prices', variable: prices, count: 3, first: place('write', 13, main, prices, 'c.prices'),
  uses: [use(place('write', 51, watch, prices, 'c.prices'), 7, 1, lock('read', 50)), use(place('iterate', 55, handler, prices, 'c.prices'), 1, 1)], handOvers: [],
}

const jobs = variable('jobs', 11, { kind: 'owner', file: file('config.go'), line: 11 })
const [put, take] = [place('write', 61, watch, jobs, 'c.jobs'), place('delete', 66, handler, jobs, 'c.jobs')]
const owned: SharedMaps = {
  type: 'map[int]string', expression: 'c.jobs', variable: jobs, count: 1, first: put, uses: [use(put, 5, 1, lock('write', 60)), use(take, 5, 3, lock('write', 65))],
  handOvers: [{ from: put, to: take, by: 'lock', lock: 'Config.mu', at: stack(65), received: false, count: 4 }],
}

const elsewhere: Stack = [{ function: 'net/http.(*Transport).getConn', file: '/usr/local/go/src/net/http/transport.go', line: 1400 }]
const ofGo: SharedMaps = {
  type: 'map[string]*http.conn', count: 1, first: { op: 'write', stack: elsewhere, createdBy: [] },
  uses: [{ op: 'read', stack: elsewhere, createdBy: [], locks: [], count: 9, goroutines: 2 }], handOvers: [],
}

const race = {
  map: { type: 'map[string]int', expression: 'c.data', variable: data, address: '0xc000114030' },
  accesses: [
    { op: 'write', expression: 'c.data', goroutine: { id: 8, createdBy: watch.createdBy, name: watch.goroutine }, stack: reload.stack, locks: [] },
    { op: 'read', expression: 'c.data', goroutine: { id: 31, createdBy: handler.createdBy, name: handler.goroutine }, stack: get.stack, locks: [{ address: '0xc000112008', ...lock('read', 15) }] },
  ],
  count: 2,
  fatal: false,
} as const

export const observedReport: Report = {
  ...reloadReport,
  ...groupRaces([{ header: exitedHeader, races: [race], sharedMaps: [raced, guarded, owned, ofGo], warnings: [] }], run),
  excerpts: [],
}
