import type { ProgramOrigin } from '../../model/origin.ts'
import type { Excerpt, Report, RunSummary } from '../../model/report.ts'
import { indexExcerpts } from '../excerpts.ts'
import { html, type Markup } from './markup.ts'

/** What all parts of the page need to know. */
export interface Page {
  readonly origin: ProgramOrigin & Pick<RunSummary, 'portable'>
  readonly excerpts: ReadonlyMap<string, Excerpt>
}

export function openPage({ run, excerpts }: Report): Page {
  return { origin: run, excerpts: indexExcerpts(excerpts) }
}

/** The parts of the page that links lead to. */
export const anchors = { findings: 'findings', maps: 'maps', notes: 'notes', rules: 'rules', run: 'run' } as const

export function findingAnchor({ id }: { readonly id: string }): string {
  return `finding-${id}`
}

export function ruleAnchor(rule: string): string {
  return `rule-${rule}`
}

/** A box for the search of a table; of use, and shown, only with JavaScript. */
export function searchBox(table: string, label: string): Markup {
  return html`<div class="search" data-search="${table}" hidden>
<label for="${table}-search">${label}</label>
<input type="search" id="${table}-search" autocomplete="off" spellcheck="false">
<output for="${table}-search" aria-live="polite"></output>
</div>
`
}
