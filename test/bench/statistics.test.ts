import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { estimate, geometricMean, median } from './statistics.ts'

function upTo(n: number): number[] {
  return Array.from({ length: n }, (_, index) => index + 1)
}

test('the median of an even number of values lies between the two in the middle', () => {
  expect(median([10, 9, 1, 2])).toBe(5.5)
  expect(median([3, 100, 1])).toBe(3)
})

test('the geometric mean of a factor and its inverse is one', () => {
  expect(geometricMean([8, 1 / 8])).toBeCloseTo(1)
  expect(geometricMean([2, 8])).toBeCloseTo(4)
})

describe('the interval of the median', () => {
  /** Ranks from tables of the distribution-free confidence interval for a median, at 95 %. */
  test.each([
    { rounds: 5, low: 1, high: 5 },
    { rounds: 6, low: 1, high: 6 },
    { rounds: 8, low: 1, high: 8 },
    { rounds: 9, low: 2, high: 8 },
    { rounds: 10, low: 2, high: 9 },
    { rounds: 11, low: 2, high: 10 },
    { rounds: 12, low: 3, high: 10 },
    { rounds: 20, low: 6, high: 15 },
    { rounds: 100, low: 40, high: 61 },
  ])('of $rounds values goes from number $low to number $high', ({ rounds, low, high }) => {
    expect(estimate(upTo(rounds))).toMatchObject({ low, high })
  })

  test('holds the median, and does not depend on the order of the values', () => {
    // Adding zero makes -0 of a value 0: equal values in another order could otherwise differ by their sign.
    const value = fc.double({ noNaN: true, min: -1e9, max: 1e9 }).map((double) => double + 0)
    fc.assert(fc.property(fc.array(value, { minLength: 1 }), (values) => {
      const { low, median, high } = estimate(values)
      expect(low).toBeLessThanOrEqual(median)
      expect(high).toBeGreaterThanOrEqual(median)
      expect(estimate(values.toReversed())).toEqual({ low, median, high })
    }))
  })

  test('holds the true median in at least 95 of 100 experiments', () => {
    let seed = 1
    const uniform = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647
    const experiments = 4000
    const hits = upTo(experiments).filter(() => {
      const { low, high } = estimate(Array.from({ length: 10 }, uniform))
      return low <= 0.5 && 0.5 <= high
    })
    expect(hits.length / experiments).toBeGreaterThan(0.95)
  })
})
