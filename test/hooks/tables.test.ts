import { describe, expect, test } from 'vitest'
import { select } from '../../src/hooks/selection.ts'
import { hookTableFor, hookTables } from '../../src/hooks/tables/index.ts'

describe('the tables', () => {
  test.each(hookTables)('go1.$minor: ids are unique, and whatever needs no hook of its own says what leaving it out means', ({ hooks }) => {
    const ids = hooks.map(({ id }) => id)
    expect(ids).toEqual([...new Set(ids)])
    const insideRuntime = (file: string): boolean => file.startsWith('runtime/')
    const stillActive = hooks.filter(({ sites, off, required }) =>
      !required && off === undefined && sites.some(({ file, query }) => !insideRuntime(file) && /race\.(Acquire|Release|Read|Write)/.test(query)))
    expect(stillActive.map(({ id }) => id)).toEqual(['pool.private'])
  })

  test('every version has the map operations by name; go1.27 reads through mapaccess2 alone', () => {
    const operations = ['access1', 'access2', 'assign', 'delete', 'clear', 'iterStart', 'iterNext', 'clone', 'reflect.iterStart', 'reflect.iterNext', 'reflect.len',
      ...['fast32', 'fast64', 'faststr'].flatMap((kind) => [`${kind}.access1`, `${kind}.access2`, `${kind}.assign`, `${kind}.delete`]),
      'fast32ptr.assign', 'fast64ptr.assign', 'linkname.iterInit', 'linkname.iterNext'].map((name) => `maps.${name}`)
    for (const { minor, hooks } of hookTables) {
      const expected = operations.filter((id) => minor < 27 || !id.endsWith('access1'))
      expect(hooks.map(({ id }) => id)).toEqual(expect.arrayContaining(expected))
    }
  })

  test('a hook that is unknown or indispensable cannot be left out', () => {
    const table = hookTableFor('go1.26.8')
    expect(() => select(table, ['maps.fast128.access1'])).toThrow('go1.26 has no hook maps.fast128.access1')
    expect(() => select(table, ['memory'])).toThrow('nothing compiles without the hook memory')
  })

  test.each([
    ['go1.24', 24], ['go1.25.5', 25], ['go1.26.8 X:nogreenteagc', 26], ['go1.27rc2', 27], ['devel go1.27-4f3a1c2 Tue Nov 24', 27],
  ])('%s has a table', (version, minor) => expect(hookTableFor(version).minor).toBe(minor))

  test.each([
    ['go1.23.4', 'GO_TOO_OLD'], ['go1.9', 'GO_TOO_OLD'], ['go1.28.0', 'GO_TOO_NEW'], ['devel go1.29-4f3a1c2', 'GO_TOO_NEW'], ['go2.0', 'GO_TOO_NEW'], ['devel +4f3a1c2', 'GO_TOO_NEW'],
  ])('%s has none: %s', (version, code) => expect(() => hookTableFor(version)).toThrow(expect.objectContaining({ code })))
})
