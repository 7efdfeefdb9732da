import { describeDeclaration } from '../../model/declaration.ts'
import type { Breach, Finding, RacedMap } from '../../model/finding.ts'
import { edgeNouns, type EdgeKind } from '../../model/observation.ts'
import { userFrameOf, type ProgramOrigin } from '../../model/origin.ts'
import type { Suppression } from '../../model/suppression.ts'
import { advice } from '../advice.ts'
import { describeSeen } from '../lint.ts'
import { typeOf } from '../sides.ts'
import { grouped } from '../text.ts'
import { describeGuard } from './guard.ts'
import { html, type Markup } from './markup.ts'
import { findingAnchor, ruleAnchor, type Page } from './page.ts'
import { place } from './place.ts'
import { bothSides } from './side.ts'
import { timeline } from './timeline.ts'

/** All of one finding; one that does not count is folded up. `number` is its place in the list. */
export function findingInFull(finding: Finding, number: number, page: Page): Markup {
  const heading = html`<h3>${finding.lint === undefined ? title(finding.map) : finding.lint.title}</h3>`
  const { suppression } = finding
  return html`<article class="finding${suppression && ' suppressed'}" id="${findingAnchor(finding)}">
${tags(finding, number)}
${suppression
  ? html`<details><summary>${heading}<p>${suppressionText(suppression, page)}</p></summary>\n${body(finding, page)}\n</details>`
  : html`${heading}\n${body(finding, page)}`}
</article>
`
}

/** What a reader knows the map by. */
function title({ expression, type }: Pick<RacedMap, 'expression' | 'type'>): Markup {
  return html`<code>${expression ?? type}</code>`
}

function suppressionText(suppression: Suppression, { origin }: Page): Markup {
  if (suppression.kind === 'baseline') return html`Does not count: it is in the baseline <code>${suppression.file}</code>.`
  return html`Does not count: “${suppression.reason}” (${place(suppression, origin)}).`
}

function tags({ id, rule, fatal, count, suppression, lint }: Finding, number: number): Markup {
  return html`<p class="tags"><span class="tag">${number}</span>
<a class="tag" href="#${ruleAnchor(rule)}" title="What this rule means">${rule}</a>
${fatal && html`<strong class="tag fatal">the process died of it</strong>`}
${suppression && html`<span class="tag">suppressed</span>`}
${lint === undefined ? html`<span>seen ${times(count)}</span>` : html`<span>${lint.severity}</span>`}
<a class="permalink" href="#${findingAnchor({ id })}" title="Link to this race; the id is the same in every run">${id}</a></p>`
}

function body(finding: Finding, page: Page): Markup {
  const seen = describeSeen(finding)
  return html`<p class="message">${finding.message}.</p>
${seen !== undefined && html`<p><strong class="tag fatal">${seen}</strong></p>
`}<div class="advice"><h4>What to change</h4>
<p>${advice(finding)}</p>
</div>
${bothSides(finding, page)}
${timeline(finding, page)}
${(finding.lint === undefined || finding.map.type !== '') && facts(finding, page)}`
}

function facts({ map, guard, breach }: Finding, { origin }: Page): Markup {
  const { type, address, expression, variable } = map
  const known: readonly (readonly [string, Markup | false | undefined])[] = [
    ['what it is', expression !== undefined && variable && html`${variable.description}${variable.declaredAt && html`, declared at ${place(variable.declaredAt, origin)}`}`],
    ['type', typeOf(map) !== undefined && html`<code>${type}</code>`],
    ['address', address !== undefined && html`<code>${address}</code>`],
    ['guard', guard && describeGuard(guard)],
    ['declared', breach && html`<code>// ${describeDeclaration(breach.declaration)}</code> at ${place(breach.declaration, origin)}`],
    ['handed over', breach?.by !== undefined && handOver(breach.by, breach, origin)],
  ]
  const rows = known.filter(([, value]) => value).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>\n`)
  return html`<h4>The ${type === 'memory' ? 'memory' : 'map'}</h4>\n<dl class="facts">${rows}</dl>`
}

function handOver(by: EdgeKind, { lock, at = [] }: Breach, origin: ProgramOrigin): Markup {
  const frame = userFrameOf({ stack: at }, origin)
  return html`by ${lock === undefined ? edgeNouns[by] : html`<code>${lock}</code>`}${frame && html` at ${place(frame, origin)}`}`
}

function times(count: number): string {
  return count === 1 ? 'once' : `${grouped(count)} times`
}
