/** What there is to say about a rule, once for all reports: paragraphs of plain sentences, with `code` in backquotes. */
export interface RuleText {
  /** As SARIF wants it: an identifier that a person can read. */
  readonly name: string
  /** One sentence. */
  readonly summary: string
  readonly meaning: readonly string[]
  /** Why the Go memory model calls it a race. */
  readonly reason: readonly string[]
  readonly fixes: readonly string[]
  /** What MapSan cannot see, and what it may get wrong. */
  readonly limits: readonly string[]
  readonly links: readonly { readonly title: string; readonly url: string }[]
}
