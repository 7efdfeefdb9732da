import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ForeignPackages } from '../../src/rules/foreign.ts'
import { libraryLocks } from '../../src/rules/types/library-locks.ts'
import { loadGoSyntax } from '../../src/syntax/go.ts'
import { sourcesIn } from '../../src/workflows/lint/foreign-sources.ts'
import { goSources } from '../hooks/goroots.ts'

const syntax = await loadGoSyntax()
const known = Object.entries(libraryLocks).flatMap(([path, types]) => types.map((type) => `${path}.${type}`))

/** The types that the packages of the table export, and which of them have a lock. */
function locksIn(goroot: string): readonly string[] {
  const sourcesOf = sourcesIn({ folder: join(goroot, 'src'), path: 'std', modules: [] })
  const packages = new ForeignPackages(syntax, sourcesOf)
  try {
    return Object.keys(libraryLocks).flatMap((path) => {
      const types = new Set(sourcesOf(path).flatMap(({ text }) => Array.from(text.matchAll(/^(?:type |\t)([A-Z]\w*)(?:\[[^\]]*\])? /gm), ([, name = '']) => name)))
      return [...types].filter((type) => packages.lockIn(path, type) !== undefined).map((type) => `${path}.${type}`)
    })
  } finally {
    packages.delete()
  }
}

describe('the types of the standard library that have a lock in them', () => {
  const found = goSources.map(({ goroot }) => locksIn(goroot))

  test.each(goSources.map(({ version }, index) => [version, found[index] ?? []] as const))('have one in %s', (_version, locks) => {
    expect(locks).toEqual(expect.arrayContaining([...known]))
  })

  test('are all of those that have one in each version', () => {
    const inAll = found.reduce((some, more) => some.filter((type) => more.includes(type)))
    expect([...known].sort()).toEqual([...inAll].sort())
  })
})
