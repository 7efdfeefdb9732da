import type { Report } from '../model/report.ts'
import { countedFindings } from '../model/suppression.ts'
import type { Format } from '../report/registry.ts'

/** What makes MapSan's exit code 1, from the least to the most: each includes those before it. */
export const failOnLevels = ['never', 'fatal', 'finding', 'warning'] as const
export type FailOn = (typeof failOnLevels)[number]

/** How a run is judged and written down. */
export interface ReportingOptions {
  /** The run folder; made up in the cache when absent. */
  readonly out?: string
  /** Reports that are written into the run folder besides report.txt and report.json, which are always there. */
  readonly formats: readonly Format[]
  readonly failOn: FailOn
  /** A file whose findings do not count. */
  readonly baseline?: string
}

/** Suppressed findings never fail. */
export function fails(report: Report, failOn: FailOn): boolean {
  const counted = countedFindings(report)
  const verdicts: Readonly<Record<FailOn, boolean>> = {
    never: false,
    fatal: counted.some(({ fatal }) => fatal),
    // What a lint rule calls a warning is one.
    finding: counted.some(({ lint }) => lint === undefined || lint.severity === 'error'),
    warning: counted.length + report.warnings.length + report.guardGaps.length + report.unusedSuppressions.length > 0,
  }
  return verdicts[failOn]
}
