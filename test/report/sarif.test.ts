import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import addFormats from 'ajv-formats'
import Ajv from 'ajv-draft-04'
import type { Log, Result } from 'sarif'
import { describe, expect, test } from 'vitest'
import type { Report } from '../../src/model/report.ts'
import { artifactLocation } from '../../src/report/sarif/uri.ts'
import { findingOf, hostileReport } from './hostile-report.ts'
import { cleanReport, encodeRace, judgedReport, reloadReport, run } from './reload-report.ts'
import { render } from './render.ts'

const schemaFile = createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json')
const ajv = new Ajv.default({ strict: false, allErrors: true, unicodeRegExp: false })
addFormats.default(ajv)
const isSarif = ajv.compile(JSON.parse(readFileSync(schemaFile, 'utf8')))

function valid(report: Report): Log {
  const log: Log = JSON.parse(render('sarif', report))
  isSarif(log)
  expect(isSarif.errors).toBeNull()
  return log
}

function results(report: Report): readonly Result[] {
  return valid(report).runs[0]?.results ?? []
}

describe('SARIF', () => {
  test.each([['races', reloadReport], ['suppressed races', judgedReport], ['no race', cleanReport], ['hostile texts', hostileReport]])(
    'is valid by the schema of 2.1.0 (%s)',
    (_title, report) => {
      expect(results(report)).toHaveLength(report.findings.length)
    },
  )

  test('the schema is really asked', () => {
    expect(isSarif({ version: '2.1.0', runs: [{ results: [] }] })).toBe(false)
  })

  test('the message links the other side, which is the first related location', () => {
    const [first] = results(reloadReport)
    expect(first?.message.text).toContain('read by goroutine 7 at [config/config.go:17](1).')
    expect(first?.relatedLocations?.[0]).toMatchObject({ id: 1, physicalLocation: { region: { startLine: 17 } } })
    expect(first?.locations?.[0]).toMatchObject({ physicalLocation: { artifactLocation: { uri: 'config/config.go', uriBaseId: 'MODULEROOT' }, region: { startLine: 31 } } })
  })

  test('each side is a flow that ends at its access', () => {
    const [first] = results(reloadReport)
    const ends = first?.codeFlows?.map((flow) => flow.threadFlows[0]?.locations.at(-1)?.location?.physicalLocation?.region?.startLine)
    expect(ends).toEqual([31, 17])
  })

  test('a race is the same whichever access came first', () => {
    const [newer, older] = encodeRace.accesses
    const turned = { ...encodeRace, accesses: [older, newer] } as const
    expect(results({ ...reloadReport, findings: [turned] })).toEqual(results({ ...reloadReport, findings: [encodeRace] }))
  })

  test('says for each result of a compared run whether it is new, and for what reason it does not count', () => {
    expect(results(judgedReport).map(({ baselineState }) => baselineState)).toEqual(['new', 'unchanged', 'new'])
    expect(results(judgedReport).map(({ suppressions }) => suppressions?.map(({ kind }) => kind))).toEqual([[], ['external'], ['inSource']])
    expect(results(reloadReport).every((result) => !('suppressions' in result) && !('baselineState' in result))).toBe(true)
  })

  test('what looks like a link and is none stays text', () => {
    const [result] = results({ ...reloadReport, findings: [findingOf('[x](2)')] })
    expect(result?.message.text).toContain('\\[x\\](2).')
  })

  test('a side that is not known any more leaves the place to the other', () => {
    const [newer, older] = encodeRace.accesses
    const forgotten = { ...newer, stack: [], goroutine: { id: 0, createdBy: [] } }
    const [result] = results({ ...reloadReport, findings: [{ ...encodeRace, accesses: [forgotten, older] }] })
    expect(result?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe('main.go')
  })

  test('a frame without a stack or line gives no place rather than a wrong one', () => {
    const [newer, older] = encodeRace.accesses
    const unknown = { ...older, stack: [], goroutine: { id: 0, createdBy: [] } }
    const made = { ...newer, stack: [{ function: 'main.x', file: '/home/dev/server/x.go', line: 0 }] }
    const [result] = results({ ...reloadReport, findings: [{ ...encodeRace, accesses: [made, unknown] }] })
    expect(result?.locations?.[0]?.physicalLocation).not.toHaveProperty('region')
    expect(result?.relatedLocations).toHaveLength(1)
    expect(result?.message.text).not.toContain('](')
  })
})

test.each([
  ['/home/dev/server/a b/ü#?%.go', { uri: 'a%20b/%C3%BC%23%3F%25.go', uriBaseId: 'MODULEROOT' }],
  ['example.com/server/main.go', { uri: 'main.go', uriBaseId: 'MODULEROOT' }],
  ['/home/dev/go/pkg/mod/x@v1/y.go', { uri: 'file:///home/dev/go/pkg/mod/x%40v1/y.go' }],
  ['net/http/server.go', { uri: 'net/http/server.go' }],
  ['/home/dev/server/\ud800:x.go', { uri: '%EF%BF%BD%3Ax.go', uriBaseId: 'MODULEROOT' }],
])('the URI of %s', (file, location) => {
  expect(artifactLocation(file, run)).toEqual(location)
})

test('a single character that a URI cannot have is escaped', () => {
  for (const character of Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)).filter((one) => one !== '/')) {
    expect(artifactLocation(`/home/dev/server/a${character}b.go`, run).uri).toBe(`a${encodeURIComponent(character)}b.go`)
  }
})
