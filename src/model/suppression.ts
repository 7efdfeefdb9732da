import type { Finding } from './finding.ts'
import type { FindingRule } from './rule.ts'

/** Which findings are meant. Lines count from 1; packages may end in `/...`, as for the go command. */
export type IgnoreTarget =
  | { readonly kind: 'line'; readonly line: number }
  | { readonly kind: 'function'; readonly name: string }
  | { readonly kind: 'package'; readonly pattern: string }

/** The user has looked at a race and lives with it. */
export interface Ignore {
  /** A comment in a Go source, or an entry of mapsan.json. */
  readonly kind: 'comment' | 'config'
  readonly rule: FindingRule
  readonly reason: string
  /** Where it is written. A line that is meant lies in the same file. */
  readonly file: string
  readonly line: number
  readonly target: IgnoreTarget
}

/** Findings that were there when the user began to count. */
export interface Baseline {
  readonly file: string
  readonly ids: readonly string[]
}

/** All that decides which findings do not count; kept in the run folder, so that a report needs no sources. */
export interface Suppressions {
  readonly ignores: readonly Ignore[]
  /** Sentences about comments that look like an ignore and are none. */
  readonly mistakes: readonly string[]
  readonly baseline?: Baseline
}

export const noSuppressions: Suppressions = { ignores: [], mistakes: [] }

/** Why one finding does not count. */
export type Suppression =
  | { readonly kind: 'comment' | 'config'; readonly reason: string; readonly file: string; readonly line: number }
  | { readonly kind: 'baseline'; readonly file: string }

/** What the suppressions of a run came to. */
export interface SuppressionOutcome {
  /** Sentences about those that matched nothing, and about mistakes in them. */
  readonly unusedSuppressions: readonly string[]
  /** The baseline that findings were compared with, if any. */
  readonly baseline?: string
}

/** The findings that are not suppressed. */
export function countedFindings({ findings }: { readonly findings: readonly Finding[] }): readonly Finding[] {
  return findings.filter(({ suppression }) => suppression === undefined)
}
