import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildInstrumented } from '../support/build.ts'
import { goVersions } from '../support/go.ts'
import { writeCorpus } from './corpus.ts'
import { noMapMemory } from './exceptions.ts'
import { runTests } from './run.ts'

/*
 * The race detector's own tests (runtime/race/testdata), read from each Go and converted: what races there races on a
 * map here. `-race` reports every TestRace of the converted package too, and no TestNoRace.
 */
describe.each(goVersions)('the tests of the race detector, their variables made maps, %s', (version) => {
  let dir = ''
  let binary = ''
  let tests: readonly string[] = []

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'mapsan-testdata-'))
    binary = join(dir, 'races.test')
    tests = (await writeCorpus(version, dir)).tests
    await buildInstrumented({ version, dir, output: binary, tests: true })
  })

  afterAll(() => rm(dir, { recursive: true, force: true }))

  // Three runs each: most of these tests are decided by happens-before alone, a few by which goroutine comes first.
  test.each([1, 2])('GOMAXPROCS=%i', async (gomaxprocs) => {
    const racy = tests.filter((name) => name.startsWith('TestRace') && !noMapMemory.has(name))
    expect(racy.length).toBeGreaterThan(150)
    for (let run = 1; run <= 3; run++) {
      const { reported, failed } = await runTests({ binary, dir, tests, env: { GOMAXPROCS: String(gomaxprocs) } })
      const missed = racy.filter((name) => !reported.has(name))
      const falseAlarms = [...reported].filter(([name]) => name.startsWith('TestNoRace'))
      const unexpected = [...reported.keys()].filter((name) => noMapMemory.has(name))
      console.log(`${version} GOMAXPROCS=${gomaxprocs} run ${run}: ${racy.length - missed.length} races reported, ${missed.length} missed, ${falseAlarms.length} false alarms`)
      expect({ missed, falseAlarms, unexpected, failed: [...failed] }).toEqual({ missed: [], falseAlarms: [], unexpected: [], failed: [] })
    }
  })
})
