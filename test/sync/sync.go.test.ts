import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runTests, type Outcome, type TestRun } from '../race-testdata/run.ts'
import { buildInstrumented } from '../support/build.ts'
import { fixturesFolder } from '../support/fixtures.ts'
import { goVersions, type GoVersion } from '../support/go.ts'
import { planBuilds } from '../support/group-testing.ts'
import { primitives } from './primitives.ts'

/** `raw` uses plain atomic functions, which changes how a package is compiled; `callback` needs a compiler of C. */
const allPackages = ['sync', 'sync/raw', 'sync/callback'].map((path) => join(fixturesFolder, path))
const hasC = spawnSync('cc', ['--version']).status === 0
if (!hasC) console.log('skipped: callbacks from C, because there is no cc on PATH')
const packages = hasC ? allPackages : allPackages.slice(0, 2)
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mapsan-sync-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

type TestBinary = Omit<TestRun, 'env'>

async function build(version: GoVersion, without: readonly string[] = []): Promise<readonly TestBinary[]> {
  const built = []
  for (const [i, dir] of packages.entries()) {
    const binary = join(folder, `${i}.test`)
    await buildInstrumented({ version, dir, output: binary, tests: true, without })
    built.push({ binary, dir, tests: await testNames(dir, version) })
  }
  return built
}

async function testNames(dir: string, version: GoVersion): Promise<readonly string[]> {
  const files = (await readdir(dir)).filter((name) => name.endsWith('_test.go') && !(version === 'go1.24.11' && name === 'synctest_test.go'))
  const texts = await Promise.all(files.map((name) => readFile(join(dir, name), 'utf8')))
  return texts.flatMap((text) => [...text.matchAll(/^func (Test\w+)\(/gm)].map(([, name]) => name ?? ''))
}

async function run(binaries: readonly TestBinary[], gomaxprocs: number): Promise<Outcome> {
  const outcomes = []
  for (const binary of binaries) outcomes.push(await runTests({ ...binary, env: { GOMAXPROCS: String(gomaxprocs) } }))
  return {
    reported: new Map(outcomes.flatMap(({ reported }) => [...reported])),
    failed: new Map(outcomes.flatMap(({ failed }) => [...failed])),
  }
}

describe.each(goVersions)('synchronisation, %s', (version) => {
  test('is silent', async () => {
    const binaries = await build(version)
    // Five runs: the programs leave nothing to chance, but the machine may be busy.
    for (const gomaxprocs of [1, 2, 1, 2, 2]) {
      const { reported, failed } = await run(binaries, gomaxprocs)
      expect({ falseAlarms: [...reported], failed: [...failed] }).toEqual({ falseAlarms: [], failed: [] })
    }
  })
})

describe('without its hook, a primitive orders nothing', () => {
  const version = 'go1.26.8'
  const hooks = [...new Set(primitives.flatMap(({ needs }) => needs))]

  test('every test of the fixture has its hooks named', async () => {
    const names = (await Promise.all(allPackages.map((dir) => testNames(dir, version)))).flat()
    expect(primitives.map(({ test: name }) => name).toSorted()).toEqual(names.toSorted())
  })

  test.each(planBuilds(hooks).map((without, i) => [i + 1, without] as const))('build %i', async (_build, without) => {
    // With one thread: what was put into a sync.Pool is got again.
    const binaries = await build(version, without)
    const { reported } = await run(binaries, 1)
    const tests = binaries.flatMap((binary) => binary.tests)
    const affected = primitives.filter(({ test: name }) => tests.includes(name)).filter(({ needs }) => needs.some((hook) => without.includes(hook))).map(({ test: name }) => name)
    expect([...reported.keys()].filter((name) => tests.includes(name)).toSorted()).toEqual(affected.toSorted())
  })
})
