import { expect, test } from 'vitest'
import { applyEdits } from '../../src/fix/edit.ts'
import { compareAndSwap } from '../../src/fix/sync-map-counter.ts'
import { loadAndDelete, loadOrStore } from '../../src/fix/sync-map.ts'
import { loadGoSyntax } from '../../src/syntax/go.ts'

const syntax = await loadGoSyntax()

/** The statements of a function after the fix, or why there is none. */
function fixed(strategy: typeof loadOrStore, act: string, statements: string): string {
  const source = `package p\n\nfunc f() {\n${statements.split(/; (?!!?ok\b)/).map((line) => `\t${line}`).join('\n')}\n}\n`
  const lineOf = (needle: string): number => source.slice(0, source.indexOf(needle)).split('\n').length
  const proposal = strategy({ file: 'p.go', source, syntax, load: lineOf('.Load'), act: lineOf(act), show: (line) => `line ${line}` })
  return proposal.kind === 'no' ? proposal.why : applyEdits(source, proposal.edits).split('\n').map((line) => line.trim()).filter((line) => line !== '').slice(2, -1).join('; ')
}

test.each([
  ['if v, ok := m.Load(k); ok {; return v.(*conn); }; fresh := dial(k); m.Store(k, fresh); return fresh',
    'if v, ok := m.Load(k); ok {; return v.(*conn); }; fresh := dial(k); if v, ok := m.LoadOrStore(k, fresh); ok {; return v.(*conn); }; return fresh'],
  ['_, ok := m.Load(k); if !ok {; m.Store(k, true); return true; }; return false', '_, ok := m.LoadOrStore(k, true); if !ok {; return true; }; return false'],
  ['if _, ok := m.Load(k); !ok {; m.Store(k, 1); }', 'if _, ok := m.LoadOrStore(k, 1); !ok {; }'],
  ['v, ok := m.Load(k); if !ok {; v = dial(k); m.Store(k, v); }; return v', 'v, ok := m.Load(k); if !ok {; v = dial(k); v, _ = m.LoadOrStore(k, v); }; return v'],
])('Load and Store become one step: %s', (before, after) => expect(fixed(loadOrStore, '.Store(', before)).toBe(after))

const noStore = 'what is done when there is a value is not repeated easily'

test.each([
  ['v, ok := m.Load(k); if !ok {; v := dial(k); m.Store(k, v); }; return v', noStore],
  ['v, ok := m.Load(k); if !ok {; v = dial(k); m.Store(k, v); use(v); }; return v', noStore],
  ['_, ok := m.Load(k); if !ok {; m.Store(k, dial(k)); }', noStore],
  ['v, ok := m.Load(k); if !ok || v == nil {; m.Store(k, 1); }', noStore],
  ['if v, ok := m.Load(k); ok {; use(v); }; fresh := dial(k); m.Store(k, fresh)', noStore],
  ['if v, ok := m.Load(k); ok {; return n(v); }; n := dial; fresh := n(k); m.Store(k, fresh)', noStore],
  ['if v, ok := m.Load(k); ok {; return v; }; k = next(k); m.Store(k, fresh)', 'k may be another one at line 8'],
  ['if v, ok := m.Load(k); ok {; return v; }; set(&k); m.Store(k, fresh)', 'k may be another one'],
  ['if v, ok := m.Load(next()); ok {; return v; }; m.Store(next(), fresh)', 'may be another one'],
  ['if v, ok := m.Load(k); ok {; return v; }; n.Store(k, fresh)', 'the two calls are not written with the same map and key'],
])('but not where it is not the same then: %s', (before, why) => expect(fixed(loadOrStore, '.Store(', before)).toContain(why))

test.each([
  ['ch, ok := m.Load(k); if !ok {; return; }; m.Delete(k); use(ch)', 'ch, ok := m.LoadAndDelete(k); if !ok {; return; }; use(ch)'],
  ['if ch, ok := m.Load(k); ok {; m.Delete(k); use(ch); }', 'if ch, ok := m.LoadAndDelete(k); ok {; use(ch); }'],
  ['ch, _ := m.Load(k); m.Delete(k); use(ch)', 'ch, _ := m.LoadAndDelete(k); use(ch)'],
])('Load and Delete become one step: %s', (before, after) => expect(fixed(loadAndDelete, '.Delete(', before)).toBe(after))

test.each([
  ['ch, ok := m.Load(k); if !ok {; m.Store(k, 1); }; m.Delete(k); use(ch)', 'line 5 comes first'],
  ['ch, ok := m.Load(k); if !ok || old(ch) {; return; }; m.Delete(k)', 'line 5 comes first'],
  ['if ch, ok := m.Load(k); ok && old(ch) {; m.Delete(k); }', 'Delete is not certain to follow'],
  ['ch, ok := m.Load(k); if ok {; if old(ch) {; m.Delete(k); }; }', 'Delete is not certain to follow'],
  ['ch, ok := m.Load(k); use(ch); m.Delete(k)', 'line 5 comes first'],
])('but not where the value may have to stay: %s', (before, why) => expect(fixed(loadAndDelete, '.Delete(', before)).toContain(why))

const sum = 'CompareAndSwap(k, v, v.(int)+1) {; break; }; }'

test.each([
  ['v, _ := m.LoadOrStore(k, 0); m.Store(k, v.(int)+1)', `for {; v, _ := m.LoadOrStore(k, 0); if m.${sum}`],
  ['v, _ := m.LoadOrStore(k, 0); n := v.(int) + by; m.Store(k, n); done()', 'for {; v, _ := m.LoadOrStore(k, 0); n := v.(int) + by; if m.CompareAndSwap(k, v, n) {; break; }; }; done()'],
  ['v, _ := m.LoadOrStore(k, int64(0)); m.Store(k, v.(int64)-1)', 'for {; v, _ := m.LoadOrStore(k, int64(0)); if m.CompareAndSwap(k, v, v.(int64)-1) {; break; }; }'],
  ['v, ok := m.Load(k); if !ok {; v = 0; }; m.Store(k, v.(int)+1)', `for {; v, _ := m.LoadOrStore(k, 0); if m.${sum}`],
  ['if v, ok := m.Load(k); ok {; m.Store(k, v.(int)+1); } else {; m.Store(k, 1); }', `for {; v, _ := m.LoadOrStore(k, 0); if m.${sum}`],
])('a sum is stored if nobody came first: %s', (before, after) => expect(fixed(compareAndSwap, 'm.Store(', before)).toBe(after))

const unknownCount = 'it is not certain what is counted'
const noNumber = 'it is not certain that v is a whole number'

test.each([
  ['v, ok := m.LoadOrStore(k, 0); m.Store(k, v.(int)+1); use(ok)', unknownCount],
  ['v, _ := m.Load(k); m.Store(k, v.(int)+1)', unknownCount],
  ['v, ok := m.Load(k); if !ok {; return; }; m.Store(k, v.(int)+1)', unknownCount],
  ['v, ok := m.Load(k); if ok {; m.Store(k, v.(int)+1); }', unknownCount],
  ['if v, ok := m.Load(k); ok {; m.Store(k, v.(int)+1); } else {; m.Store(k, 2); }', unknownCount],
  ['v, _ = m.LoadOrStore(k, 0); m.Store(k, v.(int)+1)', 'are not two calls of statements that can be told apart'],
  ['v, _ := m.LoadOrStore(k, 0); defer m.Store(k, v.(int)+1)', 'are not two calls of statements that can be told apart'],
  ['v, _ := m.LoadOrStore(k, 0); if old(k) {; m.Store(k, v.(int)+1); }', unknownCount],
  ['for v, _ := m.LoadOrStore(k, 0);more;m.Store(k, v.(int)+1) {; }', unknownCount],
  ['v, ok := m.Load(k); if log(); !ok {; v = 0; }; m.Store(k, v.(int)+1)', unknownCount],
  ['v, ok := m.Load(k); if !ok {; v = 0; } else {; log(); }; m.Store(k, v.(int)+1)', unknownCount],
  ['v, ok := m.Load(k); if ok {; v = 0; }; m.Store(k, v.(int)+1)', unknownCount],
  ['v, ok := m.Load(k); if !ok {; v += 0; }; m.Store(k, v.(int)+1)', unknownCount],
  ['v, ok := m.Load(k); if !ok {; n = 0; }; m.Store(k, v.(int)+1)', unknownCount],
  ['if v, ok := m.LoadOrStore(k, 0); ok {; m.Store(k, v.(int)+1); } else {; m.Store(k, 1); }', unknownCount],
  ['if v, ok := m.Load(k); !ok {; m.Store(k, v.(int)+1); } else {; m.Store(k, 1); }', unknownCount],
  ['if old(k) {; } else if v, ok := m.Load(k); ok {; m.Store(k, v.(int)+1); } else {; m.Store(k, 1); }', unknownCount],
  ['if v, ok := m.Load(k); ok {; if old(k) {; m.Store(k, v.(int)+1); }; } else {; m.Store(k, 1); }', unknownCount],
  ['if v, ok := m.Load(k); ok {; m.Store(k, v.(int)+1); log(); } else {; m.Store(k, 1); }', unknownCount],
  ['v, _ := m.LoadOrStore(k, float64(0)); m.Store(k, v.(float64)+1)', noNumber],
  ['v, _ := m.LoadOrStore(k, 0); m.Store(k, v.(int)+v.(int))', noNumber],
  ['v, _ := m.LoadOrStore(k, 0.5); m.Store(k, v.(float64)+1)', noNumber],
  ['v, _ := m.LoadOrStore(k, zero); m.Store(k, v.(int)+1)', noNumber],
  ['v, _ := m.LoadOrStore(k, 0); m.Store(k, v.(int64)+1)', noNumber],
  ['v, _ := m.LoadOrStore(k, 0); m.Store(k, v.(int)+next())', 'more than a sum is made'],
  ['v, _ := m.LoadOrStore(k, 0); log(); m.Store(k, v.(int)+1)', 'what is done on line 5 would be done again'],
  ['v, _ := m.LoadOrStore(k, 0); n := v.(int) + 1; m.Store(k, n); return n', 'n is used behind Store'],
  ['v, _ := m.LoadOrStore(k, 0); k = 2; m.Store(k, v.(int)+1)', 'k may be another one'],
  ['v, _ := m.LoadOrStore(k, 0) // why; m.Store(k, v.(int)+1)', 'there are comments in between'],
])('but not where more is done, or less is certain: %s', (before, why) => expect(fixed(compareAndSwap, 'm.Store(', before)).toContain(why))
