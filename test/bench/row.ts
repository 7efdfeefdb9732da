import { estimate, type Estimate } from './statistics.ts'
import type { PerVariant, Variant } from './variants.ts'

/** How a variant is set against the plain program. */
const comparisons = {
  factor: (value, plain) => value / plain,
  difference: (value, plain) => value - plain,
  itself: (value) => value,
} as const satisfies Record<string, (value: number, plain: number) => number>

export type Comparison = keyof typeof comparisons
export type Unit = 'nanoseconds' | 'bytes' | 'per second' | 'ratio'

export interface Target {
  readonly sense: 'at most' | 'at least'
  readonly limit: number
}

/** A line of the table. */
export interface Row {
  readonly label: string
  /** Name and unit of the measurement that it is about. */
  readonly measurement: string
  readonly unit: Unit
  readonly comparison: Comparison
  readonly target?: Target
}

/** One value for each round; undefined where there is none. */
export type Samples = PerVariant<readonly (number | undefined)[]>

/** A variant against plain, round by round: what disturbs a round disturbs both of its runs, and falls out. */
export function compare({ comparison }: Row, samples: Samples, variant: Variant): Estimate | undefined {
  const values = samples[variant].flatMap((value, round) => {
    const plain = samples.plain[round]
    return value === undefined || plain === undefined ? [] : [comparisons[comparison](value, plain)]
  })
  return values.length === 0 ? undefined : estimate(values)
}

export type Verdict = 'met' | 'missed' | 'open'

/** Open when the limit lies within the interval: then more rounds, or a quieter machine, have to tell. */
export function judge({ sense, limit }: Target, { low, high }: Estimate): Verdict {
  const [within, beyond] = sense === 'at most' ? [high <= limit, low > limit] : [low >= limit, high < limit]
  if (within) return 'met'
  return beyond ? 'missed' : 'open'
}
