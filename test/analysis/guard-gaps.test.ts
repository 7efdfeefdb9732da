import { describe, expect, test } from 'vitest'
import { groupRaces } from '../../src/analysis/findings.ts'
import type { HandOver, MapUse } from '../../src/model/observation.ts'
import { access, origin, race } from './races.ts'
import { at, handOver, held, observing, shared, use } from './shared.ts'

const get = at('read', 'get.go:17')
const put = at('write', 'put.go:31', 'main.go:6')
const peek = at('read', 'peek.go:8')
const guarded = [use(get, 900, [held('Config.mu', 'read')], 12), use(put, 90, [held('Config.mu')])]
/** peek's goroutines take the lock at another time, and others use the map after them. */
const byLuck = [handOver(put, peek, 'lock'), handOver(peek, put, 'unknown')]

function gapsOf(uses: readonly MapUse[], handOvers: readonly HandOver[]): readonly string[] {
  const { guardGaps } = groupRaces([observing(shared(uses, handOvers))], origin)
  return guardGaps.flatMap(({ guard, places }) => places.map(({ stack: [frame] }) => `${guard.held}/${guard.of} ${guard.lock} not at line ${frame?.line}`))
}

describe('a place without the guard', () => {
  test('that only luck orders is warned of', () => {
    expect(gapsOf([...guarded, use(peek, 2)], byLuck)).toEqual(['990/992 Config.mu not at line 8'])
  })

  test.each([{ unobserved: 1 }, { untracked: 1 }, { budget: { limit: 200, maps: 1, synchronisation: 1, skipped: 1, sampling: 'by site', rested: 0 } } as const])(
    'may be well ordered by what found no room, or was not looked at (%j)',
    (header) => {
      const stream = observing(shared([...guarded, use(peek, 2)], byLuck))
      expect(groupRaces([{ ...stream, header: { ...stream.header, ...header } }], origin).guardGaps).toEqual([])
    },
  )

  test('of whose order nothing is known is warned of when it was used while another goroutine held the guard, and at other times', () => {
    const whileHeld = handOver(put, peek, 'unknown', { at: put.stack, lock: 'Config.mu', count: 2 })
    const after = handOver(peek, put, 'unknown')
    expect(gapsOf([...guarded, use(peek, 5)], [whileHeld, after])).toEqual(['990/995 Config.mu not at line 8'])
    // It is always called by whoever holds the guard, it seems.
    expect(gapsOf([...guarded, use(peek, 2)], [whileHeld, after])).toEqual([])
    expect(gapsOf([...guarded, use(peek, 5)], [handOver(put, peek, 'unknown'), after])).toEqual([])
    expect(gapsOf([...guarded, use(peek, 5)], [handOver(put, peek, 'unknown', { at: put.stack, lock: 'log.mu' }), after])).toEqual([])
    expect(gapsOf([...guarded, use(peek, 5)], [whileHeld])).toEqual([])
  })

  test('is named by a finding instead when it raced', () => {
    const stream = { ...observing(shared([...guarded, use(peek, 2)], byLuck)), races: [race(access('read', 'peek.go:8'), access('write', 'put.go:31'))] }
    expect(groupRaces([stream], origin)).toMatchObject({ findings: [{ rule: 'map-race' }], guardGaps: [] })
  })

  test.each(['go statement', 'channel', 'WaitGroup', 'once', 'atomic', 'other'] as const)('that a %s orders is meant so', (by) => {
    expect(gapsOf([...guarded, use(peek, 2)], [...byLuck, handOver(put, peek, by)])).toEqual([])
    expect(gapsOf([...guarded, use(peek, 2)], [...byLuck, handOver(peek, put, by)])).toEqual([])
  })

  test('after which nobody uses the map is that of its new owner: it was swapped for another, or all have ended', () => {
    expect(gapsOf([...guarded, use(peek, 2)], [handOver(put, peek, 'lock')])).toEqual([])
  })

  test('that another lock orders may be guarded by that', () => {
    expect(gapsOf([...guarded, use(peek, 2)], [handOver(put, peek, 'lock', { lock: 'log.mu' }), handOver(peek, put, 'unknown')])).toEqual([])
    const both = [use(get, 900, [held('Config.mu', 'read')], 12), use(put, 90, [held('Config.mu'), held('App.mu')])]
    expect(gapsOf([...both, use(peek, 2, [held('App.mu')])], byLuck)).toEqual([])
  })

  test('is no danger to a map that nobody modifies, and to the only goroutine that does', () => {
    const readOnly = [use(get, 990, [held('Config.mu', 'read')], 12)]
    expect(gapsOf([...readOnly, use(peek, 2)], [handOver(get, peek, 'lock'), handOver(peek, get, 'unknown')])).toEqual([])
    const ownPeek = at('read', 'peek.go:8', 'main.go:6')
    const own = [handOver(get, ownPeek, 'lock'), handOver(ownPeek, get, 'lock')]
    expect(gapsOf([...guarded, use(ownPeek, 2)], own)).toEqual([])
  })

  test('is no line that sometimes holds it, and none of a dependency', () => {
    expect(gapsOf([...guarded, use(peek, 2), use(peek, 3, [held('Config.mu', 'read')])], byLuck)).toEqual([])
    const foreign = { ...peek, stack: [{ function: 'example.com/lib.Peek', file: '/go/pkg/mod/example.com/lib@v1.0.0/lib.go', line: 8 }] }
    expect(gapsOf([...guarded, use(foreign, 2)], [handOver(put, foreign, 'lock'), handOver(foreign, put, 'unknown')])).toEqual([])
  })

  test('says nothing when the guard is in doubt: too few accesses hold it, or too many places lack it', () => {
    expect(gapsOf([use(get, 80, [held('Config.mu', 'read')], 12), use(put, 10, [held('Config.mu')]), use(peek, 2)], byLuck)).toEqual([])
    expect(gapsOf([...guarded, use(peek, 60)], byLuck)).toEqual([])
    const places = [1, 2, 3, 4, 5, 6].map((line) => at('read', `peek.go:${line}`))
    const all = places.flatMap((place) => [handOver(put, place, 'lock'), handOver(place, put, 'unknown')])
    expect(gapsOf([...guarded, ...places.map((place) => use(place, 1))], all)).toEqual([])
    expect(gapsOf([...guarded, ...places.slice(1).map((place) => use(place, 1))], all)).toHaveLength(5)
  })
})
