import type { Report } from '../model/report.ts'
import { countedFindings, type Suppressions } from '../model/suppression.ts'
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

/** Whether not every race that happens is to fail. */
export function judges({ ignores, baseline }: Suppressions, { failOn }: Pick<ReportingOptions, 'failOn'>): boolean {
  return ignores.length > 0 || baseline !== undefined || failOn === 'never' || failOn === 'fatal'
}

/** Suppressed findings never fail. A race whose report is torn fails as well: nobody can tell whether it is suppressed. */
export function fails(report: Report, failOn: FailOn): boolean {
  const counted = countedFindings(report)
  const torn = tornReports(report)
  const verdicts: Readonly<Record<FailOn, boolean>> = {
    never: false,
    fatal: counted.some(({ fatal }) => fatal),
    // What a lint rule calls a warning is one.
    finding: torn > 0 || counted.some(({ lint }) => lint === undefined || lint.severity === 'error'),
    warning: counted.length + torn + report.warnings.length + report.guardGaps.length + report.unusedSuppressions.length > 0,
  }
  return verdicts[failOn]
}

/** Races that the race detector of Go had begun to report when its process was killed. */
export function tornReports({ run, dropped }: Pick<Report, 'run' | 'dropped'>): number {
  return run.detector === 'race' ? dropped : 0
}
