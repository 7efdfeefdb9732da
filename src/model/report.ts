import type { Finding } from './finding.ts'
import type { LintCoverage } from './lint.ts'
import type { GuardGap, SharedMaps } from './observation.ts'
import type { ProgramOrigin } from './origin.ts'
import type { RuleText } from './rule-text.ts'
import type { SuppressionOutcome } from './suppression.ts'

export type RunStatus = 'running' | 'clean' | 'findings' | 'failed'

/** One process that MapSan started: how it was called and how it ended. */
export interface FinishedCommand {
  readonly command: readonly string[]
  /** Null when a signal ended it, or when it never started. */
  readonly exitCode: number | null
  readonly signal: string | null
}

/** What a report says about the run that it comes from. */
export interface RunSummary extends ProgramOrigin {
  /** MapSan's version. */
  readonly mapsan: string
  /** Absent when that is MapSan's own engine. */
  readonly detector?: 'race'
  /** Written by the program itself, with the hooks of `mapsan instrument`. */
  readonly portable?: true
  /** MapSan's own command line. */
  readonly command: readonly string[]
  readonly cwd: string
  readonly go: { readonly version: string; readonly os: string; readonly arch: string }
  readonly commands: readonly FinishedCommand[]
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly finishedAt: string | null
  readonly status: RunStatus
}

/** Everything that the event streams of a run say, merged. */
export interface Analysis {
  /** The worst first. */
  readonly findings: readonly Finding[]
  readonly coverage: {
    /** Processes that left a stream. */
    readonly processes: number
    /** The most goroutines that used maps at once in one process. */
    readonly goroutines: number
  }
  readonly dropped: number
  readonly untracked: number
  /** The maps that more than one goroutine used, those used most first; absent when that was not observed. */
  readonly sharedMaps?: readonly SharedMaps[]
  /** Warnings about places that use a guarded map without its guard; never of places that a finding names. */
  readonly guardGaps: readonly GuardGap[]
  /** Sentences about what may be missing from the findings, and about what only looks as if it were one. */
  readonly warnings: readonly string[]
}

/** Consecutive source lines around one line that a report quotes. */
export interface Excerpt {
  readonly file: string
  /** The quoted line; counts from 1. */
  readonly line: number
  /** The number of `lines[0]`. */
  readonly firstLine: number
  readonly lines: readonly string[]
  /** There are no lines, because the file had changed when they were to be read: it is not what the program was built from. */
  readonly changed?: true
}

/** All that a renderer may look at. */
export interface Report extends Analysis, SuppressionOutcome {
  readonly run: RunSummary
  readonly excerpts: readonly Excerpt[]
  /** What was looked at by lint rules; absent for a run. */
  readonly lint?: LintCoverage
  /** The texts of lint rules, by id: those that were in force. */
  readonly lintRules?: Readonly<Record<string, RuleText>>
}
