export type { RuleText } from '../../model/rule-text.ts'
