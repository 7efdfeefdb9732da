/** How much a lint finding weighs: an error makes the exit code 1, what is less does so with `--fail-on warning` only. */
export const severities = ['error', 'warning', 'note'] as const
export type Severity = (typeof severities)[number]

/** What a finding of a lint rule says besides its place. */
export interface LintMatch {
  readonly severity: Severity
  /** What one finding of the rule is, in a heading. */
  readonly title: string
  /** What to change. */
  readonly advice: string
  readonly cwe?: number
  /** The findings of a run at one of these places: what the rule suspects has really happened. */
  readonly seen?: readonly SeenInRun[]
}

export interface SeenInRun {
  readonly id: string
  readonly rule: string
  readonly count: number
}

/** What a lint looked at. */
export interface LintCoverage {
  readonly files: number
  readonly lines: number
  readonly rules: number
}
