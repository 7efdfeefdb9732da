import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { lintFiles } from '../../src/rules/engine.ts'
import { ForeignPackages } from '../../src/rules/foreign.ts'
import { loadGoSyntax } from '../../src/syntax/go.ts'
import { sourcesIn } from '../../src/workflows/lint/foreign-sources.ts'
import { findModule } from '../../src/workflows/lint/folders.ts'
import { library } from './library.ts'

const syntax = await loadGoSyntax()
const rules = library.map(({ rule }) => rule).filter(({ id }) => id === 'SYNC-005')
const work = mkdtempSync(join(tmpdir(), 'mapsan-foreign-'))
afterAll(() => rmSync(work, { recursive: true }))

const goMod = `module example.com/shop

go 1.24

require (
	github.com/Acme/lock v1.2.3
	example.com/here v0.0.0 // indirect
)

replace example.com/here => ../here
`

const files: Readonly<Record<string, string>> = {
  'shop/go.mod': goMod,
  'shop/cache/cache.go': 'package cache\n\nimport "example.com/shop/inner"\n\ntype Store struct {\n\tstats inner.Stats\n}\n\ntype Plain struct{ n int }\n\ntype Ring[T any] struct{ of [2]Store }\n',
  'shop/cache/cache_test.go': 'package cache\n\nimport "sync"\n\ntype Fake struct{ mu sync.Mutex }\n',
  'shop/cache/gen.go': '//go:build ignore\n\npackage main\n\nimport "sync"\n\ntype Tool struct{ mu sync.Mutex }\n',
  'shop/inner/inner.go': '/*\npackage old\n*/\npackage inner\n\nimport "sync"\n\ntype Stats struct{ mu sync.RWMutex }\n\ntype Spin struct{}\n\nfunc (*Spin) Lock()   {}\nfunc (*Spin) Unlock() {}\n',
  'shop/nested/go.mod': 'module example.com/shop/nested\n',
  'shop/nested/nested.go': 'package nested\n\nimport "sync"\n\ntype Store struct{ mu sync.Mutex }\n',
  'shop/two/a.go': 'package two\n\nimport "sync"\n\ntype Store struct{ mu sync.Mutex }\n',
  'shop/two/b.go': 'package three\n',
  'shop/vendor/example.com/vendored/v.go': 'package vendored\n\nimport "sync"\n\ntype Store struct{ sync.Mutex }\n',
  'mod/github.com/!acme/lock@v1.2.3/deep/deep.go': 'package deep\n\nimport "sync"\n\ntype Store struct{ once sync.Once }\n',
  'mod/example.com/here@v0.0.0/here.go': 'package here\n\nimport "sync"\n\ntype Store struct{ mu sync.Mutex }\n',
}
for (const [name, text] of Object.entries(files)) {
  mkdirSync(dirname(join(work, name)), { recursive: true })
  writeFileSync(join(work, name), text)
}

/** What is reported in a file of the module. */
function messages(text: string): readonly string[] {
  const packages = new ForeignPackages(syntax, sourcesIn(findModule(join(work, 'shop/cmd'), join(work, 'mod'))))
  try {
    return lintFiles(syntax, [{ path: '/p/p.go', importPath: 'p', text: `package p\n\n${text}\n` }], rules, { lockInForeign: packages.lockIn }).map(({ message }) => message)
  } finally {
    packages.delete()
  }
}

const passed = (path: string, type: string): readonly string[] => messages(`import "${path}"\n\nfunc f(s ${type}) {}`)

describe('a lock in a type of another package', () => {
  test.each([
    ['the module', 'example.com/shop/cache', 'cache.Store', 'cache.Store.stats.mu, a sync.RWMutex'],
    ['the module, with parameters', 'example.com/shop/cache', 'cache.Ring[int]', 'cache.Ring[int].of[].stats.mu, a sync.RWMutex'],
    ['the module, a lock itself', 'example.com/shop/inner', 'inner.Spin', 'an inner.Spin'],
    ['the vendor folder', 'example.com/vendored', 'vendored.Store', 'vendored.Store.Mutex, a sync.Mutex'],
    ['the module cache', 'github.com/Acme/lock/deep', 'deep.Store', 'deep.Store.once, a sync.Once'],
    ['the standard library', 'net/http', 'http.Server', 'a http.Server'],
  ])('is known in %s', (_where, path, type, lock) => {
    expect(passed(path, type)).toEqual([`each call of f copies ${lock}: the copy does not guard what the original guards`])
  })

  test.each([
    ['without a lock', 'example.com/shop/cache', 'cache.Plain'],
    ['behind a pointer', 'example.com/shop/cache', '*cache.Store'],
    ['of its tests', 'example.com/shop/cache', 'cache.Fake'],
    ['of a program in its folder', 'example.com/shop/cache', 'cache.Tool'],
    ['of a module in the module', 'example.com/shop/nested', 'nested.Store'],
    ['of a folder with two packages', 'example.com/shop/two', 'two.Store'],
    ['of a module that is replaced', 'example.com/here', 'here.Store'],
    ['of a module that is not there', 'example.com/gone', 'gone.Store'],
    ['of the standard library, without one', 'net/http', 'http.Client'],
  ])('is none in a type %s', (_which, path, type) => {
    expect(passed(path, type)).toEqual([])
  })

  test('is none where two files mean two packages by one name', () => {
    const text = (path: string): string => `package p\n\nimport "${path}"\n\nfunc f${path.length}(s cache.Store) {}\n`
    const packages = new ForeignPackages(syntax, sourcesIn(findModule(join(work, 'shop'), join(work, 'mod'))))
    const found = lintFiles(syntax, ['example.com/shop/cache', 'example.com/other/cache'].map((path, index) => ({ path: `/p/${index}.go`, importPath: 'p', text: text(path) })), rules, { lockInForeign: packages.lockIn })
    packages.delete()
    expect(found).toEqual([])
  })

  test('is found in fields, elements and what is behind a pointer, also where nothing speaks of sync', () => {
    const text = 'import "example.com/shop/cache"\n\ntype shop struct {\n\tstore cache.Store\n\tall   []cache.Store\n}\n\nfunc f(s *shop, p *cache.Store) {\n\tuse(s.store)\n\tfor _, one := range s.all {\n\t\tuse(one)\n\t}\n\tmine := *p\n\tuse(&mine)\n}\n\nfunc use(any) {}'
    // What a range makes is a copy already.
    expect([...messages(text)].sort()).toEqual(['assigning *p', 'passing s.store', 'ranging over s.all'].map((how) => `${how} copies cache.Store.stats.mu, a sync.RWMutex: the copy does not guard what the original guards`))
  })
})
