import { z } from 'zod'
import { isFindingRule, ruleIds } from '../model/rule.ts'
import type { Ignore } from '../model/suppression.ts'
import { parseJsonText, type JsonText } from '../syntax/json-text.ts'

const filled = z.string().trim().min(1, 'must not be empty')

const entry = z
  .strictObject({
    rule: z.string().refine(isFindingRule, `must be one of ${ruleIds.join(', ')}, or a rule of \`mapsan lint\` such as MAP-001`),
    /** As reports show it, such as `main.(*Cache).warm`; closures in it and what it calls are meant too. */
    function: filled.optional(),
    /** An import path; `/...` at its end means all below it as well. */
    package: filled.optional(),
    reason: filled,
  })
  .refine((one) => (one.function === undefined) !== (one.package === undefined), 'name either a function or a package')

/** `mapsan.json`, which lies beside go.mod (or go.work). */
const config = z.strictObject({ ignore: z.array(entry).default([]) })

export function parseConfig(file: JsonText): readonly Ignore[] {
  const { value, lineOf } = parseJsonText(file, config)
  return value.ignore.map(({ rule, reason, function: name, package: pattern = '' }, index) => ({
    kind: 'config',
    rule,
    reason,
    file: file.path,
    line: lineOf(['ignore', index]),
    target: name === undefined ? { kind: 'package', pattern } : { kind: 'function', name },
  }))
}
