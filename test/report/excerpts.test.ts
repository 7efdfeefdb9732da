import { expect, test } from 'vitest'
import { cutExcerpt, findingsInFull, quotedPlaces } from '../../src/report/excerpts.ts'
import { encodeRace, reloadRace, run } from './reload-report.ts'

const source = Array.from({ length: 9 }, (_, index) => `line ${index + 1}`).join('\r\n')
const at = (line: number) => cutExcerpt({ file: '/a.go', line }, source)

test('quoted are the lines that a user can change, each once', () => {
  expect(quotedPlaces([reloadRace, encodeRace], run)).toEqual([
    { file: '/home/dev/server/config/config.go', line: 17 },
    { file: '/home/dev/server/config/config.go', line: 31 },
    { file: '/home/dev/go/pkg/mod/github.com/acme/lib@v1.2.0/dump.go', line: 9 },
  ])
})

test('findings that are shown in brief need no sources', () => {
  const many = [...Array.from({ length: findingsInFull }, () => reloadRace), encodeRace]
  expect(quotedPlaces(many, run)).toHaveLength(2)
})

test('an excerpt has two lines on either side, as far as there are any', () => {
  expect(at(5)).toEqual({ file: '/a.go', line: 5, firstLine: 3, lines: ['line 3', 'line 4', 'line 5', 'line 6', 'line 7'] })
  expect(at(1)).toMatchObject({ firstLine: 1, lines: ['line 1', 'line 2', 'line 3'] })
  expect(at(9)).toMatchObject({ firstLine: 7, lines: ['line 7', 'line 8', 'line 9'] })
})

test('a source that has no such line any more is not quoted', () => {
  expect(at(10)).toBeUndefined()
  expect(at(0)).toBeUndefined()
})
