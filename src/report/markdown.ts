/** A comment of a pull request on GitHub, as long as one may be. */
import type { Report } from '../model/report.ts'
import { nounOf } from '../model/rule.ts'
import { countedFindings } from '../model/suppression.ts'
import { describeGuardGap } from './guard-gap.ts'
import { Budget, longestComment, reserve } from './markdown/budget.ts'
import { inline } from './markdown/escape.ts'
import { findingInBrief, findingInFull } from './markdown/finding.ts'
import { openPage } from './terminal/page.ts'
import { describeCounts, describeResult, describeSuppressed } from './terminal/summary.ts'
import { plural } from './text.ts'

/** Lets a script find the comment again, to write over it. */
const mark = '<!-- mapsan -->'

const stackWidth = 100

export function* renderMarkdown(report: Report): Generator<string> {
  const page = openPage(report, { colour: false, width: stackWidth })
  const findings = countedFindings(report)
  const head = [mark, '## MapSan', inline(describeResult(report)), ...describeSuppressed(report).map(inline), ...describeCounts(report).map(inline)].join('\n\n')
  const notes = [...report.warnings, ...report.guardGaps.map((gap) => describeGuardGap(gap, report.run)), ...report.unusedSuppressions].map((note) => `> ${inline(note)}\n`)
  const budget = new Budget(longestComment - reserve)

  yield budget.spend(`${head}\n`)
  const inFull = budget.take(findings, (finding) => `\n${findingInFull(finding, page)}\n`)
  yield* inFull
  const rest = findings.slice(inFull.length)
  // Once there is no room for the details of one, a line for each is more than the details of a later, smaller one.
  const inBrief = budget.take(rest, (finding, index) => `${index === 0 ? '\n' : ''}${findingInBrief(finding)}\n`)
  yield* inBrief
  const left = rest.length - inBrief.length
  if (left > 0) yield `\n${plural(left, `more ${nounOf(rest)}`)}, which a comment has no room for. The other formats have all of them.\n`
  const noted = budget.take(notes, (note, index) => (index === 0 ? `\n${note}` : note))
  yield* noted
  if (noted.length < notes.length) yield `\n${plural(notes.length - noted.length, 'more warning')}.\n`
}
