/** What there is to say about a rule, once for all reports: paragraphs of plain sentences, with `code` in backquotes. */
export interface RuleText {
  /** As SARIF wants it: an identifier that a person can read. */
  readonly name: string
  /** What one finding is, in a heading: `map race`. */
  readonly title: string
  /** One sentence. */
  readonly summary: string
  readonly meaning: readonly string[]
  /** Why it is wrong: of a race, by the Go memory model. */
  readonly reason: readonly string[]
  readonly fixes: readonly string[]
  /** What MapSan cannot see, and what it may get wrong. */
  readonly limits: readonly string[]
  readonly links: readonly { readonly title: string; readonly url: string }[]
  /** Go sources that the rule reports, and sources that it does not. */
  readonly examples?: { readonly bad: readonly string[]; readonly good: readonly string[] }
}
