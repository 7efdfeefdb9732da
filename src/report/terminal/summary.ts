import type { Finding } from '../../model/finding.ts'
import type { LintCoverage } from '../../model/lint.ts'
import type { Report } from '../../model/report.ts'
import { describeCount, nounOf, raceNoun } from '../../model/rule.ts'
import { countedFindings } from '../../model/suppression.ts'
import { describeGuardGap, describeSampling } from '../guard-gap.ts'
import { grouped, plural, printable, wrap } from '../text.ts'
import type { Page } from './page.ts'

/** The last lines: what was found, what was looked at, what may be missing. */
export function renderSummary(report: Report, page: Page): string[] {
  const { paint, width } = page
  const result = wrap(printable(describeResult(report)), width)
  const found = countedFindings(report).length > 0
  const isClean = !found && report.warnings.length + report.guardGaps.length === 0
  const colour = found ? paint.red : isClean ? paint.green : paint.yellow
  return [
    ...warningsOf(report).flatMap((warning) => wrap(`warning: ${printable(warning)}`, width).map((line) => paint.yellow(line))),
    ...report.guardGaps.flatMap((gap) => wrap(`warning: ${describeGuardGap(gap, report.run)}`, width).map((line) => paint.yellow(line))),
    ...report.unusedSuppressions.flatMap((sentence) => wrap(printable(sentence), width).map((line) => paint.yellow(line))),
    ...result.map((line) => colour(paint.bold(line))),
    ...describeCounts(report).flatMap((sentence) => wrap(sentence, width)),
    ...describeSuppressed(report).flatMap((sentence) => wrap(printable(sentence), width)),
  ]
}

/** What the numbers of accesses are, when there are any. */
export function describeCounts(report: Report): string[] {
  const counted = report.guardGaps.length > 0 || countedFindings(report).some(({ guard }) => guard !== undefined)
  return counted ? [describeSampling(report.run)] : []
}

/** How many findings do not count, and why. */
export function describeSuppressed({ findings }: Report): string[] {
  const suppressed = findings.filter(({ suppression }) => suppression !== undefined)
  const suppressions = suppressed.map(({ suppression }) => suppression).filter((one) => one !== undefined)
  if (suppressions.length === 0) return []
  const kinds = { comment: 'by a comment', config: 'by mapsan.json', baseline: 'by the baseline' } as const
  const counts = Object.entries(kinds).map(([kind, by]) => ({ by, count: suppressions.filter((one) => one.kind === kind).length }))
  const parts = counts.filter(({ count }) => count > 0).map(({ by, count }) => `${grouped(count)} ${by}`)
  return [`${plural(suppressions.length, nounOf(suppressed))} suppressed: ${parts.join(', ')}.`]
}

export function describeResult(report: Report): string {
  const { coverage, run } = report
  const findings = countedFindings(report)
  if (report.lint !== undefined) return describeLint(findings, report.lint)
  const { processes, goroutines } = coverage
  const go = `${run.go.version} ${run.go.os}/${run.go.arch}`
  if (run.detector === 'race' && findings.length === 0) return `No ${raceNoun.race} found by the race detector (${go}).`
  const by = run.detector === 'race' ? ' by the race detector' : ''
  const where = `${plural(processes, 'process', 'processes')} (${go})`
  if (findings.length === 0) {
    const used = goroutines > 0 ? `, up to ${plural(goroutines, 'goroutine')} using maps at once` : ''
    return `No map race found in ${where}${used}.`
  }
  const fatal = findings.filter((finding) => finding.fatal).length
  const count = findings.reduce((total, finding) => total + finding.count, 0)
  const seen = count === 1 ? 'once' : `${grouped(Math.min(count, Number.MAX_SAFE_INTEGER))} times in all`
  const deadly = fatal > 0 ? ` ${grouped(fatal)} of them ${fatal === 1 ? 'was' : 'were'} fatal.` : ''
  return `${describeCount(findings, grouped)} found${by} in ${where}, seen ${seen}.${deadly}`
}

/** What rules found, and in how much. */
function describeLint(findings: readonly Finding[], { files, lines, rules }: LintCoverage): string {
  const where = `${plural(files, 'file')} (${plural(lines, 'line')}) by ${plural(rules, 'rule')}`
  if (findings.length === 0) return `Nothing found in ${where}.`
  const errors = findings.filter(({ lint }) => lint?.severity === 'error').length
  const seen = findings.filter(({ lint }) => lint?.seen !== undefined).length
  const lesser = findings.length - errors
  const parts = [...(errors > 0 ? [plural(errors, 'error')] : []), ...(lesser > 0 ? [plural(lesser, 'warning')] : [])]
  return `${parts.join(' and ')} found in ${where}.${seen > 0 ? ` ${grouped(seen)} seen in the run.` : ''}`
}

export function warningsOf({ run, warnings }: Report): string[] {
  const unfinished = run.status === 'running' ? ['MapSan was ended before the run was over; this is what was recorded until then.'] : []
  return [...unfinished, ...warnings]
}
