import { expect, test } from 'vitest'
import { readCurrent } from '../../src/fix/current-map.ts'
import { applyEdits } from '../../src/fix/edit.ts'
import type { AccessFacts, FunctionFacts, Hazard, MapValue, VariableFacts } from '../../src/fix/facts.ts'
import { changeNext } from '../../src/fix/next-map.ts'
import type { Situation } from '../../src/fix/strategy.ts'
import { loadGoSyntax } from '../../src/syntax/go.ts'

const syntax = await loadGoSyntax()

/** `set()` changes the map, `get()` looks at it, `wait()` waits. */
const calls: Readonly<Record<string, Pick<Hazard, 'kind' | 'writes'>>> = { 'set()': { kind: 'uses', writes: true }, 'get()': { kind: 'uses', writes: false }, 'wait()': { kind: 'waits', writes: false } }

/** A function whose map is `c.m`, and what is known of it. */
function described(statements: string): { readonly source: string; readonly fn: FunctionFacts; readonly situation: Situation } {
  const source = `package p\n\nfunc f() {\n\t${statements.replaceAll('; ', '\n\t')}\n}\n`
  const start = source.indexOf('{')
  const fn: FunctionFacts = {
    key: 'f', name: 'f', file: 'p.go', start, end: source.lastIndexOf('}') + 1, line: 3, literal: false, locks: [], callers: [],
    accesses: [...source.matchAll(/\b[cd]\.m\b/g)].map(({ index, 0: { length } }) => accessAt(source, index, index + length)),
    hazards: Object.entries(calls).flatMap(([call, what]) => [...source.matchAll(new RegExp(call.replace(/[()]/g, '\\$&'), 'g'))].map(({ index }): Hazard => (
      { ...what, start: index, end: index + call.length, line: lineOf(source, index), mutex: '', text: `calls ${call}`, held: [], via: ['g'] }))),
  }
  const variable: VariableFacts = {
    kind: 'field', name: 'm', owner: 'C', exported: false, file: 'p.go', line: 1, start: 0, end: 0, alone: true, made: true, taken: [], mutexes: [], functions: [fn], compounds: [], unkeyed: [],
    retype: { why: '', type: 'map[int]int', restStart: 0, restEnd: 0, single: false, makers: [] },
  }
  return { source, fn, situation: { findings: [], variable, reported: [], files: new Map(), texts: new Map([['p.go', source]]), syntax, show: (file, line) => `${file}:${line}` } }
}

function accessAt(source: string, start: number, end: number): AccessFacts {
  const rest = source.slice(end)
  const [, value] = /^ = (.*)/.exec(rest) ?? []
  const changes = /^\[\w+\](\+\+| [+]?= )/.test(rest) || /(delete|clear)\($/.test(source.slice(0, start))
  const stored: MapValue | undefined = value === undefined ? undefined : {
    start: end + 3, end: end + 3 + value.length, how: value === 'nil' ? 'nil' : value.startsWith('make') ? 'make' : value.endsWith('}') ? 'literal' : 'other', type: /map\[\w+\]\w+/.exec(value)?.[0] ?? '', why: value === 'known' ? 'known is known to others' : '',
  }
  return {
    start, end, line: lineOf(source, start), last: lineOf(source, start), base: source.slice(start, start + 1), baseFrom: Math.max(source.indexOf('c :='), 0), unstable: '', fresh: false, held: [], read: [], hidden: [],
    op: stored ? 'store' : changes ? 'write' : 'read', ...(stored && { stored }),
  }
}

function lineOf(source: string, at: number): number {
  return source.slice(0, at).split('\n').length
}

function shown(text: string): string {
  return text.split('\n').map((line) => line.trim()).slice(3, -2).join('; ')
}

function read(statements: string, isLocked = false): string {
  const { source, fn, situation } = described(statements)
  const made = readCurrent(situation, fn, fn.accesses, () => isLocked)
  return made.kind === 'no' ? made.why : shown(applyEdits(source, made.edits))
}

function changed(statements: string, isOneStep = true): string {
  const { source, fn, situation } = described(statements)
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
