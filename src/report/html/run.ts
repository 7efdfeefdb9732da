import type { FinishedCommand, Report } from '../../model/report.ts'
import { grouped, plural } from '../text.ts'
import { html, type Content, type Markup } from './markup.ts'
import { anchors } from './page.ts'

/** What was run, by what, and how much of it was seen. */
export function runSummary(report: Report): Markup {
  const { run } = report
  const facts: readonly (readonly [string, Content])[] = [
    ['command', html`<code>${commandLine(run.command)}</code>`],
    ['in', html`<code>${run.cwd}</code>`],
    ['modules', run.modulePaths.length > 0 ? run.modulePaths.map((path) => html`<code>${path}</code> `) : 'not known'],
    ['Go', `${run.go.version} ${run.go.os}/${run.go.arch}`],
    ['MapSan', run.mapsan],
    ['started', time(run.startedAt)],
    ['finished', run.finishedAt === null ? 'MapSan was ended before the run was over' : html`${time(run.finishedAt)}, after ${seconds(run.startedAt, run.finishedAt)}`],
    ...lookedAt(report),
  ]
  return html`<section aria-labelledby="${anchors.run}">
<h2 id="${anchors.run}">The run</h2>
<dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>\n`)}</dl>
${run.commands.length > 0 && html`<h3>What MapSan ran</h3>
<ul class="commands">${run.commands.map((finished) => html`<li><code>${commandLine(finished.command)}</code> <span class="quiet">${ending(finished)}</span></li>`)}</ul>`}
</section>
`
}

function lookedAt({ coverage, dropped, untracked, lint }: Report): readonly (readonly [string, Content])[] {
  if (lint !== undefined) return [['looked at', `${plural(lint.files, 'file')}, ${plural(lint.lines, 'line')}, by ${plural(lint.rules, 'rule')}`]]
  return [
    ['observed', `${plural(coverage.processes, 'process', 'processes')}, up to ${plural(coverage.goroutines, 'goroutine')} using maps at once`],
    ['not observed', `${plural(dropped, 'race')} that found no room, ${plural(untracked, 'access', 'accesses')} of goroutines beyond those that are tracked`],
  ]
}

function commandLine(words: readonly string[]): string {
  return words.join(' ')
}

function ending({ exitCode, signal }: FinishedCommand): string {
  if (exitCode !== null) return `exit code ${grouped(exitCode)}`
  return signal === null ? 'did not start' : `ended by ${signal}`
}

function time(iso: string): Markup {
  return html`<time datetime="${iso}">${iso.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC')}</time>`
}

function seconds(from: string, to: string): string {
  return `${((Date.parse(to) - Date.parse(from)) / 1000).toFixed(1)} s`
}
