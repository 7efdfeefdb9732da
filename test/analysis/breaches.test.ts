import { describe, expect, test } from 'vitest'
import { groupRaces } from '../../src/analysis/findings.ts'
import type { Declaration } from '../../src/model/declaration.ts'
import type { Finding } from '../../src/model/finding.ts'
import type { EdgeKind, HandOver, MapUse, ObservedLock } from '../../src/model/observation.ts'
import { origin } from './races.ts'
import { at, data, handOver, held, observing, shared, use } from './shared.ts'

const mutex = { file: '/shop/config.go', line: 8 }
const guardedBy: Declaration = { kind: 'guardedby', lock: 'Config.mu', lockDeclaredAt: mutex, file: '/shop/config.go', line: 9 }
const owner: Declaration = { kind: 'owner', file: '/shop/config.go', line: 9 }
const mu = (mode: ObservedLock['mode'] = 'write'): ObservedLock => ({ ...held('Config.mu', mode), declaredAt: mutex })
const other: ObservedLock = { ...held('App.mu'), declaredAt: { file: '/shop/app.go', line: 3 } }

function declared(...declarations: readonly Declaration[]) {
  const variable = { ...data, declarations }
  return { get: at('read', 'get.go:17', 'main.go:5', { variable }), put: at('write', 'put.go:31', 'main.go:6', { variable }) }
}

const found = (uses: readonly MapUse[], handOvers: readonly HandOver[] = []): readonly Finding[] => groupRaces([observing(shared(uses, handOvers))], origin).findings

describe('// mapsan:guardedby', () => {
  const { get, put } = declared(guardedBy)

  test('is kept by reading under either mode, and writing under Lock', () => {
    expect(found([use(get, 9, [mu('read')]), use(get, 9, [mu()]), use(put, 1, [mu()])])).toEqual([])
  })

  test('is broken by holding nothing, another lock, or too little', () => {
    const findings = found([use(get, 3, [], 12), use(get, 4, [other]), use(put, 2, [mu('read')])])
    expect(findings.map(({ rule, message, count }) => [rule, message, count])).toEqual([
      ['guarded-by', 'c.data (field data of *Config, map[string]int) is declared mapsan:guardedby Config.mu, but is read by the goroutine started at main.go:5 by main at get.go:17 holding App.mu', 7],
      ['guarded-by', 'c.data (field data of *Config, map[string]int) is declared mapsan:guardedby Config.mu, but is written by the goroutine started at main.go:6 by main at put.go:31 holding Config.mu for reading', 2],
    ])
    expect(findings[0]).toMatchObject({ accesses: [{ op: 'read', observed: { count: 4, goroutines: 1 } }], breach: { declaration: guardedBy }, fatal: false })
  })

  test('is not broken by what may be the lock: without a name, behind a pointer, or among too many to be known', () => {
    const { declaredAt: _, ...pointer } = other
    const { name: __, ...unnamed } = pointer
    expect(found([use(get, 1, [pointer]), use(put, 1, [unnamed]), use(get, 1, Array.from({ length: 6 }, () => other))])).toEqual([])
    const behindPointer = declared({ kind: 'guardedby', lock: 'Config.mu', file: '/shop/config.go', line: 9 })
    expect(found([use(behindPointer.get, 1, [other])])).toEqual([])
    expect(found([use(behindPointer.get, 1)])).toHaveLength(1)
  })

  test('says nothing of accesses that do not name the variable', () => {
    expect(found([use(at('read', 'old.go:3', 'main.go:5', { expression: 'old' }), 5)])).toEqual([])
  })
})

describe('// mapsan:owner', () => {
  const { get, put } = declared(owner)
  const by = (kind: EdgeKind, more: Partial<HandOver> = { received: false }) => found([use(get, 5), use(put, 6)], [handOver(put, get, kind, more)])

  test.each(['lock', 'WaitGroup', 'once', 'atomic'] as const)('is broken by a hand-over by a %s', (kind) => {
    const [finding, ...others] = by(kind)
    expect(others).toEqual([])
    expect(finding).toMatchObject({ rule: 'owner', count: 1, accesses: [{ op: 'read' }, { op: 'write' }], breach: { declaration: owner, by: kind } })
    expect(finding?.message).toMatch(/is declared mapsan:owner, but goes from the goroutine .* at put.go:31 to the goroutine .* at get.go:17 by /)
  })

  test.each(['go statement', 'channel', 'other', 'nothing', 'unknown'] as const)('is not broken by %s', (kind) => {
    expect(by(kind)).toEqual([])
  })

  test('is not broken when the map may have come over a channel after all', () => {
    expect(by('lock', { received: true })).toEqual([])
    expect(by('lock', {})).toEqual([])
  })

  test('is about maps that are named so at both sides', () => {
    expect(found([use(get, 5)], [handOver(at('write', 'put.go:31', 'main.go:6'), get, 'lock', { received: false })])).toEqual([])
  })
})

test('an id survives moved lines and another kind of goroutine, and differs by rule', () => {
  const ids = (declaration: Declaration, line: number) => {
    const variable = { ...data, declarations: [declaration] }
    const [get, put] = [at('read', `get.go:${line}`, 'main.go:5', { variable }), at('write', `put.go:${line}`, `main.go:${line}`, { variable })]
    return found([use(get, 1), use(put, 1)], [handOver(put, get, 'lock', { received: false })]).map(({ id }) => id)
  }
  expect(ids(guardedBy, 17)).toEqual(ids(guardedBy, 18))
  expect(ids(owner, 17)).toEqual(ids(owner, 18))
  expect(new Set([...ids(guardedBy, 17), ...ids(owner, 17)]).size).toBe(3)
})
