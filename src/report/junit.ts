/** JUnit XML as Jenkins, GitLab and others read it: each race is a test that failed. */
import Builder from 'fast-xml-builder'
import type { Finding } from '../model/finding.ts'
import { packageOf } from '../model/origin.ts'
import type { Report } from '../model/report.ts'
import { raceNoun } from '../model/rule.ts'
import { countedFindings, type Suppression } from '../model/suppression.ts'
import { findingsInFull } from './excerpts.ts'
import { describeGuardGap } from './guard-gap.ts'
import { sidesOf, summaryOf } from './sides.ts'
import { renderFinding } from './terminal/finding.ts'
import { openPage, type Page } from './terminal/page.ts'
import { plural, printable } from './text.ts'

const builder = new Builder({ ignoreAttributes: false, attributeNamePrefix: '@', format: true, suppressEmptyNode: true })

const textWidth = 100

/** The attributes and children of an element; an attribute's name begins with `@`. */
interface Element {
  readonly [name: string]: string | number | Element
}

export function* renderJunit(report: Report): Generator<string> {
  const page = openPage(report, { colour: false, width: textWidth })
  const { findings, run, warnings, guardGaps, unusedSuppressions } = report
  const counted = countedFindings(report)
  const counts = attributes({ tests: Math.max(findings.length, 1), failures: counted.length, errors: 0 })
  const skipped = attributes({ skipped: findings.length - counted.length })
  const subject = raceNoun[run.detector ?? 'mapsan']
  const suite = attributes({ name: report.lint === undefined ? `${subject}s` : 'lint', timestamp: run.startedAt.replace(/(\.\d+)?Z$/, ''), time: seconds(report) })

  yield `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="mapsan"${counts}>\n<testsuite${suite}${counts}${skipped}>\n`
  let number = 0
  for (const finding of findings) {
    if (finding.suppression === undefined) number++
    yield xml({ testcase: testcase(finding, { number, total: counted.length }, page) })
  }
  if (findings.length === 0) yield xml({ testcase: { '@name': report.lint === undefined ? `no ${subject} found` : 'nothing found', '@classname': 'mapsan' } })
  const notes = [...warnings, ...guardGaps.map((gap) => describeGuardGap(gap, run)), ...unusedSuppressions].map(printable)
  if (notes.length > 0) yield xml({ 'system-err': characters(notes.join('\n')) })
  yield '</testsuite>\n</testsuites>\n'
}

function testcase(finding: Finding, { number, total }: { readonly number: number; readonly total: number }, page: Page): Element {
  const [{ frame, place }] = sidesOf(finding, page.origin)
  const name = {
    '@name': characters(printable(`${finding.id} ${summaryOf(finding)}`)),
    '@classname': characters(printable(packageOf(frame?.function ?? '') || 'unknown')),
    ...(frame && { '@file': characters(place.slice(0, place.lastIndexOf(':'))), '@line': frame.line }),
  }
  if (finding.suppression) return { ...name, skipped: { '@message': characters(describeSuppression(finding.suppression)) } }
  const message = { '@message': characters(printable(finding.message)), '@type': finding.rule }
  if (number > findingsInFull) return { ...name, failure: { ...message, '#text': finding.lint === undefined ? `Seen ${plural(finding.count, 'time')}.` : `At ${place}.` } }
  return { ...name, failure: { ...message, '#text': characters(renderFinding(finding, `${number}/${total}`, page).join('\n')) } }
}

function describeSuppression(suppression: Suppression): string {
  if (suppression.kind === 'baseline') return `in the baseline ${printable(suppression.file)}`
  return `${printable(suppression.reason)} (${printable(suppression.file)}:${suppression.line})`
}

function seconds({ run: { startedAt, finishedAt } }: Report): string {
  return finishedAt === null ? '0' : ((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000).toFixed(3)
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values).map(([name, value]) => ` ${name}="${value}"`).join('')
}

function xml(element: Element): string {
  return builder.build(element)
}

/** What XML 1.0 cannot hold, not even escaped; `printable` has dealt with most of it. */
function characters(text: string): string {
  if (ascii.test(text)) return text
  return text.replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\ufffd')
}

/** Nearly all texts, in which nothing has to be looked for. */
const ascii = /^[\t\n\r -~]*$/
