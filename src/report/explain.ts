/** The text of a rule, for a terminal and for viewers of other reports. */
import picocolors from 'picocolors'
import { ruleIds } from '../model/rule.ts'
import { ruleTexts } from './rules/registry.ts'
import type { RuleText } from './rules/rule-text.ts'
import { wrap } from './text.ts'

interface Section {
  readonly title: string
  readonly paragraphs: readonly string[]
  readonly listed?: true
}

export function sectionsOf({ title, meaning, reason, fixes, limits }: RuleText): readonly Section[] {
  const sections: readonly Section[] = [
    { title: 'What it means', paragraphs: meaning },
    { title: title.endsWith('race') ? 'Why it is a race' : 'Why it is a mistake', paragraphs: reason },
    { title: 'How to fix it', paragraphs: fixes, listed: true },
    { title: 'Limits', paragraphs: limits, listed: true },
  ]
  return sections.filter(({ paragraphs }) => paragraphs.length > 0)
}

export function explainRule(rule: string, text: RuleText, { colour, width }: { readonly colour: boolean; readonly width: number }): string {
  const { bold, cyan } = picocolors.createColors(colour)
  const { summary, links, examples } = text
  const sections = sectionsOf(text).map(({ title, paragraphs, listed }) => {
    const texts = paragraphs.map((paragraph) => {
      const lines = wrap(paragraph, width - 4)
      return lines.map((line, index) => (listed && index === 0 ? `  - ${line}` : `${listed ? '    ' : '  '}${line}`)).join('\n')
    })
    return `${bold(title)}\n${texts.join(listed ? '\n' : '\n\n')}\n`
  })
  const further = links.map(({ title, url }) => `  ${title}: ${cyan(url)}`).join('\n')
  const sources = examples === undefined ? [] : [example('Reported', examples.bad), example('Not reported', examples.good)]
  const [readOn, sourceText] = [further === '' ? '' : `\n${bold('Read on')}\n${further}\n`, sources.map(({ title, body }) => `\n${bold(title)}\n${body}`).join('')]
  return `${bold(rule)}\n${wrap(summary, width).join('\n')}\n\n${sections.join('\n')}${sourceText}${readOn}`
}

function example(title: string, sources: readonly string[]): { readonly title: string; readonly body: string } {
  const indented = sources.map((source) => source.trimEnd().split('\n').map((line) => `  ${line.replaceAll('\t', '    ')}`.trimEnd()).join('\n'))
  return { title, body: `${indented.join('\n\n')}\n` }
}

/** All rules, one a line. */
export function listRules(): string {
  return ruleIds.map((rule) => `${rule}  ${ruleTexts[rule].summary}\n`).join('')
}

/** The same of rules that sources are looked at with. */
export function listLintRules(rules: readonly { readonly id: string; readonly severity: string; readonly off: boolean; readonly text: RuleText }[]): string {
  return rules.map(({ id, severity, off, text }) => `${id.padEnd(9)} ${(off ? `${severity}, off` : severity).padEnd(12)} ${text.title}\n`).join('')
}

export function ruleMarkdown(text: RuleText): string {
  const sections = sectionsOf(text).map(
    ({ title, paragraphs, listed }) => `## ${title}\n\n${paragraphs.map((text) => (listed ? `- ${text}` : text)).join(listed ? '\n' : '\n\n')}`,
  )
  const links = text.links.map(({ title, url }) => `- [${title}](${url})`)
  return [text.summary, ...sections, ...(links.length > 0 ? [`## Read on\n\n${links.join('\n')}`] : [])].join('\n\n')
}

export function rulePlainText(text: RuleText): string {
  const sections = sectionsOf(text).map(({ title, paragraphs }) => `${title}: ${paragraphs.join(' ')}`)
  return [text.summary, ...sections].join('\n\n')
}
