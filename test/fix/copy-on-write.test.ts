import { expect, test } from 'vitest'
import type { Operation } from '../../src/model/finding.ts'
import { copyOnWrite } from '../../src/fix/copy-on-write.ts'
import { applyEdits } from '../../src/fix/edit.ts'
import type { AccessFacts, FunctionFacts, VariableFacts } from '../../src/fix/facts.ts'
import type { ReportedPlace, Situation } from '../../src/fix/strategy.ts'
import { describeSource } from './described.ts'

interface Case {
  /** What `use` does besides `get` and `set`, which read and write. */
  readonly use?: string
  readonly set?: string
  readonly reads?: number
  readonly writes?: number
  readonly locked?: true
  readonly access?: (access: AccessFacts, fn: FunctionFacts) => Partial<AccessFacts>
  readonly variable?: (variable: VariableFacts) => Partial<VariableFacts>
  readonly file?: { readonly generated?: boolean; readonly maps?: boolean }
  readonly reported?: (reported: readonly ReportedPlace[]) => readonly ReportedPlace[]
}

function situationOf({ use = 'println()', set = 'c.m[k] = 1', reads = 5000, writes = 10, locked, access = () => ({}), variable = () => ({}), file, reported = (all) => all }: Case): { readonly source: string; readonly situation: Situation } {
  const block = (text: string): string => text.split('; ').map((line) => `\t${line}\n`).join('')
  const { source, variable: found, situation } = describeSource(
    `package p\n\ntype C struct {\n${locked ? '\tmu sync.Mutex\n' : ''}\tm map[int]int\n}\n\nfunc get(c *C, k int) int {\n\treturn c.m[k]\n}\n\nfunc set(c *C, k int) {\n${block(set)}}\n\nfunc use(c *C) {\n${block(use)}}\n`)
  const functions = found.functions.map((fn) => ({ ...fn, accesses: fn.accesses.map((one) => ({ ...one, ...access(one, fn) })) }))
  const known = { ...found, functions, ...variable({ ...found, functions }) }
  const place = (name: string, op: Operation, count: number): ReportedPlace => {
    const fn = known.functions.find((one) => one.name === name)
    const [first] = fn?.accesses ?? []
    if (fn === undefined || first === undefined) throw new Error(`${name} does not use the map`)
    const goroutine = { id: 1, createdBy: [] }
    return { file: 'p.go', line: first.line, found: [{ fn, access: first }], access: { op, goroutine, stack: [], locks: [], observed: { count, goroutines: 9 } } }
  }
  const files = new Map([...situation.files].map(([path, one]) => [path, { ...one, ...file }]))
  return { source, situation: { ...situation, files, variable: known, reported: reported([place('get', 'read', reads), place('set', 'write', writes)]) } }
}

function proposed(given: Case): string {
  const { source, situation } = situationOf(given)
  const made = copyOnWrite.propose(situation)
  if (made.kind === 'no') return made.why
  const text = applyEdits(source, made.edits)
  return text.slice(text.indexOf('func set')).replace(/\n+\t*/g, '; ')
}

test('who changes the map does so in a copy, under a new mutex', () => {
  expect(proposed({})).toMatch('func set(c *C, k int) {; c.mu.Lock(); defer c.mu.Unlock(); next := maps.Clone(*c.m.Load()); next[k] = 1; c.m.Store(&next)')
})

test('or under the one that it holds already', () => {
  expect(proposed({ locked: true, set: 'c.mu.Lock(); c.m[k] = 1; c.mu.Unlock()' })).toMatch('{; c.mu.Lock(); next := maps.Clone(*c.m.Load()); next[k] = 1; c.m.Store(&next); c.mu.Unlock(); }')
})

test('or under that of others, which it did not take so far', () => {
  expect(proposed({ locked: true, use: 'c.mu.Lock(); c.m[1] = 1; c.mu.Unlock()' })).toMatch('func set(c *C, k int) {; c.mu.Lock(); defer c.mu.Unlock(); next := maps.Clone(')
})

test('a loop that gives the lock back in between copies each time', () => {
  const set = 'for range 3 {; c.mu.Lock(); c.m[k]++; c.mu.Unlock(); }'
  expect(proposed({ locked: true, set })).toMatch('for range 3 {; c.mu.Lock(); next := maps.Clone(*c.m.Load()); next[k]++; c.m.Store(&next); c.mu.Unlock(); }')
})

test('who changes another map, which nobody knows yet, looks at one map all the same', () => {
  const use = 'd.m[1] = 2; println(c.m[1]); println(c.m[2])'
  expect(proposed({ use, access: ({ base }) => ({ fresh: base === 'd' }) })).toMatch('current := *c.m.Load(); println(current[1]); println(current[2])')
})

const escaping: Case = { use: 'give(c.m)' }
const out = { why: '', uses: [], exported: [], shallow: false, hidden: false }
const givenAway = (more: { readonly why?: string; readonly exported?: string[] }): NonNullable<Case['access']> => ({ op }) => (op === 'escape' ? { out: { ...out, ...more } } : {})
const held = { use: 'c.mu.Lock(); c.m[1] = 1; c.mu.Unlock()', locked: true } as const

test.each<[string, Case]>([
  ['only 91 accesses were observed', { reads: 90, writes: 1 }],
  ['10 of 410 accesses that were observed write', { reads: 400 }],
  ['p.go:16 gives the map away, and somebody keeps it', { ...escaping, access: givenAway({ why: 'somebody keeps it' }) }],
  ['p.go:16 gives the map away, and C.All is exported', { ...escaping, access: givenAway({ exported: ['C.All'] }) }],
  ['at p.go:8 the map is reached in another way than by m', { reported: ([read, write]) => (read && write ? [{ ...read, found: [] }, write] : []) }],
  ['at p.go:8 the map is reached in another way than by m', { reported: ([read, write]) => (read && write ? [{ ...read, found: read.found.map(({ fn, access }) => ({ fn, access: { ...access, fresh: true } })) }, write] : []) }],
  ['C is copied', { variable: ({ retype }) => ({ retype: { ...retype, why: 'C is copied' } }) }],
  ['m is used in a file that is generated', { file: { generated: true } }],
  ['package maps, which copies it, came with go1.21', { file: { maps: false } }],
  ['C.mu cannot be followed: it is a pointer', { ...held, variable: ({ mutexes }) => ({ mutexes: mutexes.map((one) => ({ ...one, uncertain: 'it is a pointer' })) }) }],
  ['C.mu guards it already, and a copy that is made under it changes less', { ...held, set: 'give(c.m); c.m[k] = 1', access: givenAway({}), reported: (all) => all.map((one) => (one.access.op === 'read' ? { ...one, line: 99, found: [] } : one)),
    variable: ({ functions }) => ({ functions: functions.map((fn) => ({ ...fn, accesses: fn.accesses.map((one) => (one.out ? { ...one, out: { ...one.out, uses: [{ file: 'p.go', line: 99 }] } } : one)) })) }) }],
  ['use looks at m at p.go:1 and acts on what it saw at p.go:2: others may have put another map in its place', { variable: () => ({ compounds: [{ function: 'use', file: 'p.go', read: 1, write: 2, via: ['set'], held: [] }] }) }],
  ['is made in a way in which its map cannot be set apart', { variable: ({ retype }) => ({ retype: { ...retype, makers: [{ file: 'p.go', line: 1, start: 0, end: 7, elementStart: 0, elementEnd: 0, names: [] }] } }) }],
  ['set (p.go:12) does not hold C.mu for all that it does with m', { locked: true, set: 'println(c.m[1]); c.mu.Lock(); c.m[k] = 1; c.mu.Unlock()' }],
  ['set (p.go:11): the section would reach over line 13, where it calls wait()', { set: 'c.m[1] = 1; wait(); c.m[2] = 2' }],
  ['set (p.go:11): in the middle of a change, line 12 calls set()', { set: 'c.m[1] = set()' }],
  ['use (p.go:15): line 17 looks in a loop, perhaps for a change', { use: 'println(c.m[1]); for c.m[2] == 0 {; }' }],
])('but not where %s', (why, given) => expect(proposed(given)).toContain(why))
