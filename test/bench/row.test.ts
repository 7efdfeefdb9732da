import { describe, expect, test } from 'vitest'
import { compare, judge, type Row } from './row.ts'

const row: Row = { label: 'atomic add', measurement: 'AtomicAdd ns/op', unit: 'nanoseconds', comparison: 'factor' }

describe('comparing with the plain program', () => {
  test('goes round by round: a round in which all is slow changes nothing', () => {
    const samples = { plain: [2, 20, 4], mapsan: [4, 40, 8], race: [60, 600, 120] }
    expect(compare(row, samples, 'mapsan')).toEqual({ median: 2, low: 2, high: 2 })
    expect(compare(row, samples, 'race')?.median).toBe(30)
  })

  test('leaves out rounds in which one of the two failed', () => {
    const samples = { plain: [1, undefined, 1], mapsan: [3, 9, undefined], race: [undefined, undefined, undefined] }
    expect(compare(row, samples, 'mapsan')).toEqual({ median: 3, low: 3, high: 3 })
    expect(compare(row, samples, 'race')).toBeUndefined()
  })

  test('can be by difference', () => {
    const samples = { plain: [100, 110], mapsan: [150, 160], race: [] }
    expect(compare({ ...row, comparison: 'difference' }, samples, 'mapsan')?.median).toBe(50)
  })
})

describe('a target', () => {
  const atMost = { sense: 'at most', limit: 2 } as const
  const atLeast = { sense: 'at least', limit: 0.85 } as const

  test.each([
    { target: atMost, low: 1.5, high: 2, verdict: 'met' },
    { target: atMost, low: 1.9, high: 2.1, verdict: 'open' },
    { target: atMost, low: 2.1, high: 2.5, verdict: 'missed' },
    { target: atLeast, low: 0.85, high: 0.9, verdict: 'met' },
    { target: atLeast, low: 0.8, high: 0.9, verdict: 'open' },
    { target: atLeast, low: 0.7, high: 0.8, verdict: 'missed' },
  ] as const)('of $target.sense $target.limit is $verdict from $low to $high', ({ target, low, high, verdict }) => {
    expect(judge(target, { low, high, median: (low + high) / 2 })).toBe(verdict)
  })
})
