import { describe, expect, test } from 'vitest'
import { brokenCompound, coveredBy, coverFunction, hazardsAmong, type Lock } from '../../src/fix/cover.ts'
import { applyEdits } from '../../src/fix/edit.ts'
import type { AccessFacts, FunctionFacts, Hazard, VariableFacts } from '../../src/fix/facts.ts'
import type { Situation } from '../../src/fix/strategy.ts'
import { describeSource } from './described.ts'

const source = `package p

type C struct {
	mu sync.Mutex
	m map[int]int
}

func f(c *C) int {
	println()
	return c.m[1]
}
`

const lock: Lock = { key: 'mu', label: 'C.mu', name: 'mu', type: 'sync.Mutex', field: true, promoted: false, inside: [] }

interface Changes {
  readonly fn?: Partial<FunctionFacts>
  /** Of the first access. */
  readonly access?: Partial<AccessFacts>
  readonly more?: readonly Partial<AccessFacts>[]
  readonly lock?: Partial<Lock>
  readonly situation?: (situation: Situation) => Situation
}

/** What f becomes when its access is put under the lock, or why it is not. */
function covered({ fn: changed = {}, access = {}, more = [], lock: other = {}, situation: change = (same) => same }: Changes = {}): string {
  const { situation, variable } = describeSource(source)
  const [fn] = variable.functions
  const [first] = fn?.accesses ?? []
  if (fn === undefined || first === undefined) throw new Error('the example has no access')
  const accesses = [{ ...first, ...access }, ...more.map((one) => ({ ...first, ...one }))]
  const cover = coverFunction(change(situation), { ...fn, ...changed }, accesses, { ...lock, ...other }, coveredBy([fn]))
  return cover.kind === 'no' ? cover.why : applyEdits(source, cover.edits).split('\n').slice(7, -2).map((line) => line.trim()).join('; ')
}

const call = { mutex: 'mu', label: 'C.mu', start: 0, end: 0, line: 8, base: 'c', method: 'Lock', nameAt: 0, deferred: false }
const caller = { mutex: 'mu', label: 'C.mu', file: 'p.go', line: 30, certain: true }
const hazard: Hazard = { start: source.indexOf('println()'), end: source.indexOf('println()') + 9, line: 9, kind: 'waits', mutex: '', text: 'waits for another', held: [], via: [], writes: false }

describe('a function gets the lock', () => {
  test('of the object whose map it uses', () => {
    expect(covered()).toBe('func f(c *C) int {; c.mu.Lock(); defer c.mu.Unlock(); println(); return c.m[1]')
  })

  test.each([
    ['for reading, when it only reads', {}, 'c.mu.RLock(); defer c.mu.RUnlock()'],
    ['for writing, when it modifies', { access: { op: 'write' } }, 'c.mu.Lock(); defer c.mu.Unlock()'],
    ['for writing, when one of its accesses modifies', { more: [{ op: 'store' }] }, 'c.mu.Lock(); defer c.mu.Unlock()'],
  ] satisfies readonly [string, Changes, string][])('of two modes %s', (_title, changes, calls) => {
    expect(covered({ ...changes, lock: { type: 'sync.RWMutex' } })).toContain(calls)
  })

  test.each([
    ['which its caller holds another one of', { fn: { callers: [{ ...caller, mutex: 'other', label: 'D.mu' }] } }],
    ['beside another one that it takes', { fn: { locks: [{ ...call, mutex: 'other', label: 'D.mu' }] } }],
    ['whose name is that of another lock there', { access: { hidden: ['other'] } }],
  ] satisfies readonly [string, Changes][])('%s', (_title, changes) => {
    expect(covered(changes)).toContain('c.mu.Lock()')
  })
})

describe('a function does not get the lock', () => {
  test.each([
    ['in a file that is generated', { situation: (one: Situation) => ({ ...one, files: new Map([...one.files].map(([path, file]) => [path, { ...file, generated: true }])) }) }, 'lies in a file that is generated'],
    ['in a file of which nothing is known', { situation: (one: Situation) => ({ ...one, files: new Map() }) }, 'lies in a file that is generated'],
    ['when the object may be another one', { access: { unstable: 'c is assigned on line 9' } }, 'f (p.go:8): c is assigned on line 9, so the lock could be that of another one'],
    ['when a later object may be another one', { more: [{ unstable: 'c is assigned on line 9' }] }, 'the lock could be that of another one'],
    ['of several objects', { more: [{ base: 'd' }] }, 'uses the maps of several objects (c, d), each of which has its own lock'],
    ['when the map goes on', { access: { op: 'escape' } }, 'at p.go:10 the map itself goes on to where it is used without the lock'],
    ['when its name means something else', { access: { hidden: ['mu'] } }, 'mu is the name of something else there'],
    ['that it takes already', { fn: { locks: [call] } }, 'takes C.mu already, on line 8: a second critical section would not make the two one'],
    ['that its caller holds', { fn: { callers: [caller] } }, 'may be called with C.mu held, at p.go:30: it would wait for itself'],
    ['when it takes one that is taken inside of it elsewhere', { fn: { locks: [{ ...call, mutex: 'other', label: 'D.mu' }] }, lock: { inside: ['other'] } }, 'may hold D.mu, which elsewhere is taken while C.mu is held: the two orders together can deadlock'],
    ['when its caller holds one that is taken inside of it elsewhere', { fn: { callers: [{ ...caller, mutex: 'other', label: 'D.mu' }] }, lock: { inside: ['other'] } }, 'may hold D.mu, which elsewhere is taken while C.mu is held'],
    ['when it would wait with it', { fn: { hazards: [{ ...hazard, start: source.indexOf('c.m[1]'), end: source.indexOf('c.m[1]') + 3 }] } }, 'f (p.go:8): the section would reach over line 9, where it waits for another'],
  ] satisfies readonly [string, Changes, string][])('%s', (_title, changes, why) => {
    expect(covered(changes)).toContain(why)
  })

  test('when it has no access', () => {
    const { situation, variable } = describeSource(source)
    const [fn] = variable.functions
    expect(fn && coverFunction(situation, fn, [], lock, new Set())).toEqual({ kind: 'no', why: 'there is nothing to guard' })
  })

  test('and is a function literal by its own name', () => {
    expect(covered({ fn: { literal: true, callers: [caller] } })).toContain('the function literal in f (p.go:8) may be called')
  })
})

describe('under the lock', () => {
  const among = (one: Partial<Hazard>): readonly string[] => {
    const [fn] = describeSource(source).variable.functions
    return fn ? hazardsAmong({ ...fn, hazards: [{ ...hazard, ...one }] }, new Set(['g', 'h'])).map(({ text }) => text) : []
  }

  test('nothing waits', () => {
    expect(among({})).toEqual(['waits for another'])
  })

  test('what uses the variable may be called, unless it takes the lock as well, be it far away', () => {
    expect(among({ kind: 'uses', text: 'calls k, which uses the map as well', via: ['k'] })).toEqual([])
    expect(among({ kind: 'uses', text: 'calls k, which uses the map as well', via: ['k', 'h'] })).toEqual(['calls k, which uses the map as well and would take the same lock again'])
  })
})

describe('a decision over several functions', () => {
  const compound: VariableFacts['compounds'][number] = { function: 'refill', file: 'p.go', read: 20, write: 22, via: ['f'], held: [] }
  const broken = (one: Partial<typeof compound>, still?: string): string | undefined => {
    const { situation, variable } = describeSource(source)
    return brokenCompound({ ...situation, variable: { ...variable, compounds: [{ ...compound, ...one }] } }, variable.functions, lock, still)
  }

  test('is not mended by locks in each', () => {
    expect(broken({})).toBe('refill looks at m at p.go:20 and acts on what it saw at p.go:22: locked one by one, each is safe and the two together are still wrong. They have to become one critical section')
    expect(broken({}, 'so it is')).toBe('refill looks at m at p.go:20 and acts on what it saw at p.go:22: so it is')
  })

  test('is none when the lock is held all along, or none of these has a part in it', () => {
    expect(broken({ held: ['mu'] })).toBeUndefined()
    expect(broken({ held: ['other'] })).toBeDefined()
    expect(broken({ via: ['g'] })).toBeUndefined()
    expect(broken({ via: ['g', 'f'] })).toBeDefined()
  })
})
