import type { RuleId } from '../../model/rule.ts'
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
}
