import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { describeExchanges } from '../../src/analysis/exchanges.ts'
import type { Exchange, Place } from '../../src/model/observation.ts'
import { origin } from './races.ts'
import { at, held, shared, use } from './shared.ts'

const get = at('read', 'get.go:17')
const put = at('write', 'put.go:31', 'main.go:6')

/** The sentences about one map whose goroutines take it from each other so often. */
function said(exchanges: readonly Exchange[], uses = [use(get, 9, [], 2), use(put, 5)], named: Parameters<typeof describeExchanges>[1] = []): readonly string[] {
  return describeExchanges([{ ...shared(uses), exchanges }], named, origin)
}

function exchange(from: Place, to: Place, count = 4): Exchange {
  return { from, to, count }
}

describe('a map that changes hands', () => {
  test('is told of in one sentence, with who used it', () => {
    expect(said([exchange(put, get, 4)])).toEqual([
      'c.data (field data of *Config, map[string]int) changes hands without a lock that keeps its users apart: 4 times one took it back from another, ' +
        'with 5 writes and 9 reads seen, in samples. It was used by 2 goroutines started at main.go:5 by main, which read it at get.go:17; ' +
        'the goroutine started at main.go:6 by main, which writes it at put.go:31. If it is handed over by a channel, a WaitGroup or an atomic, ' +
        'or by a lock given back before its use, that is right: this mode does not see it.',
    ])
  })

  test('less than four times is one that is filled and used', () => {
    expect(said([exchange(put, get, 3)])).toEqual([])
    expect(said([exchange(put, get, 3), exchange(get, put, 1)])).toHaveLength(1)
  })

  test('is not told of when that was not asked for', () => {
    expect(describeExchanges([shared([use(get, 9), use(put, 9)])], [], origin)).toEqual([])
  })

  test('is one of several, each with a sentence of its own', () => {
    const maps = [exchange(put, get, 4), exchange(put, get, 3), exchange(put, get, 5)].map((one, index) => ({ ...shared([], [], { expression: `m${index}` }), exchanges: [one] }))
    expect(describeExchanges(maps, [], origin).map((sentence) => sentence.slice(0, 2))).toEqual(['m0', 'm2'])
  })
})

describe('lines that are named elsewhere', () => {
  test.each([['from it', put], ['to it', get]])('are left out, with what goes %s', (_title, named) => {
    expect(said([exchange(put, get, 4)], undefined, [named])).toEqual([])
  })

  test('are known by whoever is there, and by what is done', () => {
    expect(said([exchange(put, get)], undefined, [at('write', 'put.go:31', 'other.go:1')])).toEqual([])
    expect(said([exchange(put, get)], undefined, [at('read', 'put.go:31'), at('write', 'put.go:32')])).toHaveLength(1)
  })

  test('leave the exchanges of other lines, if they are enough', () => {
    const drop = at('delete', 'drop.go:8', 'main.go:7')
    expect(said([exchange(put, get, 4), exchange(drop, get, 3)], undefined, [put])).toEqual([])
    const [sentence] = said([exchange(put, get, 9), exchange(drop, get, 4)], undefined, [put])
    expect(sentence).toContain(': 4 times one took it back')
    expect(sentence).not.toContain('put.go')
  })
})

describe('what was seen', () => {
  const seen = (...uses: Parameters<typeof shared>[0]): string => /with (.*?) seen.* used by (.*?), which/.exec(said([exchange(put, get)], [...uses])[0] ?? '')?.slice(1).join(' by ') ?? ''

  test('is what was done at these places under whatever locks, by as many goroutines as at once', () => {
    const alike = use(at('read', 'other.go:1'), 70)
    const other = use(at('read', 'get.go:17', 'other.go:1'), 70, [], 9)
    expect(seen(use(get, 1, [], 2), use(get, 2, [held('Config.mu')], 3), use(get, 3), use(put, 4), alike, other)).toBe('4 writes and 6 reads by 3 goroutines started at main.go:5 by main')
  })

  test('can be one of each', () => {
    expect(seen(use(get, 1), use(put, 1))).toBe('1 write and 1 read by the goroutine started at main.go:5 by main')
  })

  test('can be nothing, when that was dropped', () => {
    expect(seen()).toBe('0 writes and 0 reads by the goroutine started at main.go:5 by main')
  })

  test('is not more than can be counted', () => {
    const [sentence] = said([exchange(put, get, Number.MAX_SAFE_INTEGER), exchange(get, put, Number.MAX_SAFE_INTEGER)])
    expect(sentence).toContain(`: ${Number.MAX_SAFE_INTEGER} times`)
  })

  test('is done by somebody whose name is not known', () => {
    const { goroutine: _, ...nameless } = get
    expect(said([exchange(put, nameless)], [])[0]).toContain('by another goroutine, which reads it at get.go:17;')
  })
})

describe('places', () => {
  const writeAt = (line: number): Place => at('write', `w.go:${line}`)
  const named = (sentence = ''): readonly string[] => Array.from(sentence.matchAll(/w\.go:(\d+)/g), ([, line = '']) => line)

  test('that take part most come first, then in their order', () => {
    const [sentence] = said([exchange(writeAt(30), writeAt(10), 1), exchange(writeAt(20), writeAt(30), 2), exchange(writeAt(40), writeAt(30), 1)], [])
    expect(named(sentence)).toEqual(['30', '20', '10', '40'])
    expect(sentence).not.toContain('more')
  })

  test.each([[5, '; and at 1 more place. '], [7, '; and at 3 more places. ']])('are four of %i', (count, rest) => {
    const all = Array.from({ length: count }, (_, index) => exchange(put, writeAt(index + 10), 10 - index))
    const [sentence] = said(all.slice(0, count - 1), [])
    expect(sentence).toContain(rest)
    expect(named(sentence)).toEqual(['10', '11', '12'])
  })
})

test('a sentence says how often, and is the same in whatever order exchanges are recorded', () => {
  const place = fc.nat(6).map((line) => at('write', `w.go:${line + 10}`))
  const some = fc.array(fc.record({ from: place, to: place, count: fc.integer({ min: 1, max: 5 }) }), { minLength: 1, maxLength: 8 })
  const shuffled = some.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })))
  fc.assert(fc.property(shuffled, ([all, others]) => {
    const [sentence] = said(all, [])
    const times = all.reduce((sum, { count }) => sum + count, 0)
    const places = new Set(all.flatMap(({ from, to }) => [from.stack[0]?.line, to.stack[0]?.line])).size
    expect(sentence !== undefined).toBe(times >= 4)
    if (sentence === undefined) return
    expect(sentence).toContain(`: ${times} times one took`)
    expect(sentence.split('which writes it at').length - 1).toBe(Math.min(places, 4))
    expect(/at (\d+) more/.exec(sentence)?.[1]).toBe(places > 4 ? String(places - 4) : undefined)
    expect(said(others, [])).toEqual([sentence])
  }))
})
