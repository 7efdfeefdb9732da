import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildInstrumented } from '../support/build.ts'
import { fixturesFolder } from '../support/fixtures.ts'
import { goVersions, type GoVersion } from '../support/go.ts'
import { planBuilds } from '../support/group-testing.ts'
import { primitives, seenBy } from './primitives.ts'
import { fuzz, runTests, topOf, type TestBinary, type Verdicts } from './run.ts'

/** `raw` uses plain atomic functions, which changes how a package is compiled; `callback` needs a compiler of C. */
const allPackages = ['sync', 'sync/raw', 'sync/callback'].map((path) => join(fixturesFolder, path))
const hasC = spawnSync('cc', ['--version']).status === 0
if (!hasC) console.log('skipped: callbacks from C, because there is no cc on PATH')
const packages = hasC ? allPackages : allPackages.slice(0, 2)
/** What orders its tests is several hooks together, now these and now those: it is not built again without them. */
const mixed = join(fixturesFolder, 'sync/mixed')
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mapsan-sync-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function build(version: GoVersion, dirs: readonly string[], without: readonly string[] = []): Promise<readonly TestBinary[]> {
  const built = []
  for (const [i, dir] of dirs.entries()) {
    const binary = join(folder, `${i}.test`)
    await buildInstrumented({ version, dir, output: binary, tests: true, without })
    built.push({ binary, dir })
  }
  return built
}

async function run(binaries: readonly TestBinary[], gomaxprocs: number): Promise<Verdicts> {
  const verdicts = []
  for (const binary of binaries) verdicts.push(await runTests(binary, gomaxprocs))
  return {
    reported: verdicts.flatMap(({ reported }) => reported),
    silent: verdicts.flatMap(({ silent }) => silent),
    failed: new Map(verdicts.flatMap(({ failed }) => [...failed])),
  }
}

describe.each(goVersions)('synchronisation, %s', (version) => {
  test('is silent, and what is none is reported', async () => {
    const binaries = await build(version, [...packages, mixed])
    // Four runs: the programs leave nothing to chance, but the machine may be busy.
    for (const gomaxprocs of [1, 2, 4, 2]) {
      const { reported, silent, failed } = await run(binaries, gomaxprocs)
      const falseAlarms = reported.filter((name) => !isRacy(name))
      const missed = silent.filter(isRacy)
      expect({ falseAlarms, missed, failed: [...failed] }).toEqual({ falseAlarms: [], missed: [], failed: [] })
    }
    const [inputs] = binaries
    if (inputs === undefined) throw new Error('nothing was built')
    expect(await fuzz(inputs, 'FuzzNoRace', folder)).toMatchObject({ raced: false, output: expect.stringMatching(/^PASS$/m) })
    expect(await fuzz(inputs, 'FuzzRace', folder)).toMatchObject({ raced: true })
  })
})

describe('without its hook, a primitive orders nothing', () => {
  const version = 'go1.26.8'
  const hooks = [...new Set([...primitives.flatMap(({ needs }) => needs.flat()), ...seenBy.map(({ hook }) => hook)])]

  test.each(planBuilds(hooks).map((without, i) => [i + 1, without] as const))('build %i', async (_build, without) => {
    // With one thread: what was put into a sync.Pool is got again.
    const { reported, silent } = await run(await build(version, packages, without), 1)
    const ran = [...reported, ...silent].toSorted()
    const known = new Set([...primitives, ...seenBy].map(({ test: name }) => name))
    expect(ran.map(topOf).filter((name) => !isRacy(name) && !known.has(name))).toEqual([])
    expect(reported.toSorted()).toEqual(ran.filter((name) => isReported(topOf(name), without)))
  })

  test('a callback on a thread of C is seen by cgo.threads alone', async () => {
    const callbacks = packages.slice(2)
    const { silent } = await run(await build(version, callbacks, ['cgo.threads']), 1)
    expect(silent.filter(isRacy)).toEqual(callbacks.map(() => 'TestRaceCgoCallback'))
  })
})

function isRacy(name: string): boolean {
  return name.startsWith('TestRace')
}

function isReported(name: string, without: readonly string[]): boolean {
  const seen = seenBy.find(({ test: other }) => other === name)
  if (seen !== undefined) return !without.includes(seen.hook) || (seen.unlessWithout !== undefined && without.includes(seen.unlessWithout))
  const needs = primitives.find(({ test: other }) => other === name)?.needs ?? []
  return isRacy(name) || needs.some((hooks) => [hooks].flat().every((hook) => without.includes(hook)))
}
