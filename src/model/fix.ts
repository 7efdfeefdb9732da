import type { Finding } from './finding.ts'
import type { FindingRule } from './rule.ts'

/** In how many runs something was reported. */
export interface Seen {
  readonly in: number
  readonly of: number
}

/** What became of the findings about one variable. */
export interface FixResult {
  /** `s.prices (field prices of *shop)` */
  readonly subject: string
  readonly findings: readonly Finding[]
  /** What was done; absent when nothing can be done safely. */
  readonly fix?: { readonly title: string; readonly reason: string; readonly notes: readonly string[]; readonly diff: string }
  /** What else was considered, and why it was not done. */
  readonly alternatives: readonly { readonly title: string; readonly why: string }[]
  readonly verdict: FixVerdict
}

export type FixVerdict =
  /** `ending` is how the programs and tests ended, in words; `rule` found it before and does not any more. */
  | { readonly kind: 'verified'; readonly before: Seen; readonly after: Seen; readonly ending: string; readonly rule?: FindingRule }
  | { readonly kind: 'failed'; readonly why: string; readonly before?: Seen; readonly after?: Seen }
  /** There is no fix that is safe. */
  | { readonly kind: 'explained'; readonly why: string }

export function isMended({ verdict }: Pick<FixResult, 'verdict'>): boolean {
  return verdict.kind === 'verified'
}
