/** What is known of a package although its files are parsed piece by piece. */
import { describe, expect, test } from 'vitest'
import { lintFiles } from '../../src/rules/engine.ts'
import { parseRule, type Rule } from '../../src/rules/rule.ts'
import { loadGoSyntax } from '../../src/syntax/go.ts'
import { library } from './library.ts'

const syntax = await loadGoSyntax()
const guarded = library.flatMap(({ rule }) => (rule.id === 'MAP-002' ? [rule] : []))

/** Where the rules report something, in the files of one package. */
function reported(rules: readonly Rule[], ...texts: readonly string[]): readonly string[] {
  return reportedIn(rules, texts.map((text) => `package p\n\nimport "sync"\n\n${text}\n`))
}

function reportedIn(rules: readonly Rule[], texts: readonly string[]): readonly string[] {
  const files = texts.map((text, index) => ({ path: `/p/${index}.go`, importPath: 'p', text }))
  return lintFiles(syntax, files, rules).map(({ place }) => place.text.trim())
}

const shelf = 'type shelf struct {\n\tmu sync.Mutex\n\titems map[string]int\n}\n'
const put = ['Put', 'Add', 'Count'].map((name) => `func (s *shelf) ${name}() {\n\ts.mu.Lock()\n\tdefer s.mu.Unlock()\n\ts.items["a"]++\n}\n`).join('\n')
const take = (before = ''): string => `func (s *shelf) Take() {\n\t${before}\n\tdelete(s.items, "a")\n}\n`

describe('of other files it is known', () => {
  test('that methods hold a lock', () => {
    expect(reported(guarded, shelf, put, take())).toEqual(['delete(s.items, "a")'])
    expect(reported(guarded, shelf, take())).toEqual([])
  })

  test('also where a comment says package', () => {
    const file = (comment: string, text: string): string => `${comment}package p\n\nimport "sync"\n\n${text}\n`
    const texts = (comment: string): readonly string[] => [file(comment, shelf), file('', put), file('', take())]
    for (const comment of ['/*\nThe\npackage keeps shelves.\n*/\n', '// In a\n// package of shelves.\n\n/* package a */ ', '\ufeff// A byte order mark.\n']) {
      expect(reportedIn(guarded, texts(comment)), comment).toEqual(['delete(s.items, "a")'])
    }
  })

  test('that a method which is called takes the lock and keeps it', () => {
    const enter = (body: string): string => `func (s *shelf) enter() { ${body} }\n`
    expect(reported(guarded, shelf, put, take('s.enter()'), enter('s.mu.Lock()'))).toEqual([])
    expect(reported(guarded, shelf, put, take('s.enter()'), enter('s.mu.Lock(); s.mu.Unlock()'))).toHaveLength(1)
  })

  test('that the method is called with the lock', () => {
    const caller = (body: string): string => `func (s *shelf) Clear() { ${body} }\n`
    expect(reported(guarded, shelf, put, take(), caller('s.mu.Lock(); s.Take(); s.mu.Unlock()'))).toEqual([])
    expect(reported(guarded, shelf, put, take(), caller('s.Take()'))).toHaveLength(1)
  })

  test('what a type is: of several with its name, for other systems, the last', () => {
    const bare = 'type shelf struct {\n\tmu chan bool\n\titems map[string]int\n}\n'
    expect(reported(guarded, bare, shelf, put, take())).toHaveLength(1)
    expect(reported(guarded, shelf, bare, put, take())).toEqual([])
    expect(reported(guarded, bare, `type (\n${shelf.replace('type ', '\t')})\n`, put, take())).toHaveLength(1)
  })
})

function asking(query: string): Rule {
  return parseRule({
    path: 'TEAM-001.json',
    text: JSON.stringify({ id: 'TEAM-001', title: 'asked', message: 'asked', explanation: ['-'], severity: 'note', priority: 1, language: 'go', query, examples: { bad: [['x']], good: [['x']] }, fix: ['-'] }),
  })
}

describe('a query', () => {
  const text = 'func f() {}\n\nfunc (s *shelf) g() {}\n'

  test.each([
    ['(function_declaration) @at', ['func f() {}']],
    ['(method_declaration) @at', ['func (s *shelf) g() {}']],
    ['[(function_declaration) (method_declaration)] @at', ['func f() {}', 'func (s *shelf) g() {}']],
  ])('%s is answered with functions of that kind', (query, expected) => {
    expect(reported([asking(query)], text)).toEqual(expected)
  })

  test('about several declarations is asked of the whole file', () => {
    expect(reported([asking('(source_file (import_declaration) (function_declaration) @at)')], text)).toEqual(['func f() {}'])
  })
})
