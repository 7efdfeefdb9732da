import { z } from 'zod'
import type { Baseline } from '../model/suppression.ts'
import { parseJsonText, type JsonText } from '../syntax/json-text.ts'

/** What `--format baseline` writes. Only the ids count; the rest is for whoever reviews the file. */
const baseline = z.strictObject({
  schema: z.literal(1, 'this MapSan reads baselines of schema 1'),
  findings: z.array(z.strictObject({ id: z.string(), rule: z.string(), summary: z.string() })),
})

export function parseBaseline(file: JsonText): Baseline {
  const { value } = parseJsonText(file, baseline)
  return { file: file.path, ids: value.findings.map(({ id }) => id) }
}
