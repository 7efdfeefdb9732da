/** The races that are known, for `--baseline`. Sorted by id and without what changes from run to run, so that its diff says something. */
import type { Finding } from '../model/finding.ts'
import type { Report } from '../model/report.ts'
import { summaryOf } from './sides.ts'

const schema = 1

/** Those that are ignored by other means are left out; those of an older baseline that happened again are not. */
export function* renderBaseline({ findings }: Report): Generator<string> {
  const known = findings.filter(({ suppression }) => suppression === undefined || suppression.kind === 'baseline')
  yield `{\n  "schema": ${schema},\n  "findings": [`
  let separator = '\n'
  for (const { id, rule, summary } of known.map(entryOf).sort((a, b) => (a.id < b.id ? -1 : 1))) {
    yield `${separator}    ${JSON.stringify({ id, rule, summary })}`
    separator = ',\n'
  }
  yield `${known.length > 0 ? '\n  ' : ''}]\n}\n`
}

function entryOf(finding: Finding): { readonly id: string; readonly rule: string; readonly summary: string } {
  return { id: finding.id, rule: finding.rule, summary: summaryOf(finding) }
}
