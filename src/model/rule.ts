/** What MapSan checks for. The texts of each rule are in report/rules. */
export const ruleIds = ['map-race', 'map-variable-race', 'owner', 'guarded-by', 'data-race'] as const
export type RuleId = (typeof ruleIds)[number]

/** A rule of `mapsan lint`, such as `MAP-001`: one JSON file each, of MapSan or of the user. */
export type LintRuleId = `${string}-${number}`

/** What a finding can be one of. */
export type FindingRule = RuleId | LintRuleId

/** What finds races: MapSan's own engine, or the race detector of Go. */
export type Detector = 'mapsan' | 'race'

/** The rules of which a run can have findings. */
export const rulesOf: Readonly<Record<Detector, readonly RuleId[]>> = {
  mapsan: ['map-race', 'map-variable-race', 'owner', 'guarded-by'],
  race: ['map-race', 'data-race'],
}

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

/** `2 map races, 1 data race and 1 breach of a declaration`; `no map race` when there is nothing. */
export function describeCount(findings: readonly { readonly rule: FindingRule }[], format: (count: number) => string = String, detector: Detector = 'mapsan'): string {
  const data = findings.filter(({ rule }) => rule === 'data-race').length
  const maps = findings.filter(({ rule }) => isRace(rule)).length - data
  const matches = findings.filter(({ rule }) => isLintRuleId(rule)).length
  const counts: readonly (readonly [number, string, string])[] = [
    [maps, 'map race', 'map races'],
    [data, 'data race', 'data races'],
    [findings.length - maps - data - matches, 'breach of a declaration', 'breaches of declarations'],
    [matches, 'finding of rules', 'findings of rules'],
  ]
  const parts = counts.filter(([count]) => count > 0).map(([count, one, many]) => `${format(count)} ${count === 1 ? one : many}`)
  const [last, ...before] = parts.toReversed()
  if (last === undefined) return `no ${raceNoun[detector]}`
  return before.length === 0 ? last : `${before.reverse().join(', ')} and ${last}`
}

/** What a run is about. */
export const raceNoun: Readonly<Record<Detector, string>> = { mapsan: 'map race', race: 'data race' }

/** What to call findings of these rules in one word. */
export function nounOf(findings: readonly { readonly rule: FindingRule }[]): 'race' | 'finding' {
  return findings.every(({ rule }) => isRace(rule)) ? 'race' : 'finding'
}
