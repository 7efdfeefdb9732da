/** What MapSan checks for. The texts of each rule are in report/rules. */
export const ruleIds = ['map-race', 'map-variable-race', 'owner', 'guarded-by'] as const
export type RuleId = (typeof ruleIds)[number]

export function isRuleId(text: string): text is RuleId {
  return ruleIds.some((id) => id === text)
}

/** Whether the findings of a rule are races, and not breaches of what somebody has declared. */
export function isRace(rule: RuleId): boolean {
  return rule.endsWith('race')
}

/** `2 map races and 1 breach of a declaration`; `no map race` when there is nothing. */
export function describeCount(findings: readonly { readonly rule: RuleId }[], format: (count: number) => string = String): string {
  const races = findings.filter(({ rule }) => isRace(rule)).length
  const breaches = findings.length - races
  const parts = [
    ...(races > 0 ? [`${format(races)} map race${races === 1 ? '' : 's'}`] : []),
    ...(breaches > 0 ? [`${format(breaches)} ${breaches === 1 ? 'breach of a declaration' : 'breaches of declarations'}`] : []),
  ]
  return parts.length === 0 ? 'no map race' : parts.join(' and ')
}

/** What to call findings of these rules in one word. */
export function nounOf(findings: readonly { readonly rule: RuleId }[]): 'race' | 'finding' {
  return findings.every(({ rule }) => isRace(rule)) ? 'race' : 'finding'
}
