import { describe, expect, test } from 'vitest'
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
const file = '/home/dev/server/config/config.go'
const recorded = { findings: [reloadRace], origin: run, lines: new Map([[`${file}:31`, 'c.data = read()']]) }
const unchanged = new Map([[`${file}:31`, 'c.data = read()']])

test('what has happened in a run at the place of a finding is marked, and comes first', () => {
  const joined = markSeen(findings, recorded, unchanged)
  expect(joined.map(({ id }) => id)).toEqual(['there', 'elsewhere'])
  expect(joined.map(({ lint }) => lint?.seen)).toEqual([[{ id: reloadRace.id, rule: 'map-race', count: reloadRace.count }], undefined])
})

test('nothing is marked of a run in which nothing happened', () => {
  expect(markSeen(findings, { ...recorded, findings: [] }, unchanged)).toEqual(findings)
})

describe('lines move', () => {
  const seen = (...[now, some = findings, was = recorded]: readonly [ReadonlyMap<string, string>, (readonly Finding[])?, (typeof recorded)?]): readonly string[] =>
    markSeen(some, was, now).filter(({ lint }) => lint?.seen !== undefined).map(({ id }) => id)

  test('and what stands there now is not what has raced', () => {
    expect(seen(new Map([[`${file}:31`, 'c.other = read()'], [`${file}:99`, 'c.more = read()']]))).toEqual([])
  })

  test('and a statement is known again in its function', () => {
    expect(seen(new Map([[`${file}:31`, 'c.other = read()'], [`${file}:99`, 'c.data = read()']]))).toEqual(['elsewhere'])
  })

  test('but not if it stands there twice, and not in another function', () => {
    const now = new Map([[`${file}:31`, 'c.other = read()'], [`${file}:99`, 'c.data = read()'], [`${file}:120`, 'c.data = read()']])
    expect(seen(now, [...findings, suspected('again', 120)])).toEqual([])
    const elsewhere = { ...recorded, lines: new Map([[`${file}:31`, 'c.more = read()']]) }
    expect(seen(now, findings, elsewhere)).toEqual([])
  })

  test('where nothing is known of statements, as in a JSON report, the line has to do', () => {
    expect(seen(new Map([[`${file}:31`, 'c.other = read()']]), findings, { ...recorded, lines: new Map() })).toEqual(['there'])
  })
})

test.each(['terminal', 'github', 'markdown', 'html', 'json', 'sarif', 'junit'] as const)('%s says so', (format) => {
  const report = { ...reloadReport, findings: markSeen(findings, recorded, unchanged), lint: { files: 1, lines: 99, rules: 1 } }
  expect([...renderers[format](report, { colour: false, width: 100 })].join('')).toMatch(format === 'json' ? /"seen"/ : /seen in the run/i)
})
