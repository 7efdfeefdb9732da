import { createHash } from 'node:crypto'
import type { Access, Finding } from '../model/finding.ts'
import { statementText } from '../model/lines.ts'
import { isLintRuleId } from '../model/rule.ts'
import type { RawFinding, RawPlace } from './engine.ts'
import type { Rule } from './rule.ts'

/** What rules found, as a report has it: the most urgent first, then by place. */
export function toFindings(raw: readonly RawFinding[], rules: readonly Rule[]): readonly Finding[] {
  const byId = new Map(rules.map((rule) => [rule.id, rule]))
  const seen = new Map<string, number>()
  const known = raw.flatMap((one) => {
    const rule = isLintRuleId(one.rule) ? byId.get(one.rule) : undefined
    return rule === undefined ? [] : [{ one, rule }]
  })
  return known.sort((a, b) => weigh(a.rule) - weigh(b.rule) || compare(a.one, b.one)).map(({ one, rule }) => {
    const identity = identityOf(one)
    const number = (seen.get(identity) ?? 0) + 1
    seen.set(identity, number)
    return finding(one, rule, number === 1 ? identity : `${identity}-${number}`)
  })
}

function finding({ message, op, map, place, see }: RawFinding, rule: Rule, id: string): Finding {
  const label = rule.title
  const others: Access[] = see ? [access(see, 'other', rule.see ?? 'see also')] : []
  return {
    id,
    rule: rule.id,
    message,
    map: map ? { type: map.type, expression: map.expression } : { type: '' },
    accesses: [{ ...access(place, op, label), ...(map && { expression: map.expression }) }, ...others],
    count: 1,
    fatal: false,
    lint: { severity: rule.severity, title: rule.title, advice: (rule.fix[0] ?? '').replaceAll('`', ''), ...(rule.cwe !== undefined && { cwe: rule.cwe }) },
  }
}

function access({ file, line, function: name }: RawPlace, op: Access['op'], label: string): Access {
  return { op, label, goroutine: { id: 0, createdBy: [] }, stack: [{ function: name, file, line }], locks: [] }
}

const severityWeights = { error: 0, warning: 10, note: 20 } as const

function weigh({ severity, priority }: Rule): number {
  return severityWeights[severity] + priority
}

function compare(a: RawFinding, b: RawFinding): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1
  return a.place.line - b.place.line || (a.rule < b.rule ? -1 : 1)
}

/** The same on another machine and after lines have moved: made of the rule, the function and the statement. */
function identityOf({ rule, place: { function: name, text } }: RawFinding): string {
  return createHash('sha256').update(JSON.stringify([rule, name, statementText(text)])).digest('hex').slice(0, 12)
}
