/** What MapSan checks for. The texts of each rule are in report/rules. */
export const ruleIds = ['map-race', 'map-variable-race'] as const
export type RuleId = (typeof ruleIds)[number]

export function isRuleId(text: string): text is RuleId {
  return ruleIds.some((id) => id === text)
}
