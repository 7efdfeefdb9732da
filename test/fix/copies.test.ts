import { expect, test } from 'vitest'
import { readCurrent } from '../../src/fix/current-map.ts'
import { applyEdits } from '../../src/fix/edit.ts'
import type { AccessFacts, FunctionFacts } from '../../src/fix/facts.ts'
import { changeNext } from '../../src/fix/next-map.ts'
import type { Situation } from '../../src/fix/strategy.ts'
import { describeSource } from './described.ts'

/** A function whose map is `c.m`, and what is known of it. */
function described(statements: string, change: (access: AccessFacts) => Partial<AccessFacts> = () => ({})): { readonly source: string; readonly fn: FunctionFacts; readonly situation: Situation } {
  const { source, variable, situation } = describeSource(`package p\n\nfunc f() {\n\t${statements.replaceAll('; ', '\n\t')}\n}\n`)
  const [fn] = variable.functions
  if (fn === undefined) throw new Error('no function')
  return { source, fn: { ...fn, accesses: fn.accesses.map((one) => ({ ...one, ...change(one) })) }, situation }
}

function shown(text: string): string {
  return text.split('\n').map((line) => line.trim()).slice(3, -2).join('; ')
}

function read(statements: string, isLocked = false, change?: (access: AccessFacts) => Partial<AccessFacts>): string {
  const { source, fn, situation } = described(statements, change)
  const made = readCurrent(situation, fn, fn.accesses, () => isLocked)
  return made.kind === 'no' ? made.why : shown(applyEdits(source, made.edits))
}

function changed(statements: string, isOneStep = true, change?: (access: AccessFacts) => Partial<AccessFacts>): string {
  const { source, fn, situation } = described(statements, change)
  const made = changeNext({ situation, fn, isOneStep: () => isOneStep })
  return made.kind === 'no' ? made.why : shown(applyEdits(source, made.edits))
}

test.each([
  ['return c.m[1]', 'return (*c.m.Load())[1]'],
  ['x := len(c.m)', 'x := len(*c.m.Load())'],
  ['for k := range c.m {; wait(); }', 'for k := range *c.m.Load() {; wait(); }'],
  ['x := c.m == nil', 'x := *c.m.Load() == nil'],
  ['x := c.m.Get(1)', 'x := (*c.m.Load()).Get(1)'],
  ['for {; use(c.m[1]); wait(); }', 'for {; use((*c.m.Load())[1]); wait(); }'],
  ['x := 1; if c.m[1] > x {; use(c.m[2]); }', 'x := 1; current := *c.m.Load(); if current[1] > x {; use(current[2]); }'],
  ['for k := range ks {; use(c.m[k], c.m[k+1]); wait(); }', 'for k := range ks {; current := *c.m.Load(); use(current[k], current[k+1]); wait(); }'],
  ['x := len(c.m); for k := range c.m {; use(k); }', 'current := *c.m.Load(); x := len(current); for k := range current {; use(k); }'],
  ['use(c.m[1]); get(); use(c.m[2])', 'current := *c.m.Load(); use(current[1]); get(); use(current[2])'],
  ['use(c.m[1], d.m[1])', 'use((*c.m.Load())[1], (*d.m.Load())[1])'],
])('who reads looks at one map: %s', (before, after) => expect(read(before)).toBe(after))

test('who keeps writers away sees no other map in between', () => expect(read('use(c.m[1]); use(c.m[2])', true)).toBe('use((*c.m.Load())[1]); use((*c.m.Load())[2])'))

test.each([
  ['for k := range c.m {; set(); }', 'the loop on line 4 may change the map that it ranges over'],
  ['use(c.m[1]); set(); use(c.m[2])', 'between two looks at the map, line 5 may change it'],
  ['use(c.m[1]); for c.m[2] == 0 {; }', 'line 5 looks in a loop, perhaps for a change'],
  ['use(c.m[1]); for range 3 {; use(c.m[2]); wait(); }', 'line 6 looks in a loop, perhaps for a change'],
  ['use(c.m[1], c.m[2], d.m[1], d.m[2])', 'it looks more than once at the maps of several objects'],
  ['current := 1; use(c.m[current], c.m[2])', 'current, by which the map would be known, is the name of something else there'],
  ['if c := at();c.m[1] > c.m[2] {; }', 'c is declared by the statement that uses its map'],
])('and none that would be out of date: %s', (before, why) => expect(read(before)).toBe(`f (p.go:3): ${why}`))

test.each([
  ['c.m[1] = 2', 'next := maps.Clone(*c.m.Load()); next[1] = 2; c.m.Store(&next)'],
  ['c.m[1]++ // why', 'next := maps.Clone(*c.m.Load()); next[1]++ // why; c.m.Store(&next)'],
  ['use(1); delete(c.m, 1); use(2)', 'use(1); next := maps.Clone(*c.m.Load()); delete(next, 1); c.m.Store(&next); use(2)'],
  ['c.m[1] = get()', 'next := maps.Clone(*c.m.Load()); next[1] = get(); c.m.Store(&next)'],
  ['c.m[1] = c.m[2] + 1', 'next := maps.Clone(*c.m.Load()); next[1] = next[2] + 1; c.m.Store(&next)'],
  ['if c.m[1] > 0 {; return; }; c.m[1] = 2', 'if c.m[1] > 0 {; return; }; next := maps.Clone(*c.m.Load()); next[1] = 2; c.m.Store(&next)'],
  ['c.m[1] = 2; x := c.m[1]; c.m[2] = x', 'next := maps.Clone(*c.m.Load()); next[1] = 2; x := next[1]; next[2] = x; c.m.Store(&next)'],
  ['c.m[1] = 2; if ok {; c.m[2] = 3; }; c.m[4] = 5', 'next := maps.Clone(*c.m.Load()); next[1] = 2; if ok {; next[2] = 3; }; next[4] = 5; c.m.Store(&next)'],
  ['for range 3 {; c := at(); c.m[1]++; }', 'for range 3 {; c := at(); next := maps.Clone(*c.m.Load()); next[1]++; c.m.Store(&next); }'],
  ['for k := range c.m {; delete(c.m, k); }', 'next := maps.Clone(*c.m.Load()); for k := range next {; delete(next, k); }; c.m.Store(&next)'],
  ['next := 1; c.m[next] = 2', 'next := 1; nextM := maps.Clone(*c.m.Load()); nextM[next] = 2; c.m.Store(&nextM)'],
  ['c.m = make(map[int]int, 9)', 'c.m.Store(&map[int]int{})'],
  ['c.m = map[int]int{1: 2}', 'c.m.Store(&map[int]int{1: 2})'],
  ['c.m = nil', 'c.m.Store(new(map[int]int))'],
  ['c.m = load()', 'next := load(); c.m.Store(&next)'],
  ['c.m = make(map[int]int); c.m[1] = 2', 'next := make(map[int]int); next[1] = 2; c.m.Store(&next)'],
])('who writes changes a copy: %s', (before, after) => expect(changed(before)).toBe(after))

test('a loop that is no single step copies each time', () => {
  expect(changed('for {; wait(); c.m[1]++; }', false)).toBe('for {; wait(); next := maps.Clone(*c.m.Load()); next[1]++; c.m.Store(&next); }')
})

test.each([
  ['defer delete(c.m, 1)', 'a change there is no statement of its own'],
  ['for range 3 {; c.m[1]++; return; }', 'the statements that change the map are left in the middle, on line 6'],
  ['c.m[1] = 2; if x {; return; }; c.m[2] = 3', 'the statements that change the map are left in the middle, on line 6'],
  ['c.m[1] = set()', 'in the middle of a change, line 4 calls set()'],
  ['c.m[1] = 2; get(); c.m[2] = 3', 'in the middle of a change, line 5 calls get()'],
  ['c.m = known', 'known is known to others'],
  ['c.m = map[string]int{}', 'the type of m is written in another way on line 4'],
  ['c.m[1] = d.m[1]', 'it changes the maps of several objects in one step'],
  ['next := 1; nextM := 2; c.m[next] = nextM', 'next, by which the changed map would be known, is the name of something else there'],
])('and nothing else: %s', (before, why) => expect(changed(before)).toBe(`f (p.go:3): ${why}`))

test('nor by a loop that would copy but once', () => {
  expect(changed('for ;ok;c.m[1]++ {; wait(); }', false)).toBe('f (p.go:3): a change there is no statement of its own')
})

const unstable = 'c is assigned again'

test('nor where the object may be another one', () => {
  expect(read('use(c.m[1]); use(c.m[2])', false, () => ({ unstable }))).toBe(`f (p.go:3): ${unstable}`)
  expect(changed('c.m[1] = 2', true, () => ({ unstable }))).toBe(`f (p.go:3): ${unstable}`)
})

test('nor what goes on from the middle of a change, or is set together with something else', () => {
  expect(changed('c.m[1] = 2; give(c.m); c.m[2] = 3')).toBe('f (p.go:3): line 5 gives the map away in the middle of a change')
  expect(changed('c.m = nil', true, () => ({ stored: undefined }))).toBe('f (p.go:3): line 4 sets the map together with something else')
  expect(changed('c.m[1] = 2; c := at(); c.m[2] = 3')).toBe('f (p.go:3): the object is declared in the middle of a change')
})

test('nor where a function literal in the middle of a change uses the map', () => {
  const { fn, situation } = described('c.m[1] = 2; go func() { use(c.m[2]) }(); c.m[3] = 4')
  const [first, inner, last] = fn.accesses
  if (first === undefined || inner === undefined || last === undefined) throw new Error('not three accesses')
  const literal = { ...fn, key: 'g', literal: true, start: inner.start - 8, end: inner.end + 6, accesses: [inner] }
  const outer = { ...fn, accesses: [first, last] }
  const made = changeNext({ situation: { ...situation, variable: { ...situation.variable, functions: [outer, literal] } }, fn: outer, isOneStep: () => true })
  expect(made.kind === 'no' ? made.why : made.edits).toBe('f (p.go:3): a function literal in the middle of a change uses the map as well')
})
