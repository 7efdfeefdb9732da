import { createHash } from 'node:crypto'
import { lstat, mkdtemp, readFile, readdir, readlink, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { differencesOf, recordedReports } from './compare.ts'
import { better, failed, runTests, type TestResults, type TestRun } from './go-test.ts'

/** A tree of sources with the hooks of `mapsan instrument`, and the same one without: how the tests of their packages are run. */
export interface Twins {
  readonly instrumented: Omit<TestRun, 'path'>
  readonly plain: Omit<TestRun, 'path'>
}

export interface TwinResults {
  /** Tests that fail with hooks and not without; the value says how. */
  readonly differences: ReadonlyMap<string, string>
  readonly tests: number
  /** That recorded something. */
  readonly processes: number
  readonly reports: readonly string[]
}

/** Many tests do not bear a busy machine. */
const attempts = 3

/** What fails in both is none of ours: the plain twin is tested only when something fails. */
export async function testTwins({ instrumented, plain }: Twins, path: string): Promise<TwinResults> {
  const folder = await mkdtemp(join(tmpdir(), 'mapsan-property-events-'))
  const runInstrumented = (): Promise<TestResults> =>
    runTests({ ...instrumented, path, env: { ...instrumented.env, MAPSAN: `events=${join(folder, 'ev')} log_path=off` } })
  try {
    let results = await runInstrumented()
    let expected = results
    let isCompared = false
    for (let attempt = 1; attempt <= attempts && failed(results) && (!isCompared || differencesOf(expected, results).size > 0); attempt++) {
      const others = await runTests({ ...plain, path })
      expected = isCompared ? better(expected, others) : others
      isCompared = true
      if (differencesOf(expected, results).size > 0) results = better(results, await runInstrumented())
    }
    const differences = isCompared ? differencesOf(expected, results) : new Map<string, string>()
    return { differences, tests: results.size, processes: (await readdir(folder)).length, reports: await recordedReports(folder) }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Of names, modes and bytes. */
export async function hashOfTree(root: string): Promise<string> {
  const hash = createHash('sha256')
  const paths = (await readdir(root, { recursive: true })).sort()
  for (const path of paths) {
    const { mode } = await lstat(join(root, path))
    const isLink = (mode & 0o170000) === 0o120000
    const isFile = (mode & 0o170000) === 0o100000
    hash.update(JSON.stringify([path, mode]))
    hash.update(isLink ? await readlink(join(root, path)) : isFile ? await readFile(join(root, path)) : '')
  }
  return hash.digest('hex')
}
