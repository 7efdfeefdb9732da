import { describe, expect, test } from 'vitest'
import { applyEdits } from '../../src/fix/edit.ts'
import type { AccessFacts, FunctionFacts, Hazard } from '../../src/fix/facts.ts'
import { planSection } from '../../src/fix/section.ts'
import { loadGoSyntax } from '../../src/syntax/go.ts'

const syntax = await loadGoSyntax()

const padding = Array.from({ length: 12 }, (_, i) => `\tprintln(${i})`).join('\n')

/** The body of a function with a section around all `c.m`; `wait()` is what must not be under a lock. */
function guarded(statements: string): string {
  const source = `package p\n\nfunc f() {\n${statements}\n}\n`
  const start = source.indexOf('{')
  const access = (at: number): AccessFacts => ({
    start: at, end: at + 3, line: 0, last: 0, base: 'c', baseFrom: Math.max(source.indexOf('c :='), 0), unstable: '', op: 'read', fresh: false, held: [], read: [], hidden: [],
  })
  const hazard = (at: number): Hazard => ({ start: at, end: at + 6, line: source.slice(0, at).split('\n').length, kind: 'waits', mutex: '', text: 'waits', held: [], via: [], writes: false })
  const fn: FunctionFacts = {
    key: 'f', name: 'f', file: 'p.go', start, end: source.lastIndexOf('}') + 1, line: 3, literal: false, locks: [], callers: [],
    accesses: placesOf(source, /\bc\.m\b/g).map(access),
    hazards: placesOf(source, /wait\(\)/g).map(hazard),
  }
  const section = planSection({ fn, accesses: fn.accesses, hazards: fn.hazards, lock: 'LOCK', unlock: 'UNLOCK', source, syntax })
  return section.kind === 'no' ? section.why : applyEdits(source, section.edits).split('\n').map((line) => line.trim()).slice(3, -2).join('; ')
}

function placesOf(source: string, pattern: RegExp): readonly number[] {
  return [...source.matchAll(pattern)].map(({ index }) => index)
}

const beyond = 'the section would reach over line'

describe('a critical section', () => {
  test.each([
    ['\treturn c.m[1]', 'LOCK; defer UNLOCK; return c.m[1]'],
    ['\tdefer done()\n\tc.m[1]++', 'defer done(); LOCK; defer UNLOCK; c.m[1]++'],
    ['\tdefer delete(c.m, 1)\n\tc.m[2]++', 'LOCK; defer UNLOCK; defer delete(c.m, 1); c.m[2]++'],
  ])('of a short body is all of it: %s', (body, expected) => expect(guarded(body)).toBe(expected))

  test.each([
    ['\twait()\n\tx := c.m[1] // why\n\tprintln(x)', 'wait(); LOCK; x := c.m[1] // why; UNLOCK; println(x)'],
    ['\twait()\n\tfor range 3 {\n\t\tc.m[1]++\n\t}', 'wait(); for range 3 {; LOCK; c.m[1]++; UNLOCK; }'],
    ['\twait()\n\tif c.m[1] > 0 {\n\t\tprintln()\n\t} else if y {\n\t\tc.m[2] = 1\n\t}', 'wait(); LOCK; if c.m[1] > 0 {; println(); } else if y {; c.m[2] = 1; }; UNLOCK'],
    ['\twait()\n\tswitch x {\n\tcase 1:\n\t\tc.m[1]++\n\t\twait()\n\t}', 'wait(); switch x {; case 1:; LOCK; c.m[1]++; UNLOCK; wait(); }'],
    ['\twait()\n\tfor k := range c.m {\n\t\tif k { break }\n\t\tcontinue\n\t}', 'wait(); LOCK; for k := range c.m {; if k { break }; continue; }; UNLOCK'],
    ['\tc := at()\n\twait()\n\tc.m[1]++', 'c := at(); wait(); LOCK; c.m[1]++; UNLOCK'],
    [`${padding}\n\tc.m[1]++\n\tprintln()`, `${padding.replaceAll('\t', '').replaceAll('\n', '; ')}; LOCK; c.m[1]++; UNLOCK; println()`],
  ])('is the statements of one block, else: %j', (body, expected) => expect(guarded(body)).toBe(expected))

  test.each([
    ['\twait()\n\tif x {\n\t\treturn c.m[1]\n\t}\n\twait()', 'wait(); if x {; LOCK; defer UNLOCK; return c.m[1]; }; wait()'],
    ['\twait()\n\tif c.m[1] > 0 {\n\t\treturn\n\t}\n\tc.m[1]++', 'wait(); LOCK; defer UNLOCK; if c.m[1] > 0 {; return; }; c.m[1]++'],
  ])('that is left by return is unlocked by defer: %j', (body, expected) => expect(guarded(body)).toBe(expected))

  test.each([
    ['\tif c.m[1] > 0 {\n\t\twait()\n\t}\n\twait()', `${beyond} 5, where it waits`],
    ['\tx := c.m[1]\n\twait()\n\tc.m[1] = x', `${beyond} 5, where it waits`],
    ['\twait()\n\tif c.m[1] > 0 {\n\t\treturn\n\t}\n\twait()', `${beyond} 8, where it waits`],
    ['\twait()\n\tfor {\n\t\tif c.m[1] > 0 {\n\t\t\tcontinue\n\t\t}\n\t}', 'the statements are left in the middle, on line 7, before the lock could be given back'],
    ['\twait()\n\tfor {\n\t\tif c.m[1] > 0 {\n\t\t\treturn\n\t\t}\n\t}', 'the statements are left in the middle, on line 7, before the lock could be given back'],
    ['\twait()\n\tif c := at(); c.m[1] > 0 {\n\t}', 'c is declared by the statement on line 0 that uses its map'],
    ['\twait()\n\tc.m[1]++ +', 'the source there is not understood with certainty'],
  ])('is not made where it would wait, or not be left: %j', (body, expected) => expect(guarded(body)).toBe(expected))
})
