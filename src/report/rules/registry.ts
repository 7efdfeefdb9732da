import type { RuleId } from '../../model/rule.ts'
import { mapRace } from './map-race.ts'
import { mapVariableRace } from './map-variable-race.ts'
import type { RuleText } from './rule-text.ts'

export const ruleTexts: Readonly<Record<RuleId, RuleText>> = {
  'map-race': mapRace,
  'map-variable-race': mapVariableRace,
}
