import { describe, expect, test } from 'vitest'
import { groupRaces } from '../../src/analysis/findings.ts'
import type { SharedMaps } from '../../src/model/observation.ts'
import { access, origin, race, stream } from './races.ts'
import { at, data, handOver, held, observing, shared, use } from './shared.ts'

const get = at('read', 'get.go:17')
const put = at('write', 'put.go:31', 'main.go:6')

function sharedOf(...streams: Parameters<typeof groupRaces>[0]): readonly SharedMaps[] | undefined {
  return groupRaces(streams, origin).sharedMaps
}

describe('maps that goroutines share', () => {
  test('are unknown when no process observed them, which is not none', () => {
    expect(sharedOf(stream([]))).toBeUndefined()
    expect(sharedOf(observing(), stream([]))).toEqual([])
  })

  test('are merged by their variable, whatever process used them and wherever they were made', () => {
    const one = shared([use(get, 3, [], 2), use(put, 1)], [handOver(put, get, 'channel')])
    const other = shared([use(get, 4, [], 5)], [handOver(put, get, 'channel'), handOver(put, get, 'lock')], { first: at('write', 'reload.go:4') })
    const [merged, ...others] = sharedOf(observing(one, other), observing(one)) ?? []
    expect(others).toEqual([])
    expect(merged?.count).toBe(3)
    expect(merged?.handOvers.map(({ by, count }) => [by, count])).toEqual([['channel', 3], ['lock', 1]])
    // Of one process, the two goroutines may be among the five; those of another process are others.
    expect(merged?.uses.map(({ op, count, goroutines }) => [op, count, goroutines])).toEqual([['read', 10, 7], ['write', 2, 2]])
  })

  test('of parameters, of other types and other first uses are others', () => {
    const parameter = { ...data, kind: 'parameter', description: 'parameter m' } as const
    const maps = ['a.go:1', 'b.go:1'].map((first) => shared([use(get, 1)], [], { variable: parameter, first: at('write', first) }))
    expect(sharedOf(observing(...maps, shared([use(get, 1)], [], { type: 'map[int]int' })))).toHaveLength(3)
  })

  test('are the same whatever the order of processes is, those used most first', () => {
    const rare = shared([use(get, 1)], [], { variable: { ...data, description: 'field other of *Config' } })
    const streams = [observing(shared([use(get, 3), use(get, 4, [held('Config.mu')])]), rare), observing(shared([use(put, 9)]))]
    const maps = sharedOf(...streams)
    expect(maps?.map(({ uses }) => uses.map(({ count }) => count).sort())).toEqual([[3, 4, 9], [1]])
    expect(sharedOf(...streams.toReversed())).toEqual(maps)
  })
})

describe('the guard', () => {
  const guardOf = (...uses: Parameters<typeof shared>[0]) => sharedOf(observing(shared(uses)))?.[0]?.guard

  test('is the lock that nearly all accesses held', () => {
    expect(guardOf(use(get, 4000, [held('Config.mu', 'read')], 12), use(put, 310, [held('Config.mu')]), use(at('delete', 'drop.go:8'), 2)))
      .toEqual({ lock: 'Config.mu', held: 4310, of: 4312 })
  })

  test('is none below nine of ten, below twenty, and of one goroutine', () => {
    expect(guardOf(use(get, 80, [held('Config.mu')], 2), use(put, 20))).toBeUndefined()
    expect(guardOf(use(get, 19, [held('Config.mu')], 2))).toBeUndefined()
    expect(guardOf(use(put, 90, [held('Config.mu')]), use(get, 5))).toBeUndefined()
  })

  test('is not held for reading by what modifies the map', () => {
    expect(guardOf(use(get, 50, [held('Config.mu', 'read')], 12), use(put, 50, [held('Config.mu', 'read')]))).toBeUndefined()
  })

  test('of two is that which stands beside the map', () => {
    const both = [held('App.mu'), held('Config.mu')]
    expect(guardOf(use(get, 50, both, 2), use(put, 50, both))?.lock).toBe('Config.mu')
  })
})

describe('a race on a map that was observed', () => {
  const uses = [use(get, 4310, [held('Config.mu', 'read')], 12), use(put, 2)]
  const [reader, writer] = [access('read', 'get.go:17', 7), access('write', 'put.go:31', 8)]
  const reading = { ...reader, goroutine: { id: 7, createdBy: get.createdBy, name: 'the goroutine started at main.go:5 by main' }, locks: [{ address: '0x1', ...held('Config.mu', 'read') }] }
  const writing = { ...writer, goroutine: { id: 8, createdBy: put.createdBy, name: 'the goroutine of watch, started at main.go:6 by main' } }
  const found = (maps: readonly SharedMaps[]) => groupRaces([{ ...observing(...maps), races: [race(writing, reading)] }], origin).findings[0]

  test('says who, how many, and what nearly all others held', () => {
    const finding = found([shared(uses)])
    expect(finding?.guard).toEqual({ lock: 'Config.mu', held: 4310, of: 4312 })
    expect(finding?.accesses.map(({ observed }) => observed)).toEqual([{ count: 2, goroutines: 1 }, { count: 4310, goroutines: 12 }])
    expect(finding?.message).toBe(
      'map[string]int is written at put.go:31 by the goroutine of watch while 12 goroutines started at main.go:5 by main read it at get.go:17, and only the latter hold Config.mu; 4,310 of 4,312 accesses held Config.mu',
    )
  })

  test('has no guard when its lines use maps of several kinds', () => {
    const other = shared(uses, [], { variable: { ...data, description: 'field other of *Config' } })
    expect(found([shared(uses), other])?.guard).toBeUndefined()
  })
})
