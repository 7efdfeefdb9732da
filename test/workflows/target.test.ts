import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { locateTarget } from '../../src/workflows/target.ts'

let root: string

beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'mapsan-target-')))
  for (const folder of ['shop/cart', 'shop/tools/gen', 'depot/store']) mkdirSync(join(root, folder), { recursive: true })
  for (const module of ['shop', 'shop/tools', 'depot']) writeFileSync(join(root, module, 'go.mod'), '')
})
afterAll(() => rmSync(root, { recursive: true }))

test.each([
  [[], 'shop', ['.']],
  [['.'], 'shop', ['.']],
  [['./...'], 'shop', ['./...']],
  [['...'], 'shop', ['...']],
  [['cart'], 'shop', ['./cart']],
  [['cart/...', 'fmt', 'main.go'], 'shop', ['./cart/...', 'fmt', 'main.go']],
  [['example.com/shop/cart'], 'shop', ['example.com/shop/cart']],
  [['./nowhere'], 'shop', ['./nowhere']],
  // Modules of their own, beside and below.
  [['../depot/store'], 'depot', ['./store']],
  [['../depot/...'], 'depot', ['./...']],
  [['tools'], 'shop/tools', ['.']],
  [['tools/gen', './tools'], 'shop/tools', ['./gen', '.']],
])('%j', (patterns, cwd, located) => {
  expect(locateTarget(join(root, 'shop'), patterns)).toEqual({ cwd: join(root, cwd), patterns: located })
})

test('from below the root of the module, and by an absolute path', () => {
  expect(locateTarget(join(root, 'shop/cart'), ['..'])).toEqual({ cwd: join(root, 'shop/cart'), patterns: ['..'] })
  expect(locateTarget('/', [join(root, 'depot/store')])).toEqual({ cwd: join(root, 'depot'), patterns: ['./store'] })
})

test('two modules at once are refused', () => {
  expect(() => locateTarget(join(root, 'shop'), ['cart', '../depot'])).toThrow(/different modules .*one module at a time/)
})
