import { describe, expect, test } from 'vitest'
import { groupRaces } from '../../src/analysis/findings.ts'
import type { Finding, RaceEvent } from '../../src/model/finding.ts'
import type { Ignore, IgnoreTarget, Suppressions } from '../../src/model/suppression.ts'
import { suppress } from '../../src/suppression/suppress.ts'
import { access, origin, race, stream } from '../analysis/races.ts'

const reload = access('write', 'reload.go:31', 8)
const handler = access('read', 'handler.go:17', 7)

function ignore(target: IgnoreTarget, file = '/shop/reload.go'): Ignore {
  return { kind: target.kind === 'line' ? 'comment' : 'config', rule: 'map-race', reason: 'by protocol', file, line: 30, target }
}

function judge(suppressions: Partial<Suppressions>, ...races: readonly RaceEvent[]) {
  const { findings } = groupRaces([stream(races.length > 0 ? races : [race(handler, reload)])], origin)
  return suppress(findings, { ignores: [], mistakes: [], ...suppressions }, origin)
}

describe('a race is ignored', () => {
  test.each([
    ['by the line of either side', { kind: 'line', line: 31 }, '/shop/reload.go', true],
    ['by the line of the other side', { kind: 'line', line: 17 }, '/shop/handler.go', true],
    ['not by another line', { kind: 'line', line: 32 }, '/shop/reload.go', false],
    ['not by the same line of another file', { kind: 'line', line: 31 }, '/shop/handler.go', false],
    ['by a function', { kind: 'function', name: 'main.reload' }, '/shop/mapsan.json', true],
    ['not by the beginning of its name', { kind: 'function', name: 'main.re' }, '/shop/mapsan.json', false],
    ['by a package', { kind: 'package', pattern: 'main' }, '/shop/mapsan.json', true],
    ['not by a package above it', { kind: 'package', pattern: 'example.com' }, '/shop/mapsan.json', false],
  ] as const)('%s', (_title, target, file, matches) => {
    const { findings, unusedSuppressions } = judge({ ignores: [ignore(target, file)] })
    expect(findings.map(({ suppression }) => suppression !== undefined)).toEqual([matches])
    expect(unusedSuppressions).toHaveLength(matches ? 0 : 1)
  })

  test('by a function that called the one that raced, and by one whose closure raced', () => {
    const called = { ...reload, stack: [...reload.stack, { function: 'main.start.func1', file: '/shop/start.go', line: 5 }] }
    expect(judge({ ignores: [ignore({ kind: 'function', name: 'main.start' })] }, race(called, handler)).findings[0]?.suppression).toBeDefined()
  })

  test('by all packages below a path, and the package at the path', () => {
    const of = (symbol: string) => race({ ...reload, stack: [{ function: symbol, file: '/mod/x.go', line: 1 }] }, handler)
    const ignores = [ignore({ kind: 'package', pattern: 'github.com/acme/...' })]
    const suppressed = (symbol: string) => judge({ ignores }, of(symbol)).findings[0]?.suppression !== undefined
    expect(['github.com/acme/lib.Dump', 'github.com/acme.Dump', 'github.com/acmecorp/lib.Dump'].map(suppressed)).toEqual([true, true, false])
  })

  test('by the line that called a dependency, where the dependency cannot have a comment', () => {
    const inLibrary = { function: 'github.com/acme/lib.Dump', file: '/home/dev/go/pkg/mod/github.com/acme/lib@v1.2.0/dump.go', line: 9 }
    const through = { ...reload, stack: [inLibrary, ...reload.stack] }
    expect(judge({ ignores: [ignore({ kind: 'line', line: 31 })] }, race(through, handler)).findings[0]?.suppression).toBeDefined()
  })

  test('under -trimpath as well', () => {
    const trimmed = { ...reload, stack: [{ function: 'main.reload', file: 'example.com/shop/reload.go', line: 31 }] }
    expect(judge({ ignores: [ignore({ kind: 'line', line: 31 })] }, race(trimmed, handler)).findings[0]?.suppression).toEqual({
      kind: 'comment', reason: 'by protocol', file: '/shop/reload.go', line: 30,
    })
  })
})

describe('a baseline', () => {
  const [known] = judge({}).findings
  const baseline = { file: 'b.json', ids: [known?.id ?? '', 'gone'] }

  test('covers the races that it names, and no new one', () => {
    const fresh = race(handler, access('write', 'other.go:4'))
    const { findings, baseline: file, unusedSuppressions } = judge({ baseline }, race(handler, reload), fresh)
    expect(findings.map(({ id, suppression }) => [id === known?.id, suppression?.kind])).toEqual([[false, undefined], [true, 'baseline']])
    expect(file).toBe('b.json')
    expect(unusedSuppressions).toEqual(['1 race of b.json did not happen in this run.'])
  })

  test('gives way to an ignore, which has a reason', () => {
    const { findings } = judge({ baseline, ignores: [ignore({ kind: 'line', line: 31 })] })
    expect(findings[0]?.suppression?.kind).toBe('comment')
  })
})

test('mistakes and what matched nothing are said, with their places', () => {
  const ignores = [ignore({ kind: 'line', line: 99 }), ignore({ kind: 'function', name: 'main.gone' }, '/shop/mapsan.json')]
  expect(judge({ ignores, mistakes: ['cart.go:2: no reason.'] }).unusedSuppressions).toEqual([
    'cart.go:2: no reason.',
    'reload.go:30: mapsan:ignore map-race matched no race of this run.',
    'mapsan.json:30: the ignore of main.gone matched no race of this run.',
  ])
})

test('a hundred thousand races and a thousand ignores take seconds', () => {
  const [found] = groupRaces([stream([race(handler, reload)])], origin).findings
  if (!found) throw new Error('no finding')
  const findings = Array.from({ length: 100_000 }, (_, index): Finding => (
    { ...found, id: `race-${index}`, accesses: [access('write', `f${index % 1000}.go:${index}`), handler] }
  ))
  const ignores = Array.from({ length: 1000 }, (_, index) => ignore({ kind: 'line', line: index }, `/shop/f${index}.go`))
  const judged = suppress(findings, { ignores, mistakes: [], baseline: { file: 'b.json', ids: ['race-5000'] } }, origin)
  expect(judged.findings.filter(({ suppression }) => suppression !== undefined)).toHaveLength(1001)
}, 120_000)
