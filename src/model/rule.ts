/** What MapSan checks for. The texts of each rule are in report/rules. */
export const ruleIds = ['map-race', 'map-variable-race', 'owner', 'guarded-by'] as const
export type RuleId = (typeof ruleIds)[number]

/** A rule of `mapsan lint`, such as `MAP-001`: one JSON file each, of MapSan or of the user. */
export type LintRuleId = `${string}-${number}`

/** What a finding can be one of. */
export type FindingRule = RuleId | LintRuleId

export function isRuleId(text: string): text is RuleId {
  return ruleIds.some((id) => id === text)
}

export function isLintRuleId(text: string): text is LintRuleId {
  return /^[A-Z][A-Z0-9]*-\d{3}$/.test(text)
}

export function isFindingRule(text: string): text is FindingRule {
  return isRuleId(text) || isLintRuleId(text)
}

/** Whether the findings of a rule are races, and not breaches of what somebody has declared. */
export function isRace(rule: FindingRule): boolean {
  return rule.endsWith('race')
}

/** `2 map races and 1 breach of a declaration`; `no map race` when there is nothing. */
export function describeCount(findings: readonly { readonly rule: FindingRule }[], format: (count: number) => string = String): string {
  const races = findings.filter(({ rule }) => isRace(rule)).length
  const matches = findings.filter(({ rule }) => isLintRuleId(rule)).length
  const breaches = findings.length - races - matches
  const parts = [
    ...(races > 0 ? [`${format(races)} map race${races === 1 ? '' : 's'}`] : []),
    ...(breaches > 0 ? [`${format(breaches)} ${breaches === 1 ? 'breach of a declaration' : 'breaches of declarations'}`] : []),
    ...(matches > 0 ? [`${format(matches)} finding${matches === 1 ? '' : 's'} of rules`] : []),
  ]
  return parts.length === 0 ? 'no map race' : parts.join(' and ')
}

/** What to call findings of these rules in one word. */
export function nounOf(findings: readonly { readonly rule: FindingRule }[]): 'race' | 'finding' {
  return findings.every(({ rule }) => isRace(rule)) ? 'race' : 'finding'
}
