/** The report for whoever is on call: the worst race first, all of one race on one screen, the sum at the end. */
import type { Report } from '../model/report.ts'
import { nounOf } from '../model/rule.ts'
import { countedFindings } from '../model/suppression.ts'
import { findingsInFull } from './excerpts.ts'
import { renderBriefly, renderFinding } from './terminal/finding.ts'
import { openPage } from './terminal/page.ts'
import { renderSummary } from './terminal/summary.ts'
import { plural } from './text.ts'

export function* renderTerminal(
  report: Report,
  options: { readonly colour: boolean; readonly width: number },
): Generator<string> {
  const page = openPage(report, options)
  const findings = countedFindings(report)
  const total = findings.length
  for (const [index, finding] of findings.slice(0, findingsInFull).entries()) {
    yield lines([...renderFinding(finding, `${index + 1}/${total}`, page), '', page.paint.dim('-'.repeat(page.width)), ''])
  }
  const rest = findings.slice(findingsInFull)
  if (rest.length > 0) {
    yield `${plural(rest.length, `more ${nounOf(rest)}`)}, in brief; the JSON report has both sides of each:\n\n`
    for (const finding of rest) yield lines(renderBriefly(finding, page))
    yield '\n'
  }
  yield lines(renderSummary(report, page))
}

function lines(texts: readonly string[]): string {
  return `${texts.join('\n')}\n`
}
