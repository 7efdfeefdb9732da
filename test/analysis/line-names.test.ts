import { describe, expect, test } from 'vitest'
import { lineNames } from '../../src/analysis/line-names.ts'
import type { CatalogFile, LockSite, MapSite } from '../../src/model/catalog.ts'

function site(line: number, operations: MapSite['operations'], expression: string, more: Partial<MapSite> = {}): MapSite {
  const variable = { kind: 'field', description: `field ${expression} of *Store`, mutexes: ['Store.mu'] } as const
  return { line, column: 1, first: line, last: line, function: 'shop.f', operations, expression, types: ['map[string]int'], variable, ...more }
}

function lock(line: number, name: string, mode: LockSite['mode'] = 'write'): LockSite {
  return { line, column: 1, first: line, last: line, name, mode }
}

function namesOf(sites: readonly MapSite[], locks: readonly LockSite[] = [], path = '/srv/shop/stock/stock.go'): readonly string[] {
  const file: CatalogFile = { path, importPath: 'example.com/shop/stock', hash: '', sites, locks, goroutines: [], mutexes: [] }
  return lineNames([file], '/srv/shop')
}

describe('what a program says of its own lines', () => {
  test('is what the map is, with how much that says, and what the lock is', () => {
    expect(namesOf([site(7, ['read', 'write', 'store'], 's.prices'), site(9, ['iterate'], 'found()', { variable: undefined })], [lock(6, 'Store.mu'), lock(8, 'Store.mu', 'read')])).toEqual([
      'stock/stock.go:7:read:0:s.prices (field s.prices of *Store)',
      'stock/stock.go:7:write:0:s.prices (field s.prices of *Store)',
      'stock/stock.go:9:iterate:6:found()',
      'stock/stock.go:6:write lock:0:Store.mu',
      'stock/stock.go:8:read lock:0:Store.mu',
    ])
  })

  test('is nothing where a line does the same to two', () => {
    expect(namesOf([site(7, ['read'], 'a'), site(7, ['read'], 'b'), site(7, ['read'], 'b'), site(7, ['write'], 'b')], [lock(7, 'a.mu'), lock(7, 'b.mu')])).toEqual([
      'stock/stock.go:7:write:0:b (field b of *Store)',
    ])
    expect(namesOf([site(7, ['delete'], 'a'), site(7, ['delete'], 'a')])).toHaveLength(1)
  })

  test('is nothing for what another function does, and for files that lie elsewhere', () => {
    expect(namesOf([site(7, ['read'], 'a', { callee: 'maps.Keys' })])).toEqual([])
    expect(namesOf([site(7, ['read'], 'a')], [], '/srv/shopping/stock.go')).toEqual([])
  })

  test('is one line of text', () => {
    expect(namesOf([site(7, ['clear'], 'map[string]int{\n\t"a": 1,\n}', { variable: undefined })])).toEqual(['stock/stock.go:7:clear:6:map[string]int{ "a": 1, }'])
  })
})
