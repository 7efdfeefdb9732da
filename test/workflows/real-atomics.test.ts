import { expect, test } from 'vitest'
import type { GoPackage } from '../../src/toolchain/packages.ts'
import { packagesWithRealAtomics } from '../../src/workflows/real-atomics.ts'

const atomics = 'sync/atomic'

function pkg(importPath: string, imports: readonly string[], standard = false): GoPackage {
  const dir = `/src/${importPath}`
  return {
    importPath, dir, imports, standard, name: 'x', main: !standard, modulePath: '', named: false, testFileCount: 0, embedded: [], broken: false,
    goFiles: [`${dir}/x.go`],
  }
}

async function chosen(packages: readonly GoPackage[], raw: readonly string[]): Promise<readonly string[]> {
  const found = await packagesWithRealAtomics(packages, async (files) => files.some((file) => raw.includes(file.split('/').slice(2, -1).join('/'))))
  return found.map(({ importPath }) => importPath)
}

test('packages of the user spread to those that import them, however indirectly', async () => {
  const packages = [
    pkg('flag', [atomics]), pkg('switch', ['flag']), pkg('lamp', ['switch', 'fmt']), pkg('door', ['fmt']), pkg('typed', [atomics]),
  ]
  expect(await chosen(packages, ['flag', 'door'])).toEqual(['flag', 'switch', 'lamp'])
})

test('packages of the standard library do not', async () => {
  const packages = [pkg('net', [atomics], true), pkg('net/http', ['net', atomics], true), pkg('server', ['net/http'])]
  expect(await chosen(packages, ['net'])).toEqual(['net'])
})

test('the runtime and synchronisation itself are left alone', async () => {
  const untouched = ['runtime', 'runtime/pprof', 'internal/runtime/maps', 'internal/race', 'sync', 'sync/atomic', 'internal/sync']
  const packages = [...untouched, 'internal/poll', 'syncing'].map((path) => pkg(path, [atomics], true))
  expect(await chosen(packages, packages.map(({ importPath }) => importPath))).toEqual(['internal/poll', 'syncing'])
})

test('a cycle through test files', async () => {
  const packages = [pkg('order', ['cart']), pkg('cart', ['flag']), pkg('flag', [atomics, 'order'])]
  expect(await chosen(packages, ['flag'])).toEqual(['order', 'cart', 'flag'])
})
