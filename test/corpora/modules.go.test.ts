import { cp, mkdtemp, rm } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { goEnvironment } from '../support/go.ts'
import { compareSuites } from './compare.ts'

/** Popular modules that share maps between goroutines, or replace them; fetched through the module proxy. */
const modules = [
  ['github.com/patrickmn/go-cache', 'v2.1.0+incompatible'],
  ['github.com/hashicorp/golang-lru/v2', 'v2.0.7'],
  ['github.com/gorilla/mux', 'v1.8.1'],
  ['github.com/puzpuzpuz/xsync/v4', 'v4.1.0'],
  ['github.com/orcaman/concurrent-map/v2', 'v2.0.1'],
  ['golang.org/x/sync', 'v0.11.0'],
  ['github.com/go-chi/chi/v5', 'v5.2.1'],
] as const

const version = 'go1.26.8'

describe('the tests of a popular module go as without MapSan, and nothing is reported', () => {
  let cwd = ''
  beforeEach(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'mapsan-module-'))
  })
  afterEach(() => rm(cwd, { recursive: true, force: true }))

  test.each(modules)('%s %s', async (path, release) => {
    await fetchModule(path, release, cwd)
    const { tests, ...differences } = await compareSuites({ version, cwd, packages: ['./...'] })
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
