import { join } from 'node:path'
import { expect, test } from 'vitest'
import { withPackage } from './example.ts'
import { library } from './library.ts'
import { compare, everywhere, goFiles, looseRules, rules, sum } from './shortcuts.ts'

const fixtures = goFiles(join(import.meta.dirname, '../../fixtures'))
const examples = library.flatMap(({ rule }) => [...rule.examples.bad, ...rule.examples.good]).map((lines) => [{ path: '/p/p.go', importPath: 'p', text: withPackage(lines) }])

test('rules find the same in their examples when all is parsed and nothing is passed over', () => {
  const { findings, differences } = sum(examples.map((files) => compare(files, { with: rules, without: everywhere(rules) })))
  expect(differences).toEqual([])
  expect(findings).toBeGreaterThan(library.length)
})

test('and in the fixtures', () => {
  const { findings, differences } = sum(fixtures.map((files) => compare(files, { with: rules, without: everywhere(rules) })))
  expect(differences).toEqual([])
  expect(findings).toBeGreaterThan(3)
})

test('and when their conditions are cut short, so that they find much', () => {
  const { findings, differences } = sum([...examples, ...fixtures].map((files) => compare(files, { with: looseRules, without: looseRules })))
  expect(differences).toEqual([])
  expect(findings).toBeGreaterThan(400)
})
