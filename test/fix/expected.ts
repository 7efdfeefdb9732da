import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a comment in a fixture says: `// want explained "o.rooms" because "office.ensure looks at"`. */
export interface ExpectedResult {
  readonly verdict: string
  readonly subject: string
  readonly because: string
}

export function expectedResults(folder: string): readonly ExpectedResult[] {
  const source = readFileSync(join(folder, 'main.go'), 'utf8')
  return [...source.matchAll(/\/\/ want (explained|failed) "(.+?)" because "(.+)"/g)].map(([, verdict = '', subject = '', because = '']) => ({ verdict, subject, because }))
}

/** The parts of a report of `mapsan fix`, one for each variable; each on one line, however it was wrapped. */
export function resultsIn(report: string): readonly string[] {
  return report.split(/^(?=\d+\/\d+ {2})/m).filter((part) => /^\d+\/\d+ {2}/.test(part)).map((part) => part.replace(/\s+/g, ' '))
}

/** Which of the expected results a report does not have. */
export function missingResults(report: string, expected: readonly ExpectedResult[]): readonly ExpectedResult[] {
  const results = resultsIn(report)
  const says: Readonly<Record<string, string>> = { explained: 'explained', failed: 'not fixed' }
  return expected.filter(({ verdict, subject, because }) => !results.some((one) => one.includes(`${says[verdict]} ${subject} (`) && one.includes(because)))
}
