import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { evil, findingOf } from './hostile-report.ts'
import { hostileObserved } from './hostile-observed.ts'
import { observedRace, observedReport, sharedMaps } from './page-report.ts'
import { cleanReport, judgedReport, reloadRace, reloadReport } from './reload-report.ts'
import { render } from './render.ts'

describe('the HTML report', () => {
  test('shows a run that was observed, in which some races are suppressed', async () => {
    await expect(render('html', observedReport)).toMatchFileSnapshot('golden/reload.html')
  })

  test('says what counts, what does not, and why', () => {
    const text = textOf(render('html', judgedReport))
    expect(text).toContain('1 map race in example.com/server')
    expect(text).toContain('2 races suppressed: 1 by a comment, 1 by the baseline.')
    expect(text).toContain('Does not count: “only at start-up” (main.go:29).')
    expect(text).toContain('main.go:77: mapsan:ignore map-race matched no race of this run.')
    expect(textOf(render('html', cleanReport))).toContain('No map race found in 3 processes')
  })

  test('says of source lines why they are not there', () => {
    const [excerpt, ...others] = reloadReport.excerpts
    if (!excerpt) throw new Error('there is no excerpt')
    const changed = { ...excerpt, lines: [], changed: true } as const
    expect(render('html', { ...reloadReport, excerpts: [changed, ...others] })).toContain('The file has changed since the program was built')
    expect(render('html', { ...reloadReport, excerpts: [] })).toContain('The lines of this place were not kept')
  })

  test('says whether it was observed how maps are shared', () => {
    expect(render('html', judgedReport)).toContain('It was not observed how maps are shared')
    expect(render('html', { ...judgedReport, sharedMaps: [] })).toContain('No map was used by more than one goroutine.')
    expect(render('html', observedReport)).toContain('id="maps-table"')
  })

  test('shows a breach of a declaration: what was declared, and by what else the map went on', () => {
    const declaration = { kind: 'owner', file: '/home/dev/server/config/config.go', line: 9 } as const
    const breach = { ...reloadRace, rule: 'owner', breach: { declaration, by: 'lock', lock: 'Config.mu', at: [] }, fatal: false } as const
    const text = textOf(render('html', { ...reloadReport, findings: [breach, { ...breach, accesses: [breach.accesses[0]] }] }))
    expect(text).toContain('2 breaches of declarations in example.com/server')
    expect(text).toContain('declared// mapsan:owner at config/config.go:9')
    expect(text).toContain('handed overby Config.mu')
    expect(text).not.toContain('What the two goroutines did')
    // Why, what to change, the limits.
    expect(text).toContain('Why it is a mistake')
  })

  test('warns of places that lack the guard', () => {
    const [, map] = sharedMaps
    if (!map?.guard) throw new Error('there is no guarded map')
    const page = render('html', { ...cleanReport, guardGaps: [{ map, guard: map.guard, places: map.uses.slice(1) }] })
    expect(page).toContain('c.data is guarded by Config.mu in 99.9% of accesses')
    expect(page).toContain('class="result doubtful"')
  })

  test('allows its own script and style by their hashes, and nothing else', () => {
    const page = render('html', observedReport)
    const [, policy = ''] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page) ?? []
    const hash = (element: string) => {
      const [, text = ''] = new RegExp(`<${element}>([\\s\\S]*)</${element}>`).exec(page) ?? []
      return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
    }
    const expected = `default-src 'none'; script-src ${hash('script')}; style-src ${hash('style')}; base-uri 'none'; form-action 'none'`
    expect(policy.replaceAll('&#39;', "'")).toBe(expected)
  })
})

describe('hostile and extreme input', () => {
  const hostile = render('html', hostileObserved)

  test('nothing of the program is an element, an attribute or the end of a script', () => {
    expect(tagsOf(hostile)).toEqual(expect.arrayContaining(['article', 'script', 'svg']))
    const known = new Set(tagsOf(render('html', observedReport)))
    expect(tagsOf(hostile).filter((name) => !known.has(name))).toEqual([])
    expect(hostile.match(/<\/?script/g)).toHaveLength(2)
    expect(tagsOf(evil)).toContain('script')
  })

  test('nothing of the program acts on a terminal or reorders a line', () => {
    expect(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.exec(hostile.replaceAll('\n', ''))).toBeNull()
    expect(hostile).toContain('\\u{202e}')
  })

  test('of a hundred thousand races the page stays small, and says what it leaves out', () => {
    const findings = Array.from({ length: 100_000 }, (_, index) => ({ ...observedRace, id: `race-${index}` }))
    const maps = Array.from({ length: 500 }, () => sharedMaps).flat()
    const before = performance.now()
    const page = render('html', { ...observedReport, findings, sharedMaps: maps })
    const seconds = (performance.now() - before) / 1000
    console.log(`100,000 races and ${maps.length} maps: ${(page.length / 1e6).toFixed(1)} MB of HTML in ${seconds.toFixed(2)} s`)
    expect(page.length).toBeLessThan(5_000_000)
    expect(page).toContain('100,000 map races found')
    expect(page).toContain('99,000 more findings can be found in the JSON report')
    expect(page).toContain('1,000 maps are listed; the JSON report has all 1,500.')
    for (const id of ['race-0', 'race-49']) expect(page).toContain(`<article class="finding" id="finding-${id}"`)
    expect(page).not.toContain('id="finding-race-50"')
  })

  test('races beyond those in full are in the table', () => {
    const findings = Array.from({ length: 60 }, (_, index) => ({ ...reloadRace, id: `race-${index}` }))
    expect(render('html', { ...reloadReport, findings }).match(/<tr data-item>/g)).toHaveLength(60)
  })

  test('a type of a thousand characters is whole in one place, and short where there is no room', () => {
    const type = `map[string]main.Cache[${'main.Key,'.repeat(110)}int]`
    const page = render('html', { ...reloadReport, findings: [findingOf(type), findingOf(type, { id: 'second' })] })
    expect(page).toContain(`<dd><code>${type}</code></dd>`)
    expect(page).toMatch(/<small>map-race, map\[string\]main[^<]*…[^<]*<\/small>/)
  })
})

function tagsOf(page: string): string[] {
  return [...new Set(Array.from(page.matchAll(/<\/?([a-z][\w-]*)/gi), ([, name = '']) => name.toLowerCase()))]
}

function textOf(page: string): string {
  return page.replaceAll(/<[^>]*>/g, '')
}
