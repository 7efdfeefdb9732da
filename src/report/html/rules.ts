import type { RuleId } from '../../model/rule.ts'
import { sectionsOf } from '../explain.ts'
import { ruleTexts } from '../rules/registry.ts'
import { html, type Markup } from './markup.ts'
import { anchors, ruleAnchor } from './page.ts'
import { prose } from './prose.ts'

/** What `mapsan explain` says about the rules of this report. */
export function ruleExplanations(rules: readonly RuleId[]): Markup {
  return html`<section aria-labelledby="${anchors.rules}">
<h2 id="${anchors.rules}">What the rules mean</h2>
${rules.map(explanation)}</section>
`
}

function explanation(rule: RuleId): Markup {
  const { summary, links } = ruleTexts[rule]
  const sections = sectionsOf(rule).map(({ title, paragraphs, listed }) => html`<h4>${title}</h4>
${listed ? html`<ul>${paragraphs.map((text) => html`<li>${prose(text)}</li>`)}</ul>` : paragraphs.map((text) => html`<p>${prose(text)}</p>`)}
`)
  const further = links.map(({ title, url }) => html`<li><a href="${url}" rel="noreferrer">${title}</a></li>`)
  return html`<details class="rule" id="${ruleAnchor(rule)}"><summary><h3>${rule}</h3><p>${prose(summary)}</p></summary>
${sections}<h4>Read on</h4>
<ul>${further}</ul>
</details>
`
}
