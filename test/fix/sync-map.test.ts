import { expect, test } from 'vitest'
import { applyEdits } from '../../src/fix/edit.ts'
import { loadAndDelete, loadOrStore } from '../../src/fix/sync-map.ts'
import { loadGoSyntax } from '../../src/syntax/go.ts'

const syntax = await loadGoSyntax()

/** The statements of a function after the fix, or why there is none. */
function fixed(strategy: typeof loadOrStore, act: string, statements: string): string {
  const source = `package p\n\nfunc f() {\n${statements.split(/; (?!!?ok\b)/).map((line) => `\t${line}`).join('\n')}\n}\n`
  const lineOf = (needle: string): number => source.slice(0, source.indexOf(needle)).split('\n').length
  const proposal = strategy({ file: 'p.go', source, syntax, load: lineOf('.Load('), act: lineOf(act), show: (line) => `line ${line}` })
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
