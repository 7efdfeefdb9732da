import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, statSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { execa } from 'execa'
import { expect, onTestFinished, test } from 'vitest'
import type { GoInstallation } from '../../src/toolchain/go.ts'
import { clonePath, overlayableGo } from '../../src/toolchain/goroot.ts'

function temporary(parent: string): string {
  const folder = realpathSync(mkdtempSync(join(parent, 'mapsan-goroot-')))
  onTestFinished(async () => {
    await execa('chmod', ['-R', 'u+w', folder])
    await rm(folder, { recursive: true })
  })
  return folder
}

/** A GOROOT as Go unpacks it into the module cache: folders and files are read-only. */
function downloaded(): GoInstallation {
  const goroot = join(temporary(tmpdir()), 'golang.org/toolchain@v0.0.1-go1.25.5')
  for (const file of ['bin/go', 'src/runtime/map.go']) {
    mkdirSync(dirname(join(goroot, file)), { recursive: true })
    writeFileSync(join(goroot, file), file, { mode: 0o444 })
    chmodSync(dirname(join(goroot, file)), 0o555)
  }
  return {
    goBinary: 'go', env: { PATH: process.env['PATH'], GOROOT: '/elsewhere' }, goroot, version: 'go1.25.5', goos: 'linux', goarch: 'amd64',
    goexperiment: '', gomodcache: dirname(dirname(goroot)), goflags: '', goflagList: [], gowork: '', gomod: '', cgoEnabled: true,
    inModuleCache: true,
  }
}

test('a Go that lies elsewhere is used where it lies', async () => {
  const go = { ...downloaded(), inModuleCache: false }
  expect(await overlayableGo(go, '/nowhere')).toBe(go)
})

test('a clone shares its files with the original, and calls itself', async () => {
  const go = downloaded()
  const cloned = await overlayableGo(go, temporary(tmpdir()))
  expect(cloned.goBinary).toBe(join(cloned.goroot, 'bin/go'))
  expect(cloned.env).toEqual({ PATH: process.env['PATH'], GOTOOLCHAIN: 'local' })
  expect(statSync(join(cloned.goroot, 'bin/go')).ino).toBe(statSync(join(go.goroot, 'bin/go')).ino)
})

test.skipIf(!existsSync('/dev/shm'))('on another file system it is a copy', async () => {
  const go = downloaded()
  const cloned = await overlayableGo(go, temporary('/dev/shm'))
  expect(readFileSync(join(cloned.goroot, 'src/runtime/map.go'), 'utf8')).toBe('src/runtime/map.go')
  expect(readdirSync(dirname(cloned.goroot))).toHaveLength(1)
})

test('several at once end up with one clone and no drafts', async () => {
  const go = downloaded()
  const cache = temporary(tmpdir())
  const clones = await Promise.all([1, 2, 3, 4].map(() => overlayableGo(go, cache)))
  expect(new Set(clones.map(({ goroot }) => goroot))).toEqual(new Set([clonePath(go, cache)]))
  expect(readdirSync(join(cache, 'goroot'))).toHaveLength(1)
})

test('a cache that cannot be used is named', async () => {
  const go = downloaded()
  await expect(overlayableGo(go, join(go.goroot, 'bin/go'))).rejects.toMatchObject({ code: 'CACHE_UNUSABLE' })
  await expect(overlayableGo({ ...go, goroot: '/nowhere' }, temporary(tmpdir()))).rejects.toMatchObject({ code: 'CACHE_UNUSABLE' })
})
