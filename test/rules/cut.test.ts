import { describe, expect, test } from 'vitest'
import { cutFile } from '../../src/rules/cut.ts'
import { loadGoSyntax } from '../../src/syntax/go.ts'
import { positionsIn } from '../../src/syntax/lines.ts'

const syntax = await loadGoSyntax()

/** What a file is cut into: the kind and the name of each piece. */
function cut(text: string): readonly string[] | undefined {
  return cutFile(text)?.map(({ kind, receiver, name }) => [kind, receiver?.type, name].filter((part) => part !== undefined).join(' '))
}

describe('a file is cut', () => {
  test.each([
    ['at functions and methods', 'package p\nfunc f() {}\nfunc (c *cache) g() {}\nfunc (cache) h() {}\nfunc (c *cache[K, V]) i() {}\nfunc j[T any](t T) {}', ['other', 'function f', 'method cache g', 'method cache h', 'method cache i', 'function j']],
    ['at types and variables', 'package p\ntype a int\ntype (\n\tb int\n\tc int\n)\nvar d = 1\nvar e, f int\nconst g = 2', ['other', 'type a', 'type', 'variable d', 'variable', 'variable g']],
    ['not in literals', 'package p\nvar a = `\nfunc f() {\n`\nvar b = "{\\"" + string(\'{\') + string(\'\\\'\')\nfunc g() {}', ['other', 'variable a', 'variable b', 'function g']],
    ['not in comments', 'package p\n// func f() {\n/*\nfunc g() {\n*/\nfunc h() /* { */ {} // {\nvar i = 1', ['other', 'function h', 'variable i']],
    ['not where a line goes on', 'package p\nvar a = b +\n\tc\nvar f =\n\tfunc() {}\ntype g func(\n\tint,\n) error\nvar h = map[string]int{\n\t"a": 1,\n}', ['other', 'variable a', 'variable f', 'type g', 'variable h']],
    ['not inside of brackets', 'package p\nfunc f() {\n\tvar a int\n\ttype b int\n\tfunc() {\n\t}()\n}\nfunc g() {}', ['other', 'function f', 'function g']],
    ['at semicolons', 'package p; type a int; func f() {}; func g() {}', ['other', 'type a', 'function f', 'function g']],
    ['with names in other scripts', 'package p\nfunc größe() {}\ntype 世界 int', ['other', 'function größe', 'type 世界']],
    ['behind a byte order mark and with other ends of lines', '\ufeffpackage p\r\n\r\nfunc f() {\r\n}\r\nfunc g() {}\r\n', ['other', 'function f', 'function g']],
  ] as const)('%s', (_title, text, expected) => {
    expect(cut(text)).toEqual(expected)
  })

  test.each([
    ['brackets do not close', 'package p\nfunc f() {'],
    ['brackets were not opened', 'package p\nfunc f() {}\n}'],
    ['a string does not end', 'package p\nvar a = "b\nfunc f() {}'],
    ['a raw string does not end', 'package p\nvar a = `b\nfunc f() {}'],
    ['a comment does not end', 'package p\n/* func f() {}'],
    ['a statement is at the top level', 'package p\nf()\nfunc g() {}'],
    ['a function is written in an unusual way', 'package p\nfunc /* for now */ f() {}'],
    ['a comment goes on behind a declaration', 'package p\ntype a int /* and\n*/\nfunc f() {}'],
  ])('not when %s', (_title, text) => {
    expect(cutFile(text)).toBeUndefined()
  })
})

/** All that a rule can see of a node. */
function outline(node: ReturnType<typeof syntax.parse>['rootNode']): string {
  const { startPosition: from, endPosition: to } = node
  return `${node.type} ${node.startIndex}-${node.endIndex} ${from.row}:${from.column}-${to.row}:${to.column} (${node.children.map(outline).join(' ')})`
}

test('a piece has the nodes that it has in the whole file, where they are there, with the comments before it', () => {
  const text = '// Package p.\npackage p\n\nimport "sync" // for mu\n\n/* größe */ type größe struct{ mu sync.Mutex }\n\n// f is called.\nfunc (g *größe) f() { g.mu.Lock() } // here\nvar a, b = 1, "ü"\n\n// end\n'
  const positionOf = positionsIn(text)
  const whole = syntax.parse(text).rootNode.namedChildren.map(outline)
  const pieces = (cutFile(text) ?? []).map((piece) => syntax.parsePiece(text, { ...piece, ...positionOf(piece.start) }).rootNode.namedChildren.map(outline))
  expect(pieces).toHaveLength(5)
  // What stands on the line of a declaration's end belongs to both.
  expect([...new Set(pieces.flat())]).toEqual(whole)
  expect(pieces[3]?.[0]).toMatch(/^comment/)
})
