import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import type { Report } from '../../src/model/report.ts'
import { renderers } from '../../src/report/registry.ts'
import { lock } from '../analysis/races.ts'
import { cleanReport, encodeRace, reloadRace, reloadReport } from './reload-report.ts'

const plain = { colour: false, width: 100 }

describe('the terminal report', () => {
  test('shows both sides of each race, and the sum', async () => {
    await expect(render(reloadReport)).toMatchFileSnapshot('golden/reload.txt')
  })

  test('fits a narrow terminal', async () => {
    const text = render(reloadReport, { colour: false, width: 60 })
    await expect(text).toMatchFileSnapshot('golden/reload-narrow.txt')
  })

  test('colours the same text', () => {
    const coloured = render(reloadReport, { colour: true, width: 100 })
    expect(coloured).not.toBe(render(reloadReport))
    expect(stripVTControlCharacters(coloured)).toBe(render(reloadReport))
  })

  test('says in one line that nothing was found, and in what', () => {
    expect(render(cleanReport)).toBe(
      'No map race found in 3 processes (go1.26.8 linux/amd64), up to 14 goroutines using maps at once.\n',
    )
  })

  test('says what may be missing', () => {
    const warnings = ['5 races found no room in the event stream and cannot be shown.']
    const text = render({ ...cleanReport, run: { ...cleanReport.run, status: 'running' }, warnings })
    expect(text).toContain('warning: 5 races found no room')
    expect(text).toContain('warning: MapSan was ended before the run was over')
  })

  test('says that an access is not known any more, and nothing about its locks', () => {
    const [newer] = encodeRace.accesses
    const forgotten = { op: 'read', goroutine: { id: 0, createdBy: [] }, stack: [], locks: [] } as const
    const text = render({ ...reloadReport, findings: [{ ...encodeRace, accesses: [newer, forgotten] }] })
    expect(text).toContain('  earlier read by another goroutine\n\n')
    expect(text).not.toContain('holding no lock')
  })

  test.each([
    [[], [], 'Guard both places with Config.mu, which stands beside the map'],
    [[lock('0x1', 'write')], [], 'Only the write by goroutine 8 holds a lock.'],
    [[], [lock('0x1', 'write')], 'Only the iteration by goroutine 1 holds a lock.'],
    [[lock('0x1', 'write')], [lock('0x2', 'write')], 'but none in common'],
    [[lock('0x1', 'read')], [lock('0x2', 'read'), lock('0x1', 'read')], 'but the write by goroutine 8 only for reading'],
    [[lock('0x1', 'write')], [lock('0x1', 'write')], 'Was it unlocked by another goroutine'],
  ])('says what locks %j and %j mean', (held, earlier, advice) => {
    const [newer, older] = encodeRace.accesses
    const accesses = [{ ...newer, locks: held }, { ...older, locks: earlier }] as const
    const text = render({ ...reloadReport, findings: [{ ...encodeRace, accesses }] })
    expect(text.replace(/\s+/g, ' ')).toContain(advice)
  })

  test('does without sources that were not kept', () => {
    const text = render({ ...reloadReport, excerpts: [] })
    expect(text).not.toContain(' | ')
    expect(text).toContain('config/config.go:31')
  })
})

describe('hostile and extreme input', () => {
  test('nothing of the program reaches the terminal as a control character', () => {
    const evil = '\u001b]0;owned\u0007\r\n\u009b31m\u202e'
    const text = render({
      ...reloadReport,
      findings: [withTexts(encodeRace, evil)],
      warnings: [evil],
      excerpts: [{ file: `/${evil}/evil.go`, line: 1, firstLine: 1, lines: [`\t// ${evil}`] }],
    })
    expect(text).toMatch(/1 \| \/\/ \\x1b]0;owned/)
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
  })

  test('a type name of a thousand characters leaves the layout alone', () => {
    const type = `map[string]main.Cache[${'main.Key,'.repeat(110)}int]`
    const finding = withTexts(encodeRace, 'x')
    const text = render({ ...reloadReport, findings: [{ ...finding, map: { ...finding.map, type }, message: `${type} raced` }] })
    const widths = text.split('\n').map((line) => line.length)
    expect(Math.max(...widths)).toBeLessThanOrEqual(plain.width)
  })

  test('a hundred thousand findings take seconds, and stream', () => {
    const findings = Array.from({ length: 100_000 }, (_, index) => ({ ...reloadRace, id: `race-${index}` }))
    let size = 0
    let last = ''
    for (const format of ['terminal', 'json'] as const) {
      for (const piece of renderers[format]({ ...reloadReport, findings }, plain)) {
        size = Math.max(size, piece.length)
        if (format === 'terminal') last = piece
      }
    }
    expect(last).toContain('100,000 map races found in 1 process')
    expect(size).toBeLessThan(100_000)
  }, 120_000)

  test('what is not shown in full is still named', () => {
    const findings = Array.from({ length: 60 }, (_, index) => ({ ...encodeRace, id: `race-${index}` }))
    const text = render({ ...reloadReport, findings })
    expect(text).toContain('10 more races, in brief')
    for (const { id } of findings) expect(text).toContain(id)
  })
})

function render(report: Report, options = plain): string {
  return [...renderers.terminal(report, options)].join('')
}

function withTexts(finding: typeof encodeRace, text: string): typeof encodeRace {
  const stack = [{ function: `main.${text}`, file: `/${text}/evil.go`, line: 1 }]
  const lock = { address: '0x1', mode: 'write', acquiredAt: stack } as const
  const [newer, older] = finding.accesses
  const goroutine = { id: 5, createdBy: stack }
  return {
    ...finding,
    message: text,
    map: { ...finding.map, type: text },
    accesses: [
      { ...newer, stack, goroutine, locks: [lock] },
      { ...older, stack, goroutine, locks: [] },
    ],
  }
}
