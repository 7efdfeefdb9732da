import { describe, expect, test } from 'vitest'
import { parseBaseline } from '../../src/suppression/baseline.ts'
import { parseConfig } from '../../src/suppression/config.ts'
import { judgedReport } from '../report/reload-report.ts'
import { render } from '../report/render.ts'

const parse = (text: string) => parseConfig({ path: 'mapsan.json', text })
const error = (message: string) => expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringContaining(message) })

describe('mapsan.json', () => {
  test('names functions and packages, each with a reason and its line', () => {
    const text = `{
  "ignore": [
    { "rule": "map-race", "function": "main.(*Cache).warm", "reason": "before the server listens" },
    { "rule": "map-race", "package": "github.com/acme/...", "reason": "reported: acme/lib#7" }
  ]
}`
    const common = { kind: 'config', rule: 'map-race', file: 'mapsan.json' }
    expect(parse(text)).toEqual([
      { ...common, reason: 'before the server listens', line: 3, target: { kind: 'function', name: 'main.(*Cache).warm' } },
      { ...common, reason: 'reported: acme/lib#7', line: 4, target: { kind: 'package', pattern: 'github.com/acme/...' } },
    ])
    expect(parse('{}')).toEqual([])
  })

  test.each([
    ['{\n  "ignroe": []\n}', 'mapsan.json:2:3: unknown key "ignroe"'],
    ['{"ignore": [{"rule": "map-race", "function": "f", "reason": "r", "why": 1}]}', 'mapsan.json:1:66: unknown key "why"'],
    ['{"ignore": [\n  {"rule": "map-race", "function": "f"}]}', 'mapsan.json:2:3: ignore.0.reason: Invalid input: expected string, received undefined'],
    ['{"ignore": [{"rule": "map-race", "function": "f", "reason": " "}]}', 'mapsan.json:1:61: ignore.0.reason: must not be empty'],
    ['{"ignore": [{"rule": "map-race", "reason": "r"}]}', 'mapsan.json:1:13: ignore.0: name either a function or a package'],
    ['{"ignore": [{"rule": "map-race", "function": "f", "package": "p", "reason": "r"}]}', 'mapsan.json:1:13: ignore.0: name either a function or a package'],
    ['{"ignore": [{"rule": "race", "function": "f", "reason": "r"}]}', 'mapsan.json:1:22: ignore.0.rule: must be one of map-race'],
    ['{"ignore": [],}', 'mapsan.json:1:15: no JSON (PropertyNameExpected)'],
    ['// no\n{}', 'mapsan.json:1:1: no JSON (InvalidCommentToken)'],
    ['', 'mapsan.json:1:1: no JSON (ValueExpected)'],
    ['[]', 'mapsan.json:1:1: Invalid input: expected object, received array'],
    ['{"__proto__": 1}', 'mapsan.json:1:2: unknown key "__proto__"'],
  ])('%j is refused, with the place', (text, message) => {
    expect(() => parse(text)).toThrow(error(message))
  })
})

describe('a baseline', () => {
  test('reads what the format writes: all races that are not ignored by other means', () => {
    const text = render('baseline', judgedReport)
    const ids = judgedReport.findings.filter(({ suppression }) => suppression?.kind !== 'comment').map(({ id }) => id)
    expect(parseBaseline({ path: 'b.json', text })).toEqual({ file: 'b.json', ids: ids.sort() })
  })

  test('of another schema, or another file, is refused', () => {
    expect(() => parseBaseline({ path: 'b.json', text: '{"schema": 2, "findings": []}' })).toThrow(error('b.json:1:12: schema: this MapSan reads baselines of schema 1'))
    expect(() => parseBaseline({ path: 'b.json', text: '{"schema": 1, "findings": [{"id": 7}]}' })).toThrow(/b\.json:1:35: findings\.0\.id/)
  })
})
