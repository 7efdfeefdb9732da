import type { Report } from '../../model/report.ts'
import { describeCount } from '../../model/rule.ts'
import { countedFindings } from '../../model/suppression.ts'
import { describeGuardGap } from '../guard-gap.ts'
import { describeResult, describeSuppressed, warningsOf } from '../terminal/summary.ts'
import { grouped } from '../text.ts'
import { html, type Markup } from './markup.ts'
import { anchors } from './page.ts'

/** For the tab of a browser: what was found, where. */
export function titleOf(report: Report): string {
  return `${result(report)}${where(report)} – MapSan`
}

/** The first screen: what was found, what is on the page, what may be missing. */
export function pageHead(report: Report): Markup {
  const notes = notesOf(report)
  return html`<a class="skip" href="#content">Skip to the report</a>
<header class="top"><span class="brand">MapSan</span>
<button type="button" id="theme" hidden></button></header>
<main id="content" tabindex="-1">
<div class="result ${verdict(report)}">
<h1>${result(report)}${where(report)}</h1>
<p>${describeResult(report)}</p>
${describeSuppressed(report).map((sentence) => html`<p>${sentence}</p>`)}
</div>
${contents(report, notes)}
${noteList(notes)}
`
}

function result(report: Report): string {
  if (report.lint !== undefined && countedFindings(report).length === 0) return 'Nothing found'
  const count = describeCount(countedFindings(report), grouped, report.run.detector)
  return count.charAt(0).toUpperCase() + count.slice(1)
}

function where({ run }: Report): string {
  const [modulePath] = run.modulePaths
  return modulePath === undefined ? '' : ` in ${modulePath}`
}

function verdict(report: Report): 'bad' | 'doubtful' | 'good' {
  if (countedFindings(report).length > 0) return 'bad'
  return warningsOf(report).length + report.guardGaps.length > 0 ? 'doubtful' : 'good'
}

function contents(report: Report, notes: readonly string[]): Markup {
  const { findings, sharedMaps, lint } = report
  const parts = [
    { anchor: anchors.findings, name: 'Findings', count: findings.length, shown: findings.length > 0 },
    { anchor: anchors.notes, name: 'Warnings', count: notes.length, shown: notes.length > 0 },
    { anchor: anchors.maps, name: 'Shared maps', count: sharedMaps?.length, shown: lint === undefined },
    { anchor: anchors.rules, name: 'What the rules mean', count: undefined, shown: findings.length > 0 },
    { anchor: anchors.run, name: 'The run', count: undefined, shown: true },
  ]
  const links = parts.filter(({ shown }) => shown).map(({ anchor, name, count }) => html`<li><a href="#${anchor}">${name}${count !== undefined && html` <span class="count">${grouped(count)}</span>`}</a></li>`)
  return html`<nav aria-label="Parts of this report"><ul>${links}</ul></nav>`
}

function notesOf(report: Report): readonly string[] {
  return [...warningsOf(report), ...report.guardGaps.map((gap) => describeGuardGap(gap, report.run)), ...report.unusedSuppressions]
}

function noteList(notes: readonly string[]): Markup | undefined {
  if (notes.length === 0) return undefined
  return html`<section class="notes" aria-labelledby="${anchors.notes}"><h2 id="${anchors.notes}">Warnings</h2>
<ul>${notes.map((note) => html`<li>${note}</li>`)}</ul></section>`
}
