/** The text of a rule, for a terminal and for viewers of other reports. */
import picocolors from 'picocolors'
import { ruleIds, type RuleId } from '../model/rule.ts'
import { ruleTexts } from './rules/registry.ts'
import { wrap } from './text.ts'

interface Section {
  readonly title: string
  readonly paragraphs: readonly string[]
  readonly listed?: true
}

export function sectionsOf(rule: RuleId): readonly Section[] {
  const { title, meaning, reason, fixes, limits } = ruleTexts[rule]
  return [
    { title: 'What it means', paragraphs: meaning },
    { title: title.endsWith('race') ? 'Why it is a race' : 'Why it is a mistake', paragraphs: reason },
    { title: 'How to fix it', paragraphs: fixes, listed: true },
    { title: 'Limits', paragraphs: limits, listed: true },
  ]
}

export function explainRule(rule: RuleId, { colour, width }: { readonly colour: boolean; readonly width: number }): string {
  const { bold, cyan } = picocolors.createColors(colour)
  const { summary, links } = ruleTexts[rule]
  const sections = sectionsOf(rule).map(({ title, paragraphs, listed }) => {
    const texts = paragraphs.map((paragraph) => {
      const lines = wrap(paragraph, width - 4)
      return lines.map((line, index) => (listed && index === 0 ? `  - ${line}` : `${listed ? '    ' : '  '}${line}`)).join('\n')
    })
    return `${bold(title)}\n${texts.join(listed ? '\n' : '\n\n')}\n`
  })
  const further = links.map(({ title, url }) => `  ${title}: ${cyan(url)}`).join('\n')
  return `${bold(rule)}\n${wrap(summary, width).join('\n')}\n\n${sections.join('\n')}\n${bold('Read on')}\n${further}\n`
}

/** All rules, one a line. */
export function listRules(): string {
  return ruleIds.map((rule) => `${rule}  ${ruleTexts[rule].summary}\n`).join('')
}

export function ruleMarkdown(rule: RuleId): string {
  const sections = sectionsOf(rule).map(
    ({ title, paragraphs, listed }) => `## ${title}\n\n${paragraphs.map((text) => (listed ? `- ${text}` : text)).join(listed ? '\n' : '\n\n')}`,
  )
  const links = ruleTexts[rule].links.map(({ title, url }) => `- [${title}](${url})`)
  return [ruleTexts[rule].summary, ...sections, `## Read on\n\n${links.join('\n')}`].join('\n\n')
}

export function rulePlainText(rule: RuleId): string {
  const sections = sectionsOf(rule).map(({ title, paragraphs }) => `${title}: ${paragraphs.join(' ')}`)
  return [ruleTexts[rule].summary, ...sections].join('\n\n')
}
