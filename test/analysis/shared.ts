/** Short ways to write down how maps were observed to be shared. */
import type { MapOperation, MapVariable, Stack } from '../../src/model/finding.ts'
import type { EdgeKind, HandOver, MapUse, ObservedLock, Place, SharedMaps } from '../../src/model/observation.ts'
import type { DecodedStream } from '../../src/model/stream.ts'
import { access, stream } from './races.ts'

export const data: MapVariable = { kind: 'field', description: 'field data of *Config', declaredAt: { file: '/shop/config.go', line: 9 }, mutexes: ['Config.mu'] }

/** `at('read', 'get.go:17', 'main.go:5')`: by goroutines that main.go:5 starts. */
export function at(op: MapOperation, place: string, started = 'main.go:5', more: Partial<Place> = {}): Place {
  return { op, stack: access(op, place).stack, createdBy: access(op, started).stack, expression: 'c.data', goroutine: `the goroutine started at ${started} by main`, ...more }
}

export function held(name: string, mode: ObservedLock['mode'] = 'write', taken = 'lock.go:1'): ObservedLock {
  return { name, mode, acquiredAt: access('read', taken).stack }
}

export function use(place: Place, count: number, locks: readonly ObservedLock[] = [], goroutines = 1): MapUse {
  return { ...place, count, locks, goroutines }
}

export function handOver(from: Place, to: Place, by: EdgeKind, more: Partial<HandOver> = {}): HandOver {
  const taken: Stack = by === 'nothing' || by === 'unknown' ? [] : access('read', 'lock.go:1').stack
  return { from, to, by, at: taken, count: 1, ...(by === 'lock' && { lock: 'Config.mu' }), ...more }
}

export function shared(uses: readonly MapUse[], handOvers: readonly HandOver[] = [], more: Partial<SharedMaps> = {}): SharedMaps {
  return { type: 'map[string]int', expression: 'c.data', variable: data, count: 1, first: at('write', 'new.go:3', 'main.go:1'), uses, handOvers, ...more }
}

export function observing(...sharedMaps: readonly SharedMaps[]): DecodedStream {
  return { ...stream([]), sharedMaps }
}
