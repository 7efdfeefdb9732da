import type { Report } from '../../model/report.ts'
import type { FindingRule } from '../../model/rule.ts'
import { sectionsOf } from '../explain.ts'
import { ruleTextOf } from '../rules/registry.ts'
import { html, type Markup } from './markup.ts'
import { anchors, ruleAnchor } from './page.ts'
import { prose } from './prose.ts'

/** What `mapsan explain` says about the rules of this report. */
export function ruleExplanations(rules: readonly FindingRule[], report: Report): Markup {
  return html`<section aria-labelledby="${anchors.rules}">
<h2 id="${anchors.rules}">What the rules mean</h2>
${rules.map((rule) => explanation(rule, report))}</section>
`
}

function explanation(rule: FindingRule, report: Report): Markup {
  const text = ruleTextOf(rule, report)
  const { summary, links } = text
  const sections = sectionsOf(text).map(({ title, paragraphs, listed }) => html`<h4>${title}</h4>
${listed ? html`<ul>${paragraphs.map((text) => html`<li>${prose(text)}</li>`)}</ul>` : paragraphs.map((text) => html`<p>${prose(text)}</p>`)}
`)
  const further = links.map(({ title, url }) => html`<li><a href="${url}" rel="noreferrer">${title}</a></li>`)
  return html`<details class="rule" id="${ruleAnchor(rule)}"><summary><h3>${rule}</h3><p>${prose(summary)}</p></summary>
${sections}<h4>Read on</h4>
<ul>${further}</ul>
</details>
`
}
