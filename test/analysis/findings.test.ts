import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { groupRaces } from '../../src/analysis/findings.ts'
import type { RaceEvent } from '../../src/model/finding.ts'
import { arbitraryRaces } from '../run/arbitrary-races.ts'
import { access, lock, origin, race, stream } from './races.ts'

const reload = access('write', 'reload.go:31', 8)
const handler = access('read', 'handler.go:17', 7)

function findings(...races: readonly RaceEvent[]) {
  return groupRaces([stream(races)], origin).findings
}

describe('one race', () => {
  test('is one finding, whichever access came first and however many processes met it', () => {
    const streams = [
      stream([race(reload, handler, { count: 3 })], { pid: 1 }),
      stream([race(handler, reload, { count: 4 }), race(access('write', 'reload.go:31', 99), handler)], { pid: 2 }),
    ]
    const { findings, coverage } = groupRaces(streams, origin)
    expect(findings).toMatchObject([{ count: 8, accesses: [handler, reload] }])
    expect(coverage.processes).toBe(2)
  })

  test('is fatal when one process died of it, and shows the accesses of that process', () => {
    const deadly = race(access('write', 'reload.go:31', 80), handler, { fatal: true })
    const [found] = findings(race(reload, handler, { count: 10 }), deadly)
    expect(found).toMatchObject({ fatal: true, count: 11, accesses: deadly.accesses })
  })

  test('on a variable has a rule, an id and words of its own', () => {
    const [found] = findings(race(access('load', 'handler.go:17', 7), access('store', 'reload.go:31', 8)))
    expect(found).toMatchObject({
      rule: 'map-variable-race',
      message: 'map[string]int is assigned by goroutine 8 at reload.go:31 while goroutine 7 reads the variable at handler.go:17, and neither holds a lock',
    })
    const [onMap] = findings(race(handler, reload))
    expect(onMap).toMatchObject({ rule: 'map-race' })
    expect(found?.id).not.toBe(onMap?.id)
  })

  test('is another one for another operation, line or map type', () => {
    const other = race(reload, handler, { map: { type: 'map[int]bool', address: '0x1' } })
    const found = findings(
      race(reload, handler),
      race(access('delete', 'reload.go:31'), handler),
      race(access('write', 'reload.go:32'), handler),
      other,
    )
    expect(found).toHaveLength(4)
    expect(new Set(found.map(({ id }) => id)).size).toBe(4)
  })

  test('is told apart by the caller when the standard library touches the map', () => {
    const json = { function: 'reflect.(*MapIter).Next', file: '/usr/local/go/src/reflect/map.go', line: 310 }
    const encode = (place: string) => {
      const caller = access('iterate', place)
      return { ...caller, stack: [json, ...caller.stack] }
    }
    expect(findings(race(reload, encode('dump.go:9')), race(reload, encode('save.go:5')))).toHaveLength(2)
    expect(findings(race(reload, encode('dump.go:9')))[0]?.message).toContain('iterates over it at dump.go:9')
  })
})

describe('the id', () => {
  const idOf = (event: RaceEvent) => findings(event)[0]?.id

  test('survives moved lines, other addresses and goroutines, and the other order', () => {
    const moved = race(access('read', 'handler.go:27', 70), access('write', 'reload.go:41', 80))
    expect(idOf({ ...moved, map: { ...moved.map, address: '0x5' } })).toBe(idOf(race(reload, handler)))
  })

  test('differs for other functions', () => {
    expect(idOf(race(reload, access('read', 'other.go:17')))).not.toBe(idOf(race(reload, handler)))
  })

  test('is numbered in the order of lines where functions do not tell races apart', () => {
    const first = race(reload, access('read', 'handler.go:9'))
    const second = race(reload, access('read', 'handler.go:10'), { count: 5 })
    const found = findings(second, first)
    const base = idOf(first)
    expect(found.map(({ id, count }) => [id, count])).toEqual([[`${base}-2`, 5], [base, 1]])
  })
})

describe('the order', () => {
  test('is fatal first, then by count, then by place', () => {
    const at = (line: number, rest: Partial<RaceEvent>) => race(reload, access('read', `handler.go:${line}`), rest)
    const found = findings(at(4, {}), at(3, {}), at(1, { count: 9 }), at(2, { fatal: true }))
    expect(found.map(({ accesses }) => accesses[1]?.stack[0]?.line)).toEqual([2, 1, 3, 4])
  })

  test('does not decide which of two equal events is shown', () => {
    const events = [race(reload, handler), race(access('write', 'reload.go:31', 80), handler)]
    expect(findings(...events)).toEqual(findings(...events.toReversed()))
  })

  test('does not decide the number of an id, not even between two sites called from one line', () => {
    const via = (line: number) => {
      const own = access('iterate', 'dump.go:9')
      return { ...own, stack: [{ function: 'maps.Keys', file: '/usr/local/go/src/maps/iter.go', line }, ...own.stack] }
    }
    const events = [race(reload, via(10)), race(reload, via(20))]
    expect(findings(...events)).toEqual(findings(...events.toReversed()))
  })

  test('and everything else does not depend on the order of processes and events', () => {
    fc.assert(
      fc.property(arbitraryRaces, fc.array(fc.nat()), (races, weights) => {
        // Repeats under other orders of the two accesses, so that there is something to merge.
        const events = races.flatMap((event) => [event, race(event.accesses[1], event.accesses[0], { map: event.map })])
        const shuffled = events.toSorted((a, b) => (weights[events.indexOf(a)] ?? 0) - (weights[events.indexOf(b)] ?? 0))
        const halves = [stream(shuffled.slice(0, 3)), stream(shuffled.slice(3))]
        const merged = groupRaces(halves, origin).findings
        expect(merged).toEqual(groupRaces([stream(events)], origin).findings)
        expect(new Set(merged.map(({ id }) => id)).size).toBe(merged.length)
      }),
    )
  })
})

describe('the message', () => {
  const message = (...event: Parameters<typeof race>) => findings(race(...event))[0]?.message

  test('names both accesses, the modifying one first', () => {
    const expected =
      'map[string]int is written by goroutine 8 at reload.go:31 while goroutine 7 reads it at handler.go:17, and neither holds a lock'
    expect(message(reload, handler)).toBe(expected)
    expect(message(handler, reload)).toBe(expected)
  })

  test('says what is wrong with the locks', () => {
    const under = (...locks: Parameters<typeof lock>[]) => access('write', 'reload.go:31', 8, locks.map((of) => lock(...of)))
    const reader = (...locks: Parameters<typeof lock>[]) => access('read', 'handler.go:17', 7, locks.map((of) => lock(...of)))
    expect(message(under(['0x1', 'write']), reader())).toMatch(/, and only goroutine 8 holds a lock$/)
    expect(message(under(['0x1', 'write']), reader(['0x2', 'read']))).toMatch(/, with no lock in common$/)
    expect(message(reader(['0x3', 'read'], ['0x1', 'read']), under(['0x1', 'read']))).toMatch(
      /, under one lock, which goroutine 8 holds only for reading$/,
    )
    expect(message(under(['0x1', 'write']), reader(['0x1', 'read']))).toMatch(/, though under one lock$/)
  })

  test('shortens a type of a thousand characters, which the finding keeps', () => {
    const type = `map[string]struct{ ${'a'.repeat(1000)} int }`
    const [found] = findings(race(reload, handler, { map: { type, address: '0x1' } }))
    expect(found?.message.length).toBeLessThan(250)
    expect(found?.map.type).toBe(type)
  })

  test('says nothing about an access that is not known any more', () => {
    const forgotten = { ...access('write', '', 0), stack: [] }
    expect(message(handler, forgotten)).toBe(
      'map[string]int is written by another goroutine at an unknown place while goroutine 7 reads it at handler.go:17',
    )
  })
})

describe('what is missing', () => {
  test('is summed over processes and said', () => {
    const streams = [stream([], { dropped: 2, untracked: 5, slotLimit: 256, slotsPeak: 256 }), stream([], { dropped: 1, slotsPeak: 9 })]
    expect(groupRaces(streams, origin)).toEqual({
      findings: [],
      guardGaps: [],
      coverage: { processes: 2, goroutines: 256 },
      dropped: 3,
      untracked: 5,
      warnings: [
        '3 races found no room in the event stream and cannot be shown.',
        'Races may have been missed: 5 map accesses were checked but not recorded, because more than 256 goroutines used maps at once.',
      ],
    })
  })

  test('names the damage in a stream, but not every place of it', () => {
    const warnings = Array.from({ length: 10 }, (_, index) => ({ offset: 4096 + index, message: 'damaged' }))
    const analysis = groupRaces([{ ...stream([], { pid: 42 }), warnings }], origin)
    expect(analysis.warnings).toEqual([
      'The event stream of process 42 at byte 4096: damaged.',
      'The event stream of process 42 at byte 4097: damaged.',
      'The event stream of process 42 at byte 4098: damaged.',
      'The event stream of process 42 has 7 more damaged places.',
    ])
  })

  test('is everything when no process recorded', () => {
    expect(groupRaces([], origin).warnings).toEqual(['No process recorded anything, so nothing was checked.'])
  })
})

// A quadratic way of grouping or sorting would take an hour.
test('a hundred thousand races are grouped in seconds', () => {
  const races = Array.from({ length: 100_000 }, (_, index) => race(access('write', `f${index % 1000}.go:${index}`), handler))
  expect(findings(...races)).toHaveLength(100_000)
}, 120_000)
