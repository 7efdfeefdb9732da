import type { Finding } from '../../model/finding.ts'
import type { Suppression } from '../../model/suppression.ts'
import { findingsInFull } from '../excerpts.ts'
import { sidesOf } from '../sides.ts'
import { operationNouns } from '../terminal/words.ts'
import { grouped, plural, shorten } from '../text.ts'
import { findingInFull } from './finding.ts'
import { html, type Markup } from './markup.ts'
import { anchors, findingAnchor, searchBox, type Page } from './page.ts'

/** A browser opens so many without a pause; of more, nobody reads the rows one by one. */
const findingsListed = 1000

const longestName = 60

/** A list of all findings, then each with both of its sides: those that count first. */
export function* findingsSection(findings: readonly Finding[], page: Page): Generator<Markup> {
  const ordered = [...findings.filter(({ suppression }) => !suppression), ...findings.filter(({ suppression }) => suppression)]
  yield html`<section aria-labelledby="${anchors.findings}">\n<h2 id="${anchors.findings}">Findings</h2>\n`
  if (ordered.length > 1) yield* list(ordered, page)
  for (const [index, finding] of ordered.slice(0, findingsInFull).entries()) yield findingInFull(finding, index + 1, page)
  yield html`</section>\n`
}

function* list(findings: readonly Finding[], page: Page): Generator<Markup> {
  yield html`${limits(findings.length)}
${searchBox('findings-table', 'Search findings')}
<table class="wide" id="findings-table" data-sortable>
<caption class="unseen">All findings, the worst first</caption>
<thead><tr><th scope="col" class="number">#</th><th scope="col">Map</th><th scope="col">One side</th><th scope="col">Other side</th><th scope="col" class="number">Seen</th><th scope="col">State</th></tr></thead>
<tbody>
`
  for (const [index, finding] of findings.slice(0, findingsListed).entries()) yield row(finding, index, page)
  yield html`</tbody></table>\n`
}

function limits(total: number): Markup | undefined {
  if (total <= findingsInFull) return undefined
  const unlisted = total > findingsListed ? ` The table lists the first ${grouped(findingsListed)}; ${plural(total - findingsListed, 'more finding')} can be found in the JSON report, which has all of them in full.` : ' The JSON report has all of them in full.'
  return html`<p class="note">The first ${findingsInFull} findings are shown with both of their sides.${unlisted}</p>`
}

function row(finding: Finding, index: number, page: Page): Markup {
  const { map, rule, count, fatal, suppression, lint } = finding
  const name = lint === undefined ? html`<code>${shorten(map.expression ?? map.type, longestName)}</code>` : html`${lint.title}`
  const sides = sidesOf(finding, page.origin)
  const cells = sides.map(({ access, place }, at) => html`<td data-label="${at === 0 ? 'One side' : 'Other side'}">${access.label ?? operationNouns[access.op]}<small><code class="place">${shorten(place, longestName)}</code></small></td>`)
  return html`<tr data-item><td class="number" data-label="#" data-value="${index + 1}">${index + 1}</td>
<th scope="row">${index < findingsInFull ? html`<a href="#${findingAnchor(finding)}">${name}</a>` : name}<small>${rule}${map.type !== '' && html`, ${shorten(map.type, longestName)}`}</small></th>
${cells}${cells.length < 2 && html`<td data-label="Other side"></td>`}
<td class="number" data-label="Seen" data-value="${count}">${grouped(count)}</td>
<td data-label="State">${fatal && html`<strong class="tag fatal">fatal</strong> `}${suppression && state(suppression)}</td></tr>
`
}

const states: Readonly<Record<Suppression['kind'], string>> = { comment: 'ignored by a comment', config: 'ignored by mapsan.json', baseline: 'in the baseline' }

function state({ kind }: Suppression): string {
  return states[kind]
}
