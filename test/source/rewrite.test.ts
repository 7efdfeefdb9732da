import { describe, expect, test } from 'vitest'
import type { EditKind, FileRewrite } from '../../src/source/facts.ts'
import { parseRewrites } from '../../src/source/facts.ts'
import { rewriteSource } from '../../src/source/rewrite.ts'
import { loadGoSyntax } from '../../src/syntax/go.ts'

const syntax = await loadGoSyntax()

/** The statement of a function; «text» is what an edit is about, in the order in which they end. */
function rewrite(statement: string, ...edits: readonly (readonly [EditKind, string?])[]): string | undefined {
  const head = 'package shop // ü\n\nfunc use() {\n\t'
  const found: FileRewrite['edits'] = []
  const open: number[] = []
  let text = head
  for (const character of statement) {
    if (character === '«') open.push(Buffer.byteLength(text))
    else if (character === '»') {
      const [kind = 'load', variable = ''] = edits[found.length] ?? []
      found.push({ kind, start: open.pop() ?? 0, end: Buffer.byteLength(text), variable })
    } else text += character
  }
  const facts: FileRewrite = { path: '/shop/shop.go', hash: '', name: 'rt', clause: 'package shop'.length, edits: found }
  const made = rewriteSource(syntax, `${text}\n}\n`, facts)
  const before = '/*line /shop/shop.go:1:1*/package shop; import rt "runtime" // ü\n\nfunc use() {\n\t'
  if (made !== undefined) expect(made.startsWith(before)).toBe(true)
  return made?.slice(before.length, -'\n}\n'.length)
}

describe('an edit', () => {
  test.each<readonly [string, readonly (readonly [EditKind, string?])[], string]>([
    ['_ = «c.data»["k"]', [['load']], '_ = rt.MapsanTell(rt.MapsanLoad(&c.data))["k"]'],
    ['_ = «(*p).m»', [['load']], '_ = rt.MapsanTell(rt.MapsanLoad(&(*p).m))'],
    ['_ = (« *p»)', [['load']], ''],
    ['f(«len»(«c.ü»), "😀", «m»)', [['len'], ['load'], ['load']], 'f(rt.MapsanLen(rt.MapsanTell(rt.MapsanLoad(&c.ü))), "😀", rt.MapsanTell(rt.MapsanLoad(&m)))'],
    ['_ = «««c.boxes»["x"].m»["y"].m»', [['load'], ['load'], ['load']], '_ = rt.MapsanTell(rt.MapsanLoad(&rt.MapsanTell(rt.MapsanLoad(&rt.MapsanTell(rt.MapsanLoad(&c.boxes))["x"].m))["y"].m))'],
    ['_ = c.data[«key(x)»]', [['after', 'c.data']], '_ = c.data[rt.MapsanAfter(key(x), &c.data)]'],
    ['_ = c.data[«<-keys»]', [['after', 'c.data']], '_ = c.data[rt.MapsanAfter(<-keys, &c.data)]'],
    ['f(m, ««n».get()»)', [['load'], ['after', 'm']], 'f(m, rt.MapsanAfter(rt.MapsanTell(rt.MapsanLoad(&n)).get(), &m))'],
    ['«c.data = «m»» // why', [['load'], ['stored', 'c.data']], 'c.data = rt.MapsanTell(rt.MapsanLoad(&m)); rt.MapsanStored(&c.data) // why'],
    ['«m, err := read()»', [['stored', 'm']], 'm, err := read(); rt.MapsanStored(&m)'],
    ['«a.m["k"], b.m = f(), nil»; g()', [['loaded', 'a.m']], 'a.m["k"], b.m = f(), nil; rt.MapsanLoaded(&a.m); g()'],
    ['select { case c.data = <-fresh«:» g() }', [['begin-stored', 'c.data']], 'select { case c.data = <-fresh: rt.MapsanStored(&c.data); g() }'],
    ['for _, c.data = range all «{» g() }', [['begin-stored', 'c.data']], 'for _, c.data = range all { rt.MapsanStored(&c.data); g() }'],
  ])('%s', (statement, edits, want) => {
    expect(rewrite(statement, ...edits)).toBe(want === '' ? undefined : want)
  })
})

describe('a file is left alone', () => {
  test('when the tree has something else at the place', () => {
    expect(rewrite('_ = «c.da»ta', ['load'])).toBeUndefined()
    expect(rewrite('_ = «"text"»', ['load'])).toBeUndefined()
    expect(rewrite('_ = «cap»(c.data)', ['len'])).toBeUndefined()
    expect(rewrite('«return nil»', ['stored', 'm'])).toBeUndefined()
  })

  test('when it is in a Go that the grammar does not know', () => {
    expect(rewrite('_ = «c.data»["k"]; _ = new("x")', ['load'])).toBeUndefined()
  })
})

test('facts that would break a line, or that are of another kind, are refused', () => {
  const facts = (edit: object): string => JSON.stringify({ rewrites: [{ path: '/a.go', hash: '', name: 'rt', clause: 9, edits: [{ kind: 'load', start: 1, end: 2, ...edit }] }] })
  expect(parseRewrites(facts({}))).toHaveLength(1)
  expect(() => parseRewrites(facts({ variable: 'a.\nm' }))).toThrow()
  expect(() => parseRewrites(facts({ kind: 'delete' }))).toThrow()
})
