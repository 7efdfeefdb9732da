import type { Measurements } from './benchmark-output.ts'
import type { Row } from './row.ts'
import type { Variant } from './variants.ts'
import type { Workshop } from './workshop.ts'

/** Measures one variant once. */
export type Measure = (variant: Variant) => Promise<Measurements>

/** What is built in all variants, and run by turns. */
export interface Program {
  readonly name: string
  readonly rows: readonly Row[]
  readonly prepare: (workshop: Workshop) => Promise<Measure>
}

/** A table of its own. */
export interface Section {
  readonly title: string
  readonly programs: readonly Program[]
  /** The label of a last row: the geometric mean of all others, when those are factors. */
  readonly mean?: string
}

/** Of what takes long: each variant in its first round only. */
export function once(measure: Measure): Measure {
  const done = new Set<Variant>()
  return async (variant) => {
    if (done.has(variant)) return new Map()
    done.add(variant)
    return measure(variant)
  }
}
