import { expect, test } from 'vitest'
import { applyEdits } from '../../src/fix/edit.ts'
import { importPackages } from '../../src/fix/import-packages.ts'

function withImports(source: string, wanted: readonly string[], imports: readonly string[] = []): string {
  const importStart = Math.max(source.indexOf('import'), 0)
  const end = source.indexOf(source.includes('(') ? ')' : '"\n', importStart) + 1
  const file = { path: 'p.go', hash: '', imports: [...imports], clause: 'package p'.length, importStart, importEnd: source.includes('import') ? end : 0, generated: false, maps: true }
  return applyEdits(source, importPackages(file, wanted, source))
}

test.each([
  ['package p\n\nvar x int\n', 'package p\n\nimport "sync"\n\nvar x int\n'],
  ['package p\n\nimport "fmt"\n\nvar x int\n', 'package p\n\nimport (\n"fmt"\n"sync"\n)\n\nvar x int\n'],
  ['package p\n\nimport (\n\t"fmt"\n)\n', 'package p\n\nimport (\n"sync"\n\t"fmt"\n)\n'],
])('a file gets the import that it lacks: %j', (before, after) => expect(withImports(before, ['sync'])).toBe(after))

test('a file that has it stays as it is', () => {
  const source = 'package p\n\nimport "sync"\n'
  expect(withImports(source, ['sync'], ['sync'])).toBe(source)
})

test.each([
  ['package p\n', 'package p\n\nimport (\n"maps"\n"sync"\n)\n'],
  ['package p\n\nimport "fmt"\n', 'package p\n\nimport (\n"fmt"\n"maps"\n"sync"\n)\n'],
])('several at once: %j', (before, after) => expect(withImports(before, ['sync', 'maps', 'sync'])).toBe(after))
