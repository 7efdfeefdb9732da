import type { Access, Finding } from '../model/finding.ts'
import type { Guard } from '../model/observation.ts'
import type { GoSyntax } from '../syntax/go.ts'
import type { Edit } from './edit.ts'
import type { Import } from './import-packages.ts'
import type { AccessFacts, FileFacts, FunctionFacts, VariableFacts } from './facts.ts'

/** All that is known of one variable that holds a map, and of the findings about it. */
export interface Situation {
  readonly findings: readonly Finding[]
  readonly variable: VariableFacts
  /** The places of the findings. */
  readonly reported: readonly ReportedPlace[]
  /** The lock that nearly all accesses held. */
  readonly guard?: Guard
  readonly files: ReadonlyMap<string, FileFacts>
  readonly texts: ReadonlyMap<string, string>
  readonly syntax: GoSyntax
  /** A path as a reader wants it. */
  readonly show: (file: string, line: number) => string
}

/** One side of a finding, and what the source has there. */
export interface ReportedPlace {
  readonly access: Access
  readonly file: string
  readonly line: number
  /** The accesses of the variable on that line; none when the map is reached in another way. */
  readonly found: readonly { readonly fn: FunctionFacts; readonly access: AccessFacts }[]
}

export type Proposal =
  /** `rather` is why this is better than what else is possible and comes later, which otherwise changes more. */
  | { readonly kind: 'fix'; readonly edits: readonly Edit[]; readonly imports?: readonly Import[]; readonly reason: string; readonly notes: readonly string[]; readonly rather?: string }
  /** Why this strategy is none for the situation. */
  | { readonly kind: 'no'; readonly why: string }

/** A way to mend a race. Pure: facts and source text in, edits out. */
export interface Strategy {
  /** `take the existing lock` */
  readonly title: string
  /** Whether it is worth a word; it always is when absent. */
  readonly isFor?: (situation: Situation) => boolean
  readonly propose: (situation: Situation) => Proposal
}

export function no(why: string): Extract<Proposal, { readonly kind: 'no' }> {
  return { kind: 'no', why }
}
