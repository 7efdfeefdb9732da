import { describe, expect, test } from 'vitest'
import { getsSumOf } from '../../src/rules/flow/sums.ts'
import { functionsAround } from '../../src/rules/where/around.ts'
import { loadGoSyntax } from '../../src/syntax/go.ts'

const syntax = await loadGoSyntax()

/** Whether Store may get a sum of what Load has given. */
function isSum(body: string): boolean {
  const { rootNode } = syntax.parse(`package p\n\nfunc f() {\n${body}\n}\n`)
  const [load, store] = ['m.Load', 'm.Store'].map((name) => rootNode.descendantsOfType('call_expression').find((call) => call.childForFieldName('function')?.text === name))
  const fn = load && functionsAround(load)[0]
  if (!fn || !store) throw new Error('the example lacks a call')
  return getsSumOf(load, store, fn)
}

const load = 'v, ok := m.Load(k); '

describe('a sum is stored', () => {
  test.each([
    ['of what was loaded', 'm.Store(k, v.(int)+1)'],
    ['and less is one as well', 'm.Store(k, v.(int)-1)'],
    ['in a conversion', 'm.Store(k, int64(v.(int)+1))'],
    ['in a struct', 'm.Store(k, entry{n: v.(entry).n + 1})'],
    ['by way of a variable', 'n := v.(int) + 1; m.Store(k, n)'],
    ['by way of two', 'n, _ := v.(int); next := n + 1; m.Store(k, next)'],
    ['by way of one that was declared before', 'var n int; n = v.(int); n++; m.Store(k, n)'],
    ['counted up', 'n := v.(int); n++; m.Store(k, n)'],
    ['counted down', 'n := v.(int); n--; m.Store(k, n)'],
    ['added to', 'n := v.(int); n += size; m.Store(k, n)'],
    ['taken from', 'n := v.(int); n -= size; m.Store(k, n)'],
    ['to which it was added', 'total := size; total += v.(int); m.Store(k, total)'],
    ['declared by var', 'var n = v.(int) + 1; m.Store(k, n)'],
    ['when it was set anew on one way only', 'n := v.(int); if !ok { n = 0 }; n++; m.Store(k, n)'],
    ['when it was set anew on a way that ends', 'n := v.(int); if !ok { n = 0; return }; n++; m.Store(k, n)'],
    ['when it was set on one way only', 'n := 0; if ok { n = v.(int) }; n++; m.Store(k, n)'],
    ['when it is kept under another name before', 'n := v.(int); old := n; n = 0; n = old + 1; m.Store(k, n)'],
    ['when another variable of this name was set anew', 'n := v.(int); if !ok { n := 0; use(n) }; n++; m.Store(k, n)'],
    ['counted in a loop', 'n := v.(int); for range list { n++ }; m.Store(k, n)'],
    ['counted in a loop that is left', 'n := v.(int); for { n++; if done { break } }; m.Store(k, n)'],
    ['counted by a closure', 'n := v.(int); each(func() { n++ }); m.Store(k, n)'],
    ['counted by a closure that returns', 'n := v.(int); each(func() bool { n++; return true }); m.Store(k, n)'],
    ['set by a closure to what it was and more', 'n := v.(int); each(func() { n = n + 1 }); m.Store(k, n)'],
    ['counted by a closure before something else is', 'var n int; more := func() { n += 2 }; n = v.(int); more(); n++; m.Store(k, n)'],
    ['all in a closure', 'each(func() { n := 0; n = v.(int); n++; m.Store(k, n) })'],
    ['with its sign looked at before', 'n := v.(int); use(-n); n++; m.Store(k, n)'],
    ['of a number by its type', 'switch n := v.(type) { case int: m.Store(k, n+1) }'],
    ['of what is handed over by an address', 'n := v.(int); m.Store(k, n+1); scan(&n)'],
  ])('%s', (_title, body) => {
    expect(isSum(load + body)).toBe(true)
  })
})

describe('no sum is stored', () => {
  test.each([
    ['as it was loaded', 'm.Store(k, v)'],
    ['when nothing is added', 'n := v.(int); m.Store(k, n*2)'],
    ['when only whether it was there counts', 'if ok { n++ }; m.Store(k, size+1)'],
    ['of something else', 'm.Store(k, size+1)'],
    ['beside what was loaded', 'm.Store(k, entry{n: v.(entry).n, until: now + time})'],
    ['as the argument beside it', 'm.Store(k, append(v.([]int), size+1))'],
    ['by a minus in a text', 'm.Store(k, strings.TrimSuffix(v.(string), "-old"))'],
    ['by a sign', 'm.Store(k, until(v, -size))'],
    ['by comparing', 'm.Store(k, v.(int)+1 > size)'],
    ['by a field of the same name', 'n := v.(int) + 1; m.Store(k, entry{n: size})'],
    ['in a function that is kept', 'm.Store(k, func() int { return v.(int) + 1 })'],
    ['set anew', 'n := v.(int); n = 0; n++; m.Store(k, n)'],
    ['set anew on both ways', 'n := v.(int); if ok { n = 1 } else { n = 2 }; n++; m.Store(k, n)'],
    ['set anew in each case', 'n := v.(int); switch { case ok: n = 1; default: n = 2 }; n++; m.Store(k, n)'],
    ['set anew, and counted by a closure', 'n := v.(int); n = 0; each(func() { n++ }); m.Store(k, n)'],
    ['set anew by a closure', 'n := v.(int); reset := func() { n = 0 }; reset(); n++; m.Store(k, n)'],
    ['set by what gets its address', 'n := v.(int); scan(&n); n++; m.Store(k, n)'],
    ['received anew', 'n := v.(int); select { case n = <-ch: }; n++; m.Store(k, n)'],
    ['ranged over anew', 'n := v.(int); for _, n = range list { m.Store(k, n+1) }'],
    ['ranged over anew before', 'n := v.(int); for _, n = range list { use(n) }; n++; m.Store(k, n)'],
    ['counted where the way ends', 'n := 0; if ok { n = v.(int); return }; n++; m.Store(k, n)'],
    ['counted where it panics', 'n := 0; if ok { n = v.(int); panic(n) }; n++; m.Store(k, n)'],
    ['counted where the next round begins', 'for { n := 0; if ok { n = v.(int); continue }; n++; m.Store(k, n) }'],
    ['under a name that means another variable', 'n := v.(int); if ok { n := 0; n++; m.Store(k, n) }; use(n)'],
    ['only later', 'n := v.(int); m.Store(k, n); n++'],
    ['of what only says whether it was there', 'm.Store(k, first(ok)+1)'],
    ['of what only says whether it is a number', 'n, is := v.(int); m.Store(k, first(is)+1)'],
    ['of the numbers up to it', 'for n := range v.(int) { m.Store(k, n+1) }'],
    ['of what a channel that was loaded gives', 'n := <-v.(chan int); m.Store(k, n+1)'],
    ['set anew by a closure that was made before', 'var n int; reset := func() { n = 0 }; n = v.(int); reset(); n++; m.Store(k, n)'],
    ['set anew before a closure that counts nothing', 'n := v.(int); if ok { return }; n = 0; each(func() { use() }); n++; m.Store(k, n)'],
    ['set by what gets its address in a closure with another one', 'n := v.(int); each(func() { each(func() bool { return ok }); scan(&n) }); n++; m.Store(k, n)'],
    ['of a number by its type, set anew', 'switch n := v.(type) { case int: n = 0; m.Store(k, n+1) }'],
    ['when the function ends', 'n := v.(int); defer func() { n++ }(); m.Store(k, n)'],
    ['by a goroutine', 'n := v.(int); go func() { n++ }(); m.Store(k, n)'],
  ])('%s', (_title, body) => {
    expect(isSum(load + body)).toBe(false)
  })

  test.each([
    ['of what another round has loaded', 'last := 0; for _, k := range list { v, _ := m.Load(k); m.Store(k, last+1); last = v.(int) }', false],
    ['of what a closure has loaded', 'var n int; each(func() { v, _ := m.Load(k); n = v.(int); n++; m.Store(k, n) })', true],
  ])('%s', (_title, body, expected) => {
    expect(isSum(body)).toBe(expected)
  })
})
