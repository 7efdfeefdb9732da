import { describe, expect, test } from 'vitest'
import { groupRaces } from '../../src/analysis/findings.ts'
import { nameRaces } from '../../src/analysis/names.ts'
import { decodeRaceLog } from '../../src/run/race-log/decode.ts'
import type { Report } from '../../src/model/report.ts'
import { jsonReport } from '../../src/report/json-schema.ts'
import { fails } from '../../src/workflows/reporting.ts'
import { render } from '../report/render.ts'
import { run as anyRun } from '../report/reload-report.ts'
import { recordedLog } from './recorded-logs.ts'

const run = {
  ...anyRun, detector: 'race', command: ['mapsan', 'race', 'run', '.'], cwd: '/srv/shop', moduleRoot: '/srv/shop', modulePaths: ['example.com/shop'],
} as const

function reportOf(...logs: string[]): Report {
  const streams = logs.map((text, index) => decodeRaceLog(Buffer.from(text), 4711 + index))
  return { ...groupRaces(nameRaces(streams, undefined, run), run), run, unusedSuppressions: [], excerpts: [] }
}

/** A race on a map, and one on other memory. */
const both = (): Report => reportOf(recordedLog('go1.26.8-all.log').split('==================\n').slice(0, 3).join('==================\n'), counterLog)

const log = recordedLog('go1.26.8-test.log')
const report = reportOf(log)

test('a process says how many reports it made when it ends; one that does not has not come to its end', () => {
  const ended = 'Found 2 data race(s)\n'
  expect(decodeRaceLog(Buffer.from(`${log}${ended}`), 1).header.state).toBe('exited')
  expect(decodeRaceLog(Buffer.from(log.replace(/^Found .*$/gm, '')), 1).header.state).toBe('unknown')
})

test('what is done to other memory is a read or a write', () => {
  const accesses = decodeRaceLog(Buffer.from(counterLog.replace(/^Previous write/m, 'Previous read')), 1).races.flatMap(({ accesses: [newer, older] }) => [newer, older])
  expect(accesses.map(({ op }) => op).slice(0, 2)).toEqual(['write', 'read'])
})

test('a report that is cut off is one of those that were counted', () => {
  const torn = '==================\nWARNING: DATA RACE\nWrite at 0x00c00001c0c0 by goroutine 7:\n==================\nFound 1 data race(s)\n'
  expect(decodeRaceLog(Buffer.from(torn), 1).warnings.map(({ message }) => message)).toEqual([expect.stringContaining('is cut off, after a write')])
})

describe('reports of the race detector', () => {
  test.each([['terminal', 'txt'], ['json', 'json'], ['github', 'github.txt'], ['markdown', 'md'], ['junit', 'junit.xml'], ['baseline', 'baseline.json']] as const)('as %s', async (format, extension) => {
    await expect(render(format, both())).toMatchFileSnapshot(`golden/shop.${extension}`)
  })

  test('as results of SARIF', async () => {
    // Without the texts of all rules.
    const { runs: [first] } = JSON.parse(render('sarif', both()))
    await expect(`${JSON.stringify(first.results, undefined, 2)}\n`).toMatchFileSnapshot('golden/shop.sarif-results.json')
  })

  test('the JSON keeps to its schema, and the page says nothing that nobody knows', () => {
    expect(jsonReport.parse(JSON.parse(render('json', report))).findings).toHaveLength(2)
    const page = render('html', reportOf(counterLog))
    expect(page).toContain('1 data race')
    expect(page).not.toMatch(/holding no lock|map race</i)
  })

  test('one race of several processes is one finding', () => {
    expect(reportOf(log, log).findings.map(({ rule, count }) => [rule, count])).toEqual([['map-race', 2], ['map-race', 2]])
    expect(reportOf(log, log).coverage.processes).toBe(2)
  })

  test('nothing is said of locks that are not known, and none is said to be missing', () => {
    for (const { message } of report.findings) expect(message).not.toContain('lock')
  })

  test('the read that go1.27 leaves out is said to be in a callee, and has no name of that line', () => {
    const [race] = decodeRaceLog(Buffer.from(recordedLog('go1.27.3-all.log')), 1).races
    expect(race?.accesses[0]).toMatchObject({ op: 'read', inCallee: true })
    expect(race?.accesses[1].inCallee).toBeUndefined()
    const { findings } = reportOf(recordedLog('go1.27.3-all.log'))
    expect(findings.map(({ message }) => message)).toContain('a map is written by goroutine 7 at main.go:62 while goroutine 1 reads it in a function called at main.go:46')
  })

  test('a plain read, of len, and a write by a function of maps are a race on the map', () => {
    const { races } = decodeRaceLog(Buffer.from(recordedLog('go1.26.8-all.log')), 1)
    expect(races.filter(({ map }) => map.type === 'map')).toHaveLength(14)
    expect(races.find(({ accesses: [newer] }) => newer.stack[0]?.function === 'main.init.func13.2')?.map.type).toBe('map')
  })

  test('no log at all is a clean run, without a warning', () => {
    const clean = reportOf()
    expect(clean).toMatchObject({ findings: [], warnings: [] })
    expect(render('terminal', clean)).toBe('No data race found by the race detector (go1.26.8 linux/amd64).\n')
  })
})

describe('a process that was killed', () => {
  const second = log.indexOf('WARNING', log.indexOf('WARNING') + 1)

  test('in the middle of the first access of a report: the report fails, and says where the race was', () => {
    const cut = reportOf(log.slice(0, log.indexOf('main.go', second) + 40))
    expect(cut.findings).toHaveLength(1)
    expect(cut.warnings).toEqual([
      '1 race happened whose report is cut off and cannot be shown.',
      expect.stringMatching(/^The log of the race detector of process 4711 at byte \d+: this report of the race detector is cut off, after a write in runtime\.mapassign_fast64 at \S+:\d+\.$/),
    ])
  })

  test('before anything of the only report was written: it fails all the same, whatever counts as a failure', () => {
    const torn = reportOf('==================\nWARNING: DATA RACE\n')
    expect(torn.findings).toEqual([])
    expect([fails(torn, 'finding'), fails(torn, 'warning'), fails(torn, 'never')]).toEqual([true, true, false])
  })

  test('in the last stack: the finding is there, and a warning', () => {
    const cut = reportOf(log.slice(0, log.lastIndexOf('Goroutine')))
    expect(cut.findings).toHaveLength(2)
    expect(cut.warnings).toHaveLength(1)
  })

  test('and one whose log lost reports: the count that the race detector wrote does not fit', () => {
    const all = recordedLog('go1.26.8-all.log')
    expect(reportOf(all).warnings).toEqual([])
    expect(reportOf(all.slice(all.indexOf('==================\n==================\n') + 19)).warnings).toEqual([expect.stringContaining('the race detector counted 21 reports, and 20 are there')])
  })
})

const counterLog = `==================
WARNING: DATA RACE
Write at 0x00c00001c0a8 by goroutine 8:
  main.(*till).take()
      /srv/shop/till.go:12 +0x44

Previous write at 0x00c00001c0a8 by main goroutine:
  main.(*till).take()
      /srv/shop/till.go:12 +0x5c
  main.main()
      /srv/shop/main.go:30 +0x1a4

Goroutine 8 (finished) created at:
  main.main()
      /srv/shop/main.go:28 +0x18b
==================
Found 1 data race(s)
`
