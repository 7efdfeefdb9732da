import { marked } from 'marked'
import { describe, expect, test } from 'vitest'
import { jsonReport } from '../../src/report/json-schema.ts'
import { formats, type Format } from '../../src/report/registry.ts'
import { ownershipRenderers } from '../../src/report/views.ts'
import { evil, hostileReport } from './hostile-report.ts'
import { observedReport } from './observed-report.ts'
import { cleanReport } from './reload-report.ts'
import { render } from './render.ts'

function ownership(format: Format, report = observedReport, width = 80): string {
  return [...(ownershipRenderers[format]?.(report, { colour: false, width }) ?? [])].join('')
}

const golden: Readonly<Partial<Record<Format, string>>> = {
  terminal: 'observed.txt', markdown: 'observed.md', github: 'observed.github.txt', junit: 'observed.junit.xml', json: 'observed.json',
}

describe('a report of maps that were observed', () => {
  test.each(Object.entries(golden))('in %s has guards, breaches and warnings', async (name, file) => {
    const format = formats.find((one) => one === name) ?? 'json'
    await expect(render(format, observedReport)).toMatchFileSnapshot(`golden/${file}`)
  })

  test('has the layout that the schema of JSON writes down', () => {
    const { findings, sharedMaps, guardGaps } = jsonReport.parse(JSON.parse(render('json', observedReport)))
    expect(findings.map(({ rule }) => rule)).toEqual(['map-race', 'owner', 'guarded-by', 'guarded-by'])
    expect([sharedMaps?.length, guardGaps.length]).toEqual([4, 1])
  })

  test.each(formats)('in %s is the same bytes each time', (format) => {
    expect(render(format, observedReport)).toBe(render(format, structuredClone(observedReport)))
  })

  test('in SARIF has breaches as results, with one location or two, and the warning as a note and no result', () => {
    const [log] = JSON.parse(render('sarif', observedReport)).runs
    expect(log.results.map(({ ruleId, relatedLocations }: { ruleId: string; relatedLocations: unknown[] }) => [ruleId, relatedLocations.length])).toEqual([
      ['map-race', 2], ['owner', 2], ['guarded-by', 1], ['guarded-by', 1],
    ])
    expect(log.invocations[0].toolExecutionNotifications).toEqual([{ level: 'note', message: { text: expect.stringContaining('this line is among the rest') } }])
  })
})

describe('the view of who owns which map', () => {
  test('shows the maps of this module, readable at 80 columns', async () => {
    const text = ownership('terminal')
    await expect(text).toMatchFileSnapshot('golden/observed-ownership.txt')
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
  })

  test('is a table of Markdown as well', async () => {
    await expect(ownership('markdown')).toMatchFileSnapshot('golden/observed-ownership.md')
  })

  test('does not say that a lock handed a map over that was only held meanwhile', () => {
    const [maps] = observedReport.sharedMaps ?? []
    const [one] = maps?.handOvers ?? []
    if (maps === undefined || one === undefined) throw new Error('nothing is handed over')
    const report = { ...observedReport, sharedMaps: [{ ...maps, handOvers: [{ ...one, by: 'unknown' as const }] }] }
    const words = 'while the former held Config.mu, taken at config.go:15'
    expect(ownership('terminal', report, 200)).toContain(`from config.go:17 to config.go:44 ${words}\n`)
    expect(render('html', report).replaceAll(/<[^>]+>/g, '')).toContain(`${words}: from read at config.go:17`)
  })

  test('says that it was not observed, which is not that nothing is shared', () => {
    for (const format of ['terminal', 'markdown'] as const) {
      expect(ownership(format, cleanReport).replaceAll(/\s+/g, ' ')).toContain('It was not observed how maps are shared')
      expect(ownership(format, { ...cleanReport, sharedMaps: [] })).not.toContain('not observed')
    }
  })

  test('passes nothing of the program on that would act on a terminal, or be markup', () => {
    const stack = [{ function: `main.${evil}`, file: `/home/dev/server/${evil}/evil.go`, line: 1 }]
    const place = { op: 'read', expression: evil, stack, createdBy: stack, goroutine: evil } as const
    const lock = { name: evil, mode: 'write', acquiredAt: stack } as const
    const maps = {
      type: evil, expression: evil, count: 1, first: place, uses: [{ ...place, locks: [lock], count: 1, goroutines: 2 }],
      handOvers: [{ from: place, to: place, by: 'lock', lock: evil, at: stack, count: 1 } as const], guard: { lock: evil, held: 1, of: 1 },
    }
    const report = { ...hostileReport, sharedMaps: [maps] }
    for (const format of ['terminal', 'markdown'] as const) {
      expect(/[\p{Cc}\u202e\ufeff]/u.exec(ownership(format, report).replaceAll('\n', ''))).toBeNull()
    }
    const html = marked.parse(ownership('markdown', report), { async: false }).replaceAll(/<code[\s\S]*?<\/code>/g, '')
    expect(html).toContain('everyone')
    expect(html).not.toMatch(/<script|<img|<a |@everyone/)
  })
})
