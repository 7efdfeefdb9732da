import type { Samples } from './row.ts'
import type { Program } from './section.ts'
import { variants, type PerVariant } from './variants.ts'
import type { Workshop } from './workshop.ts'

export interface RoundsRequest {
  readonly programs: readonly Program[]
  readonly rounds: number
  readonly workshop: Workshop
  readonly tell: (what: string) => void
}

export interface Results {
  /** By measurement. */
  readonly samples: ReadonlyMap<string, Samples>
  /** What could not be built or measured, and why. */
  readonly problems: readonly string[]
}

/** Builds every program, then runs all of them in each round; of each its variants directly after one another. */
export async function runRounds({ programs, rounds, workshop, tell }: RoundsRequest): Promise<Results> {
  const table = new SampleTable()
  const problems: string[] = []
  const attempt = async <T>(what: string, work: () => Promise<T>): Promise<T | undefined> => {
    tell(what)
    try {
      return await work()
    } catch (error) {
      problems.push(`${what}: ${error instanceof Error ? error.message : String(error)}`)
      return undefined
    }
  }

  const prepared = []
  for (const program of programs) {
    const measure = await attempt(`building ${program.name}`, () => program.prepare(workshop))
    if (measure !== undefined) prepared.push({ name: program.name, measure })
  }
  for (let round = 0; round < rounds; round++) {
    for (const { name, measure } of prepared) {
      for (const variant of inTurn(round)) {
        const measured = await attempt(`round ${round + 1} of ${rounds}: ${name}, ${variant}`, () => measure(variant))
        for (const [measurement, value] of measured ?? []) table.of(measurement)[variant][round] = value
      }
    }
  }
  return { samples: table.samples, problems }
}

/** Another variant begins each round: what runs second may find a warmer or a busier machine. */
function inTurn(round: number): readonly (typeof variants)[number][] {
  return variants.map((_, index) => variants[(index + round) % variants.length] ?? 'plain')
}

class SampleTable {
  readonly samples = new Map<string, PerVariant<(number | undefined)[]>>()

  of(measurement: string): PerVariant<(number | undefined)[]> {
    const known = this.samples.get(measurement)
    if (known !== undefined) return known
    const added = { plain: [], mapsan: [], race: [] }
    this.samples.set(measurement, added)
    return added
  }
}
