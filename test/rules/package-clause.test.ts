import { expect, test } from 'vitest'
import { packageNameOf } from '../../src/rules/package-clause.ts'

test.each([
  ['package shop\n', 'shop'],
  ['// package till\n\n/* package cart */ package shop // of goods\n', 'shop'],
  ['/*\npackage till\n*/\npackage\tshop', 'shop'],
  ['', ''],
  ['// package shop', ''],
  ['func package shop', ''],
])('%j is of package %j', (text, name) => {
  expect(packageNameOf(text)).toBe(name)
})

test('a line of nothing but slashes is read in no time', () => {
  expect(packageNameOf('/'.repeat(10_000))).toBe('')
})
