import { describe, expect, test } from 'vitest'
import type { Report } from '../../src/model/report.ts'
import { failOnLevels, fails } from '../../src/workflows/reporting.ts'
import { cleanReport, encodeRace, reloadRace, reloadReport } from '../report/reload-report.ts'

const suppression = { kind: 'baseline', file: 'b.json' } as const
const reports: Readonly<Record<string, Report>> = {
  clean: cleanReport,
  'something may be missing': { ...cleanReport, warnings: ['w'] },
  'an ignore matched nothing': { ...cleanReport, unusedSuppressions: ['u'] },
  'a race': { ...reloadReport, findings: [encodeRace] },
  'a fatal race': { ...reloadReport, findings: [reloadRace] },
  'a suppressed fatal race': { ...reloadReport, findings: [{ ...reloadRace, suppression }] },
}

describe.each([
  ['clean', []],
  ['something may be missing', ['warning']],
  ['an ignore matched nothing', ['warning']],
  ['a race', ['finding', 'warning']],
  ['a fatal race', ['fatal', 'finding', 'warning']],
  ['a suppressed fatal race', []],
])('%s', (name, failing) => {
  test(`fails on ${failing.join(', ') || 'nothing'}`, () => {
    expect(failOnLevels.filter((level) => fails(reports[name] ?? cleanReport, level))).toEqual(failing)
  })
})
