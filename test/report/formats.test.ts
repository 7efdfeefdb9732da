import { describe, expect, test } from 'vitest'
import { formats, renderers, reportFiles, type Format } from '../../src/report/registry.ts'
import { findingOf, hostileReport } from './hostile-report.ts'
import { cleanReport, judgedReport, reloadRace, reloadReport } from './reload-report.ts'
import { render } from './render.ts'

const golden: Readonly<Partial<Record<Format, string>>> = {
  sarif: 'reload.sarif', junit: 'reload.junit.xml', github: 'reload.github.txt', markdown: 'reload.md', baseline: 'reload.baseline.json',
}

describe.each(Object.entries(golden))('%s', (name, file) => {
  const format = formats.find((one) => one === name) ?? 'json'

  test('shows a report in which some findings are suppressed', async () => {
    await expect(render(format, judgedReport)).toMatchFileSnapshot(`golden/${file}`)
  })
})

describe.each(formats)('%s', (format) => {
  test.each([['races', reloadReport], ['suppressed races', judgedReport], ['no race', cleanReport], ['hostile texts', hostileReport]])(
    'gives the same bytes for the same report (%s)',
    (_title, report) => {
      expect(render(format, report)).toBe(render(format, structuredClone(report)))
    },
  )

  test('takes a map type of a thousand characters', () => {
    const type = `map[string]main.Cache[${'main.Key,'.repeat(110)}int]`
    expect(render(format, { ...reloadReport, findings: [findingOf(type)] })).toContain('main.Key')
  })
})

// Quadratic ways, or one string for all, would fail. Terminal and JSON are in terminal.test.ts.
test.each(formats.filter((format) => format !== 'terminal' && format !== 'json'))('%s takes a hundred thousand findings, in pieces', (format) => {
  const findings = Array.from({ length: 100_000 }, (_, index) => ({ ...reloadRace, id: `race-${index}` }))
  let largest = 0
  for (const piece of renderers[format]({ ...reloadReport, findings }, { colour: false, width: 100 })) largest = Math.max(largest, piece.length)
  expect(largest).toBeLessThan(100_000)
}, 120_000)

// Those that people read. In JSON the texts are data, and the same as in the program.
test.each(['terminal', 'junit', 'github', 'markdown', 'html'] as const)('%s passes nothing on that would act on a terminal', (format) => {
  expect(/[\p{Cc}\u202e\ufeff]/u.exec(render(format, hostileReport).replaceAll('\n', ''))).toBeNull()
})

test('each format has a file of its own', () => {
  expect(new Set(Object.values(reportFiles)).size).toBe(formats.length)
})
