import { describe, expect, test } from 'vitest'
import { lintFiles } from '../../src/rules/engine.ts'
import type { Rule } from '../../src/rules/rule.ts'
import { loadGoSyntax } from '../../src/syntax/go.ts'
import { wantedLines, withPackage } from './example.ts'
import { library } from './library.ts'

const syntax = await loadGoSyntax()
/** The lines that the rule reports, without those of which only types could say. */
function reported(rule: Rule, text: string): readonly number[] {
  const findings = lintFiles(syntax, [{ path: '/p/p.go', importPath: 'p', text }], [rule])
  return findings.filter(({ questions }) => questions.length === 0).map(({ place }) => place.line).sort((a, b) => a - b)
}

describe.each(library)('$name', ({ name, rule }) => {
  test('is called like its file', () => {
    expect(`${rule.id}.json`).toBe(name)
  })

  test.each(rule.examples.bad.map((lines, index) => ({ index, lines })))('reports bad example $index on its line', ({ lines }) => {
    const text = withPackage(lines)
    expect(wantedLines(text)).not.toEqual([])
    expect(reported(rule, text)).toEqual(wantedLines(text))
  })

  test.each(rule.examples.good.map((lines, index) => ({ index, lines })))('is silent on good example $index', ({ lines }) => {
    const text = withPackage(lines)
    expect(wantedLines(text)).toEqual([])
    expect(reported(rule, text)).toEqual([])
  })

  test('has examples that are Go', () => {
    for (const lines of [...rule.examples.bad, ...rule.examples.good]) expect(syntax.parse(withPackage(lines)).rootNode.hasError).toBe(false)
  })

  test('says all that its message and its second place need', () => {
    const findings = rule.examples.bad.flatMap((lines) => lintFiles(syntax, [{ path: '/p/p.go', importPath: 'p', text: withPackage(lines) }], [rule]))
    expect(findings.filter(({ message }) => message.includes('…'))).toEqual([])
    expect(findings.every(({ see }) => see === undefined || rule.see !== undefined)).toBe(true)
  })
})
