import { describe, expect, test } from 'vitest'
import { lintFiles } from '../../src/rules/engine.ts'
import { toFindings } from '../../src/rules/finding.ts'
import { checkUnique, parseRule, ruleTextOf } from '../../src/rules/rule.ts'
import { loadGoSyntax } from '../../src/syntax/go.ts'

const valid = {
  id: 'TEAM-001',
  title: 'exit in a library',
  message: '{at} ends the whole program',
  explanation: ['Only main may do so.'],
  severity: 'error',
  priority: 1,
  language: 'go',
  contains: ['os.Exit'],
  query: '(call_expression function: (selector_expression) @fn (#eq? @fn "os.Exit")) @at',
  where: [{ 'not-inside': { of: '@at', functions: '^main$' } }],
  examples: { bad: [['func f() {', '\tos.Exit(1) // want', '}']], good: [['func main() { os.Exit(1) }']] },
  fix: ['Return an error.'],
}

function parse(changes: object): ReturnType<typeof parseRule> {
  return parseRule({ path: 'team/TEAM-001.json', text: JSON.stringify({ ...valid, ...changes }, undefined, 2) })
}

describe('a rule file', () => {
  test('is a rule', () => {
    const rule = parse({})
    expect(rule.tests).toHaveLength(1)
    expect(ruleTextOf(rule)).toMatchObject({ title: valid.title, examples: { bad: ['func f() {\n\tos.Exit(1)\n}'] } })
  })

  test.each([
    ['an unknown key', { sevrity: 'error' }, /TEAM-001\.json:\d+:\d+: unknown key "sevrity"/],
    ['an unknown condition', { where: [{ 'is-mapp': '@at' }] }, /unknown key "is-mapp"/],
    ['a condition of another form', { where: [{ 'is-map': ['@at'] }] }, /where\.0/],
    ['an alternative that is no condition', { where: [{ either: [{ 'is-mapp': '@at' }, { 'is-map': '@at' }] }] }, /unknown key "is-mapp"/],
    ['no alternative', { where: [{ either: [{ 'is-map': '@at' }] }] }, /where\.0/],
    ['no example', { examples: { bad: [], good: [['f()']] } }, /examples\.bad/],
    ['another language', { language: 'rust' }, /language/],
    ['an id without digits', { id: 'team-rule' }, /such as MAP-001/],
    ['an empty message', { message: ' ' }, /must not be empty/],
  ])('with %s is refused, with its place', (_title, changes, message) => {
    expect(() => parse(changes)).toThrow(message)
  })

  test('that is no JSON is refused', () => {
    expect(() => parseRule({ path: 'x.json', text: '{' })).toThrow(/x\.json:1:\d+: no JSON/)
  })

  test('with the id of another one is refused', () => {
    expect(() => checkUnique([parse({}), { ...parse({}), path: 'other.json' }])).toThrow(/other\.json: team\/TEAM-001\.json is another rule TEAM-001/)
  })
})

describe('findings', async () => {
  const syntax = await loadGoSyntax()
  const lint = (text: string): ReturnType<typeof toFindings> => {
    const rules = [parse({})]
    return toFindings(lintFiles(syntax, [{ path: '/home/dev/lib/lib.go', importPath: 'example.com/lib', text }], rules), rules)
  }
  const source = 'package lib\n\nfunc (l *Lib) Close() {\n\tos.Exit(1)\n}\n'

  test('are of the same kind as those of a run', () => {
    expect(lint(source)).toMatchObject([
      { rule: 'TEAM-001', message: 'os.Exit(1) ends the whole program', map: { type: '' }, count: 1, fatal: false, lint: { severity: 'error', advice: 'Return an error.' }, accesses: [{ op: 'other', label: 'exit in a library' }] },
    ])
    expect(lint(source)[0]?.accesses[0].stack).toEqual([{ function: 'example.com/lib.(*Lib).Close', file: '/home/dev/lib/lib.go', line: 4 }])
  })

  test('keep their ids when lines move, and have ids of their own where statements are the same', () => {
    const [finding] = lint(source)
    expect(lint(`// moved\n\n${source}`).map(({ id }) => id)).toEqual([finding?.id])
    const twice = lint('package lib\n\nfunc f() {\n\tos.Exit(1)\n\tos.Exit(1)\n}\n').map(({ id }) => id)
    expect(new Set(twice).size).toBe(2)
  })

  test('are those of which one alternative of a condition holds', () => {
    const alternatives = [{ 'not-inside': { of: '@at', functions: 'Close' } }, { matches: { of: '@at', pattern: '2' } }]
    const rules = [parse({ where: [{ either: alternatives }] })]
    const texts = ['1', '2'].map((code) => `package lib\n\nfunc (l *Lib) Close() {\n\tos.Exit(${code})\n}\n\nfunc Open() {\n\tos.Exit(${code})\n}\n`)
    const lines = texts.map((text) => lintFiles(syntax, [{ path: '/home/dev/lib/lib.go', importPath: 'example.com/lib', text }], rules).map(({ place }) => place.line))
    expect(lines).toEqual([[8], [4, 8]])
  })

  test('are none in main', () => {
    expect(lint('package main\n\nfunc main() { os.Exit(1) }\n')).toEqual([])
  })
})
