import { z } from 'zod'
import { severities } from '../model/lint.ts'
import { isLintRuleId, type LintRuleId } from '../model/rule.ts'
import { predicates } from './where/registry.ts'

const filled = z.string().trim().min(1, 'must not be empty')

/** Go sources, line by line, that need no package clause. */
const source = z.array(z.string()).min(1)

const condition = z
  .strictObject(Object.fromEntries(Object.entries(predicates).map(([name, { schema }]) => [name, schema.optional()])))
  .refine((one) => Object.keys(one).length > 0, 'must have a condition')

/** A rule: one JSON file. What the query finds, and all conditions of `where` hold for, one after the other, is reported at `@at`. */
export const ruleSchema = z.strictObject({
  id: z.string().refine(isLintRuleId, 'must be letters, a hyphen and three digits, such as MAP-001').transform((id): LintRuleId => {
    if (!isLintRuleId(id)) throw new Error(`${id} was refused before`)
    return id
  }),
  /** What one finding is, in a heading. */
  title: filled,
  /** One sentence about one finding, without its full stop; `{map}` stands for the text of the capture `@map`. */
  message: filled,
  /** Paragraphs: what it means and why it is wrong. */
  explanation: z.array(filled).min(1),
  severity: z.enum(severities),
  /** What to look at first: 1 before 2. */
  priority: z.int().min(1).max(5),
  cwe: z.int().positive().optional(),
  language: z.literal('go'),
  /** Only asked for by name: more than one in five of its findings is wrong. */
  off: z.literal(true).optional(),
  /** Only files that have all of these texts are looked at. */
  contains: z.array(filled).default([]),
  /** Only packages that have all of these texts, in whatever files, are looked at. Alternatives are separated by `|`, here and below. */
  'package-contains': z.array(filled).default([]),
  /** Only declarations at the top level that have all of these texts are looked at: the query is asked of each of them alone. */
  'declaration-contains': z.array(filled).default([]),
  query: filled,
  where: z.array(condition).default([]),
  /** What a report calls the place `@see`, when there is one. */
  see: filled.optional(),
  /** The rule's tests. A line that is to be reported ends in `// want`. */
  examples: z.strictObject({ bad: z.array(source).min(1), good: z.array(source).min(1) }),
  /** What to change: the first says it for a report. */
  fix: z.array(filled).min(1),
  limits: z.array(filled).default([]),
  links: z.array(z.strictObject({ title: filled, url: z.url() })).default([]),
})

export type RuleFile = z.infer<typeof ruleSchema>
