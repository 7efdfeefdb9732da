import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildInstrumented } from '../support/build.ts'
import { goVersions } from '../support/go.ts'
import { testNames, writeOriginals } from './corpus.ts'
import { runTests } from './run.ts'

/** All that race on a map. Two of them see only its length. */
const onMap = [
  'MapRW', 'MapRW2', 'MapRWArray', 'MapRange', 'MapRange2', 'MapDelete', 'MapLen', 'MapLenDelete', 'UnaddressableMapLen',
  'CaseIssue6418', 'CaseTypeIssue5890', 'Crawl',
]
const onVariable = ['MapVariable', 'MapVariable2', 'MapVariable3']

/** Uses a WaitGroup again while it is waited for, and on a busy machine the WaitGroup notices. */
function isMisuse([name, text]: readonly [string, string]): boolean {
  return name === 'TestRaceWaitGroupReuse' && text.includes('WaitGroup is reused before previous Wait has returned')
}

/* The race detector's own tests as they are: those that race on a map or on the variable that holds one, and no others. */
describe.each(goVersions)('the tests of the race detector as they are, %s', (version) => {
  let dir = ''
  let binary = ''
  let tests: readonly string[] = []

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'mapsan-originals-'))
    binary = join(dir, 'races.test')
    tests = testNames(await writeOriginals(version, dir))
    await buildInstrumented({ version, dir, output: binary, tests: true })
  })

  afterAll(() => rm(dir, { recursive: true, force: true }))

  test.each([1, 2])('GOMAXPROCS=%i', async (gomaxprocs) => {
    const wanted = [...onMap, ...onVariable].map((name) => `TestRace${name}`).sort()
    const { reported, failed } = await runTests({ binary, dir, tests, env: { GOMAXPROCS: String(gomaxprocs) } })
    expect({ reported: [...reported.keys()].sort(), failed: [...failed].filter((one) => !isMisuse(one)) }).toEqual({ reported: wanted, failed: [] })
    for (const name of onVariable) expect(reported.get(`TestRace${name}`)).toContain('Type of the map variable')
  })
})
