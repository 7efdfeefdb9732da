import { describe, expect, test } from 'vitest'
import { nameRaces } from '../../src/analysis/names.ts'
import type { Catalog, CatalogFile, LockSite, MapSite } from '../../src/model/catalog.ts'
import type { Access, Frame, HeldLock, MapOperation, RaceEvent } from '../../src/model/finding.ts'
import { access, origin, race, stream } from './races.ts'

const mapType = 'map[string]int'

function span(line: number, first = line, last = line) {
  return { line, column: 1, first, last }
}

function site(line: number, op: MapOperation, expression: string, more: Partial<MapSite> = {}): MapSite {
  const variable = { kind: 'local variable', description: `local variable ${expression}`, mutexes: [] } as const
  return { ...span(line), function: 'main.shop', operations: [op], expression, types: [mapType], variable, ...more }
}

function file(sites: readonly MapSite[], more: Partial<CatalogFile> = {}): CatalogFile {
  return { path: '/shop/shop.go', importPath: 'example.com/shop', hash: '', sites, locks: [], goroutines: [], mutexes: [], ...more }
}

function named(event: RaceEvent, catalog: Catalog | undefined): RaceEvent {
  const [first] = nameRaces([stream([event])], catalog, origin)[0]?.races ?? []
  if (first === undefined) throw new Error('the race is gone')
  return first
}

/** What an access at shop.go:7 is called by a catalog with these sites. */
function expressionOf(sites: readonly MapSite[], of: Access = access('read', 'shop.go:7'), type = mapType): string | undefined {
  const event = { ...race(of, access('write', 'elsewhere.go:1')), map: { type, address: '0x1' } }
  return named(event, { files: [file(sites)] }).accesses[0].expression
}

describe('a map', () => {
  test('has the name that its line gives it, by operation and type', () => {
    const sites = [site(7, 'read', 'prices'), site(7, 'write', 'stock'), site(8, 'read', 'other'), site(7, 'read', 'flags', { types: ['map[string]bool'] })]
    expect(expressionOf(sites)).toBe('prices')
    expect(expressionOf(sites, access('write', 'shop.go:7'))).toBe('stock')
    expect(expressionOf(sites, access('read', 'shop.go:7'), 'map[string]bool')).toBe('flags')
    expect(expressionOf(sites, access('delete', 'shop.go:7'))).toBeUndefined()
    expect(expressionOf(sites, access('read', 'shop.go:9'))).toBeUndefined()
    expect(expressionOf(sites, access('read', 'till.go:7'))).toBeUndefined()
    expect(expressionOf(sites, access('read', 'shop.go:7'), 'map[int]int')).toBeUndefined()
  })

  test('has all names that are possible, and with too many of them none', () => {
    const sites = ['src', 'dst', 'src', 'more', 'yet'].map((expression) => site(7, 'read', expression))
    expect(expressionOf(sites.slice(0, 3))).toBe('src or dst')
    expect(expressionOf(sites.slice(0, 4))).toBe('src or dst or more')
    expect(expressionOf(sites)).toBeUndefined()
    const event = race(access('read', 'shop.go:7'), access('write', 'elsewhere.go:1'))
    expect(named(event, { files: [file(sites.slice(0, 3))] }).map).toMatchObject({ expression: 'src or dst' })
    expect(named(event, { files: [file(sites.slice(0, 3))] }).map.variable).toBeUndefined()
  })

  test('of a statement on several lines is that of the compiler, else any that is near', () => {
    const sites = [site(6, 'read', 'wide', { first: 5, last: 9 }), site(7, 'read', 'exact')]
    expect(expressionOf(sites)).toBe('exact')
    expect(expressionOf(sites, access('read', 'shop.go:8'))).toBe('wide')
    expect(expressionOf([site(6, 'read', 'endless', { last: Number.MAX_SAFE_INTEGER })], access('read', 'shop.go:8'))).toBe('endless')
  })

  test('of two functions on one line is that of the right one', () => {
    const sites = [site(7, 'read', 'mine', { function: 'main.shop' }), site(7, 'read', 'theirs', { function: 'main.other' })]
    expect(expressionOf(sites)).toBe('mine')
    const inside = access('read', 'shop.go:7')
    const closure = { ...inside, stack: inside.stack.map((frame) => ({ ...frame, function: 'main.other[...].func1' })) }
    expect(expressionOf(sites, closure)).toBe('theirs')
  })

  test('of a generic function has any type that fits', () => {
    const generic = [site(7, 'read', 'rows', { types: ['map[K]main.list[V]'], typeParameters: ['K', 'V'] })]
    expect(expressionOf(generic, access('read', 'shop.go:7'), 'map[string]main.list[int]')).toBe('rows')
    expect(expressionOf(generic, access('read', 'shop.go:7'), 'map[string]int')).toBeUndefined()
  })

  test('whose type the runtime could not tell, or tells by number, is found all the same', () => {
    expect(expressionOf([site(7, 'read', 'prices')], access('read', 'shop.go:7'), 'map')).toBe('prices')
    const local = [site(7, 'read', 'prices', { types: ['map[main.key]int'] })]
    expect(expressionOf(local, access('read', 'shop.go:7'), 'map[main.key·2]int')).toBe('prices')
  })

  const marshal: Frame = { function: 'encoding/json.Marshal', file: '/usr/local/go/src/encoding/json/encode.go', line: 171 }
  const encode: Frame = { function: 'encoding/json.mapEncoder.encode', file: '/usr/local/go/src/encoding/json/encode.go', line: 760 }

  test('that was passed to the standard library is known by the call, and only by this call', () => {
    const iterated = access('iterate', 'shop.go:7')
    const passed = { ...iterated, stack: [encode, marshal, ...iterated.stack] }
    const call = site(7, 'iterate', 'status', { callee: 'encoding/json.Marshal' })
    expect(expressionOf([call], passed)).toBe('status')
    expect(expressionOf([{ ...call, callee: 'encoding/json.Indent' }], passed)).toBeUndefined()
    expect(expressionOf([call, site(7, 'iterate', 'own')], passed)).toBe('status')
    expect(expressionOf([call, site(7, 'iterate', 'own')], iterated)).toBe('own')
  })

  test('under -trimpath is found by its import path', () => {
    const read = access('read', 'shop.go:7')
    const trimmed = { ...read, stack: read.stack.map((frame) => ({ ...frame, file: 'example.com/shop/shop.go' })) }
    expect(expressionOf([site(7, 'read', 'prices')], trimmed)).toBe('prices')
    const dependency = { ...read, stack: read.stack.map((frame) => ({ ...frame, file: 'example.com/shop@v1.2.3/shop.go' })) }
    expect(expressionOf([site(7, 'read', 'prices')], dependency)).toBe('prices')
  })

  test('behind //line is found by what the directive says, unless two files are called so', () => {
    const read = access('read', 'rules.y:7')
    const generated = race({ ...read, stack: read.stack.map((frame) => ({ ...frame, file: 'rules.y' })) }, access('write', 'elsewhere.go:1'))
    const rules = file([site(7, 'read', 'prices')], { path: '/shop/a/rules.y', importPath: 'example.com/shop/a', alias: 'rules.y' })
    const others = file([site(7, 'read', 'others')], { path: '/shop/b/rules.y', importPath: 'example.com/shop/b', alias: 'rules.y' })
    expect(named(generated, { files: [rules] }).accesses[0].expression).toBe('prices')
    expect(named(generated, { files: [rules, others] }).accesses[0].expression).toBeUndefined()
  })

  test('is called what that side calls it which knows most', () => {
    const field = { kind: 'field', description: 'field data of *Config', file: '/shop/shop.go', line: 3, mutexes: ['Config.mu'] } as const
    const sites = [site(7, 'read', 'cfg.data', { variable: field }), site(9, 'write', 'fresh')]
    const { map, accesses } = named(race(access('read', 'shop.go:7'), access('write', 'shop.go:9')), { files: [file(sites)] })
    expect(map).toEqual({
      type: mapType,
      address: '0xc000012345',
      expression: 'cfg.data',
      variable: { kind: 'field', description: 'field data of *Config', declaredAt: { file: '/shop/shop.go', line: 3 }, mutexes: ['Config.mu'] },
    })
    expect(accesses.map(({ expression }) => expression)).toEqual(['cfg.data', 'fresh'])
    const same = [site(7, 'read', 'left'), site(9, 'write', 'right')]
    expect(named(race(access('read', 'shop.go:7'), access('write', 'shop.go:9')), { files: [file(same)] }).map.expression).toBe('right')
  })

  test('has no name without a catalog', () => {
    const event = race(access('read', 'shop.go:7'), access('write', 'shop.go:9'))
    expect(named(event, undefined)).toEqual(event)
  })
})

describe('a lock', () => {
  const taken: Frame = { function: 'main.shop', file: '/shop/shop.go', line: 5 }
  const sites: readonly LockSite[] = [
    { ...span(5), mode: 'write', name: 'Config.mu' },
    { ...span(5), mode: 'read', name: 'registry' },
  ]

  function nameOf(acquiredAt: HeldLock['acquiredAt'], mode: HeldLock['mode'], locks = sites): string | undefined {
    const held = access('write', 'shop.go:7', 8, [{ address: '0x1', mode, acquiredAt }])
    return named(race(held, access('read', 'shop.go:9')), { files: [file([], { locks })] }).accesses[0].locks[0]?.name
  }

  test('has the name of what is locked on the line, in this mode', () => {
    expect(nameOf([taken], 'write')).toBe('Config.mu')
    expect(nameOf([taken], 'read')).toBe('registry')
    expect(nameOf([{ ...taken, line: 6 }], 'write')).toBeUndefined()
    expect(nameOf([], 'write')).toBeUndefined()
  })

  test('is not taken for another one', () => {
    const other = { ...span(5), mode: 'write', name: 'Config.other' } as const
    expect(nameOf([taken], 'write', [...sites, other])).toBeUndefined()
    const inner: Frame = { function: 'sync.(*Map).Store', file: '/usr/local/go/src/sync/map.go', line: 1 }
    expect(nameOf([inner, taken], 'write')).toBeUndefined()
    expect(nameOf([{ ...inner, function: 'sync.(*Mutex).Lock' }, taken], 'write')).toBe('Config.mu')
  })
})

describe('a goroutine', () => {
  const serve: Frame = { function: 'net/http.(*Server).Serve', file: '/usr/local/go/src/net/http/server.go', line: 88 }

  function nameOf(id: number, createdBy: readonly Frame[], stack: readonly Frame[] = [], catalog?: Catalog): string | undefined {
    const one = { ...access('read', 'shop.go:7'), goroutine: { id, createdBy } }
    return named(race({ ...one, stack: [...one.stack, ...stack] }, access('write', 'shop.go:9')), catalog).accesses[0].goroutine.name
  }

  test('is named by where it was started', () => {
    expect(nameOf(1, [])).toBe('the main goroutine')
    expect(nameOf(7, [serve])).toBe('the goroutine started at net/http/server.go:88 by (*Server).Serve')
    expect(nameOf(7, [])).toBeUndefined()
  })

  test('is named by what it runs, when its line starts one only', () => {
    const started: Frame = { function: 'main.main', file: '/shop/shop.go', line: 5 }
    const goroutines = [{ ...span(5), runs: 'cfg.watch' }]
    expect(nameOf(7, [started], [], { files: [file([], { goroutines })] })).toBe('the goroutine of cfg.watch, started at shop.go:5 by main')
    const two = [...goroutines, { ...span(5), runs: 'cfg.reload' }]
    expect(nameOf(7, [started], [], { files: [file([], { goroutines: two })] })).toBe('the goroutine started at shop.go:5 by main')
  })

  test('of a test has the name of the test', () => {
    const runs: Frame = { function: 'testing.(*T).Run', file: '/usr/local/go/src/testing/testing.go', line: 2000 }
    const body: Frame = { function: 'example.com/shop.TestAdd', file: '/shop/shop_test.go', line: 12 }
    const runner: Frame = { function: 'testing.tRunner', file: '/usr/local/go/src/testing/testing.go', line: 1900 }
    expect(nameOf(7, [runs], [body, runner])).toBe('the goroutine of TestAdd')
  })
})
