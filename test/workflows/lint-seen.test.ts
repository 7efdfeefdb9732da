import { expect, test } from 'vitest'
import type { Finding } from '../../src/model/finding.ts'
import { renderers } from '../../src/report/registry.ts'
import { markSeen } from '../../src/workflows/lint/seen.ts'
import { reloadRace, reloadReport, run } from '../report/reload-report.ts'

function suspected(id: string, line: number): Finding {
  const stack = [{ function: 'example.com/server/config.(*Config).Reload', file: '/home/dev/server/config/config.go', line }]
  return {
    id, rule: 'MAP-001', message: 'c.data is modified under RLock', map: { type: 'map[string]string', expression: 'c.data' }, count: 1, fatal: false,
    accesses: [{ op: 'write', label: 'write under RLock', goroutine: { id: 0, createdBy: [] }, stack, locks: [] }],
    lint: { severity: 'error', title: 'write under RLock', advice: 'Take Lock.' },
  }
}

const findings = [suspected('elsewhere', 99), suspected('there', 31)]

test('what has happened in a run at the place of a finding is marked, and comes first', () => {
  const joined = markSeen(findings, [reloadRace], run)
  expect(joined.map(({ id }) => id)).toEqual(['there', 'elsewhere'])
  expect(joined.map(({ lint }) => lint?.seen)).toEqual([[{ id: reloadRace.id, rule: 'map-race', count: reloadRace.count }], undefined])
})

test('nothing is marked of a run in which nothing happened', () => {
  expect(markSeen(findings, [], run)).toEqual(findings)
})

test.each(['terminal', 'github', 'markdown', 'html', 'json', 'sarif'] as const)('%s says so', (format) => {
  const report = { ...reloadReport, findings: markSeen(findings, [reloadRace], run), lint: { files: 1, lines: 99, rules: 1 } }
  expect([...renderers[format](report, { colour: false, width: 100 })].join('')).toMatch(/seen in the run|"seen|seenInRun/i)
})
