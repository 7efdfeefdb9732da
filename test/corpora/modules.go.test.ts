import { cp, mkdtemp, rm } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { goEnvironment } from '../support/go.ts'
import { compareSuites } from './compare.ts'

interface Module {
  readonly path: string
  readonly release: string
  readonly packages?: readonly string[]
  readonly flags?: readonly string[]
}

/** Popular modules that share maps between goroutines, or replace them; fetched through the module proxy. */
const modules: readonly Module[] = [
  { path: 'github.com/patrickmn/go-cache', release: 'v2.1.0+incompatible' },
  { path: 'github.com/hashicorp/golang-lru/v2', release: 'v2.0.7' },
  { path: 'github.com/gorilla/mux', release: 'v1.8.1' },
  // Without those that fill a map with a million entries, each of them under atomic words of its own: minutes.
  { path: 'github.com/puzpuzpuz/xsync/v4', release: 'v4.1.0', flags: ['-skip=CounterLenLimit|ParallelClear|ParallelGrowth|SerialResize|Presize'] },
  { path: 'github.com/orcaman/concurrent-map/v2', release: 'v2.0.1' },
  { path: 'golang.org/x/sync', release: 'v0.11.0' },
  // Without its middleware, whose tests wait for time-outs.
  { path: 'github.com/go-chi/chi/v5', release: 'v5.2.1', packages: ['.'] },
]

const version = 'go1.26.8'

describe('the tests of a popular module go as without MapSan, and nothing is reported', () => {
  let cwd = ''
  beforeEach(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'mapsan-module-'))
  })
  afterEach(() => rm(cwd, { recursive: true, force: true }))

  test.each(modules)('$path $release', async ({ path, release, packages = ['./...'], flags = [] }) => {
    await fetchModule(path, release, cwd)
    const { tests, ...differences } = await compareSuites({ version, cwd, packages, flags })
    console.log(`${path} ${release}: ${tests} tests, ${differences.reports.length} reports`)
    expect(tests).toBeGreaterThan(5)
    expect(differences).toEqual({ onlyInstrumented: [], onlyPlain: [], reports: [] })
  })
})

/** The module cache is read-only and its packages cannot be tested in place with what their tests need. */
async function fetchModule(path: string, release: string, target: string): Promise<void> {
  const env = goEnvironment(version)
  const { stdout } = await execa('go', ['mod', 'download', '-json', `${path}@${release}`], { cwd: target, env })
  const { Dir }: { readonly Dir: string } = JSON.parse(stdout)
  await cp(Dir, target, { recursive: true })
  await execa('chmod', ['-R', 'u+w', target])
  if (!existsSync(join(target, 'go.mod'))) await execa('go', ['mod', 'init', path], { cwd: target, env })
}
