import { describe, expect, test } from 'vitest'
import { groupRaces } from '../../src/analysis/findings.ts'
import type { RaceEvent } from '../../src/model/finding.ts'
import { indexLines, statementText } from '../../src/model/lines.ts'
import { access, origin, race, stream } from './races.ts'

const reload = access('write', 'reload.go:31', 8)
const at = (line: number): RaceEvent => race(reload, access('read', `handler.go:${line}`))

/** Ids by the line of the reader, in a version of the source in which these lines read so. */
function idsIn(handler: Readonly<Record<number, string>>, ...races: readonly RaceEvent[]): Record<string, string> {
  const lines = Object.entries(handler).map(([line, text]) => ({ file: '/shop/handler.go', line: Number(line), text: statementText(text) }))
  const { findings } = groupRaces([stream(races)], origin, indexLines(lines))
  return Object.fromEntries(findings.map(({ id, accesses }) => [accesses[1]?.stack[0]?.line ?? 0, id]))
}

describe('with the sources', () => {
  test('two races of one pair of functions are told apart by their statements, whichever of them happened', () => {
    const before = idsIn({ 9: '\treturn stock[name]', 14: '\tfor range stock {' }, at(9), at(14))
    expect(new Set(Object.values(before)).size).toBe(2)
    const after = idsIn({ 12: '\treturn stock[name]', 20: '\tfor range stock {' }, at(20))
    expect(after[20]).toBe(before[14])
  })

  test('what a formatter does, and a comment, change nothing', () => {
    const plain = idsIn({ 9: '\treturn stock[name]' }, at(9))[9]
    expect(idsIn({ 9: '        return  stock[name] // mapsan:ignore map-race x' }, at(9))[9]).toBe(plain)
    expect(idsIn({ 9: '\treturn stock[key]' }, at(9))[9]).not.toBe(plain)
  })

  test('the same statement twice is numbered', () => {
    const ids = idsIn({ 9: 'x = stock[name]', 10: 'x = stock[name]' }, at(9), at(10))
    expect(ids[10]).toBe(`${ids[9]}-2`)
  })
})

test.each([
  ['main.serve.func1', 'main.serve.func2', true],
  ['main.serve.func1.2', 'main.serve.func1.3', true],
  ['main.all-range1', 'main.all-range2', true],
  ['main.serve.gowrap1', 'main.serve.gowrap3', true],
  ['main.Cache[...].Get', 'main.Cache[...].Set', false],
  ['example.com/lib/v2.Get', 'example.com/lib/v3.Get', false],
  ['main.base64', 'main.base32', false],
  ['main.serve', 'main.serve.func1', false],
])('a race in %s is the same as one in %s: %s', (before, after, same) => {
  const idOf = (symbol: string): string | undefined => {
    const reader = { ...access('read', 'handler.go:9'), stack: [{ function: symbol, file: '/shop/handler.go', line: 9 }] }
    return groupRaces([stream([race(reload, reader)])], origin).findings[0]?.id
  }
  expect(idOf(before) === idOf(after)).toBe(same)
})
