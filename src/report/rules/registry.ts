import type { Report } from '../../model/report.ts'
import { isRuleId, type FindingRule, type RuleId } from '../../model/rule.ts'
import { dataRace } from './data-race.ts'
import { guardedBy } from './guarded-by.ts'
import { mapRace } from './map-race.ts'
import { mapVariableRace } from './map-variable-race.ts'
import { owner } from './owner.ts'
import type { RuleText } from './rule-text.ts'

export const ruleTexts: Readonly<Record<RuleId, RuleText>> = {
  'map-race': mapRace,
  'map-variable-race': mapVariableRace,
  owner,
  'guarded-by': guardedBy,
  'data-race': dataRace,
}

/** Those of lint rules come with the report. */
export function ruleTextOf(rule: FindingRule, { lintRules }: Pick<Report, 'lintRules'>): RuleText {
  return isRuleId(rule) ? ruleTexts[rule] : (lintRules?.[rule] ?? unknownRule(rule))
}

function unknownRule(rule: string): RuleText {
  return { name: rule, title: rule, summary: `A rule that this report does not describe.`, meaning: [], reason: [], fixes: [], limits: [], links: [] }
}
