import { appendFile, cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseRewrites } from '../../../src/source/facts.ts'
import { rewriteFiles } from '../../../src/source/rewritten-files.ts'
import { findGo } from '../../../src/toolchain/go.ts'
import { listPackages } from '../../../src/toolchain/packages.ts'
import { startTypeinfo } from '../../../src/toolchain/typeinfo.ts'
import { run } from '../process.ts'
import type { Program } from '../section.ts'
import type { Workshop } from '../workshop.ts'

/** About 950 packages, with its dependencies and its tests; 47 of them are its own. */
const large = 'github.com/caddyserver/caddy/v2@v2.10.2'

const second = 1e9
const comparison = 'difference'
const unit = 'nanoseconds'

/**
 * What the names in reports cost before a build: the catalog of map sites of a large module, on top of `go list`, which
 * is asked in any case. That the dependencies are compiled is part of the build.
 */
export const names: Program = {
  name: 'build/names',
  rows: [
    { label: 'names of a large module, the first time', measurement: 'Names/cold ns/op', unit, comparison },
    { label: 'names of a large module, after a change', measurement: 'Names/change ns/op', unit, comparison },
    { label: 'names of a large module, again', measurement: 'Names/warm ns/op', unit, comparison, target: { sense: 'at most', limit: second } },
    { label: 'its sources rewritten, the first time', measurement: 'Rewriting/cold ns/op', unit, comparison },
    { label: 'its sources rewritten, again', measurement: 'Rewriting/warm ns/op', unit, comparison, target: { sense: 'at most', limit: second } },
  ],
  prepare: async (workshop) => {
    const cwd = await copyOfModule(workshop)
    const cache = join(workshop.folder, 'names')
    await catalog(cwd, cache)
    return async (variant) => {
      const measure = async () => nanoseconds(() => (variant === 'mapsan' ? catalog(cwd, cache) : list(cwd)))
      await rm(join(cache, 'typeinfo', 'packages'), { recursive: true })
      const cold = await measure()
      if (variant !== 'mapsan') await catalog(cwd, cache)
      await appendFile(join(cwd, 'caddy.go'), '\n// A change.\n')
      const change = await measure()
      const warm = await measure()
      const text = await catalog(cwd, cache)
      const measureRewriting = async () => nanoseconds(async () => (variant === 'mapsan' ? rewrite(text, cache) : undefined))
      await rm(join(cache, 'source'), { recursive: true, force: true })
      return new Map([
        ['Names/cold ns/op', cold], ['Names/change ns/op', change], ['Names/warm ns/op', warm],
        ['Rewriting/cold ns/op', await measureRewriting()], ['Rewriting/warm ns/op', await measureRewriting()],
      ])
    }
  },
}

async function list(cwd: string) {
  const go = await findGo({ cwd, env: process.env })
  return { go, listing: await listPackages({ go, cwd, patterns: ['./...'], flags: [], tests: true, relay: () => undefined }) }
}

async function catalog(cwd: string, cache: string): Promise<string> {
  const { go, listing } = await list(cwd)
  const started = await startTypeinfo({
    go, cwd, cache, listing: listing.text, shimDir: resolve('shim'), selecting: [], userOverlay: undefined, flags: [], also: [],
    compile: (work) => work(),
  })
  return started.catalog
}

/** What comes behind the names when the variables of maps are watched. */
async function rewrite(catalogText: string, cache: string): Promise<void> {
  const overlay = join(cache, 'empty-overlay.json')
  await writeFile(overlay, '{"Replace": {}}')
  const { replaced, leftAlone } = await rewriteFiles({ rewrites: parseRewrites(catalogText), cache, overlay, moduleCache: '' })
  if (replaced.length < 10 || leftAlone.length > 0) throw new Error(`rewrote ${replaced.length} files, left ${leftAlone.join(', ')}`)
}

/** A copy that may be changed; what lies in the module cache may not. */
async function copyOfModule({ folder }: Workshop): Promise<string> {
  const { Dir }: { readonly Dir: string } = JSON.parse(await run({ file: 'go', args: ['mod', 'download', '-json', large], cwd: folder }))
  const copy = join(folder, 'large')
  await mkdir(copy)
  await cp(Dir, copy, { recursive: true })
  await run({ file: 'chmod', args: ['-R', 'u+w', copy], cwd: folder })
  return copy
}

async function nanoseconds(work: () => Promise<unknown>): Promise<number> {
  const start = process.hrtime.bigint()
  await work()
  return Number(process.hrtime.bigint() - start)
}
