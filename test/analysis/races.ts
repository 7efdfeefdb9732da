/** Short ways to write down what processes recorded. */
import type { Access, HeldLock, MapOperation, RaceEvent } from '../../src/model/finding.ts'
import type { ProgramOrigin } from '../../src/model/origin.ts'
import type { DecodedStream, StreamHeader } from '../../src/model/stream.ts'
import { exitedHeader } from '../run/encode-events.ts'

export const origin: ProgramOrigin = { moduleRoot: '/shop', modulePaths: ['example.com/shop'], goroot: '/usr/local/go' }

/** `access('write', 'reload.go:31')`: by goroutine 8 in main.reload. */
export function access(op: MapOperation, place: string, goroutine = 8, locks: readonly HeldLock[] = []): Access {
  const [file = '', line] = place.split(':')
  const stack = [{ function: `main.${file.replace('.go', '')}`, file: `/shop/${file}`, line: Number(line) }]
  return { op, goroutine: { id: goroutine, createdBy: [] }, stack, locks }
}

export function lock(address: string, mode: HeldLock['mode']): HeldLock {
  return { address, mode, acquiredAt: [] }
}

export function race(newer: Access, older: Access, rest: Partial<RaceEvent> = {}): RaceEvent {
  return { map: { type: 'map[string]int', address: '0xc000012345' }, accesses: [newer, older], count: 1, fatal: false, ...rest }
}

export function stream(races: readonly RaceEvent[], header: Partial<StreamHeader> = {}): DecodedStream {
  return { header: { ...exitedHeader, ...header }, races, warnings: [] }
}
