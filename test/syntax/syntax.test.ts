import { describe, expect, test } from 'vitest'
import { findFunctions, functionName } from '../../src/syntax/functions.ts'
import { loadGoSyntax } from '../../src/syntax/go.ts'
import { errorLines, lineOf } from '../../src/syntax/positions.ts'
import { matchQuery, quoteForQuery } from '../../src/syntax/query.ts'

const syntax = await loadGoSyntax()

describe('functions', () => {
  const { rootNode } = syntax.parse(`package queue
func Push() {}
func (q *Queue) Push() {}
func (r Ring[T]) Push() {}
func (Ring[T]) Len() int { return 0 }
`)

  test('have the name of their receiver in front', () => {
    expect(rootNode.namedChildren.map(functionName)).toEqual([undefined, 'Push', 'Queue.Push', 'Ring.Push', 'Ring.Len'])
  })

  test('are found by it', () => {
    expect(findFunctions(rootNode, 'Queue.Push').map(lineOf)).toEqual([3])
    expect(findFunctions(rootNode, 'Pop')).toEqual([])
  })
})

describe('queries', () => {
  test('give indices into the string, also behind characters of two UTF-16 units', () => {
    const source = 'package p\n\nvar flag = "🏁 – done"; var after = flag\n'
    const [match] = matchQuery(syntax, syntax.parse(source).rootNode, '((identifier) @name (#eq? @name "after"))')
    const node = match?.get('name')
    expect(source.slice(node?.startIndex, node?.endIndex)).toBe('after')
  })

  test.each(['"concurrent', 'a\\b', 'a\n\tb'])('%j can stand in one', (text) => {
    const source = `package p\n\n/*${text}*/\n`
    expect(matchQuery(syntax, syntax.parse(source).rootNode, `((comment) @it (#eq? @it ${quoteForQuery(`/*${text}*/`)}))`)).toHaveLength(1)
  })
})

test('lines with errors are found', () => {
  expect(errorLines(syntax.parse('package p\n\nfunc f() {}\n').rootNode)).toEqual([])
  expect(errorLines(syntax.parse('package p\n\nfunc f() {}\n\n)(\n').rootNode)).toEqual([5])
})
