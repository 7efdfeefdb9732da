import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RaceEvent } from '../../src/model/finding.ts'
import { decodeEvents } from '../../src/run/decode.ts'
import type { Instrumentation } from '../../src/workflows/instrument.ts'
import { instrumentForTests } from '../support/build.ts'
import { goEnvironment, type GoVersion } from '../support/go.ts'
import { better, runTests, type TestResults } from './go-test.ts'

export interface Suite {
  readonly version: GoVersion
  /** Where `go test` runs. */
  readonly cwd: string
  /** Patterns of packages. */
  readonly packages: readonly string[]
  readonly flags?: readonly string[]
}

/** How the tests of one package go without MapSan and with it. */
export interface Comparison {
  readonly path: string
  readonly tests: number
  /** Tests, subtests counted to them, that do not go the same; the value says how. */
  readonly differences: ReadonlyMap<string, string>
  readonly reports: readonly string[]
  /** What the first run of each took, with its build. */
  readonly seconds: { readonly plain: number; readonly instrumented: number }
}

/** Many tests expect a machine that has nothing else to do: what differs is run again, so many times at most. */
const attempts = 3

export interface PreparedSuite {
  /** Packages that have tests. */
  readonly paths: readonly string[]
  compare(path: string): Promise<Comparison>
}

/** One package is run after the other: the tests of net/http and of time do not bear a busy machine. */
export async function prepareSuite(suite: Suite): Promise<PreparedSuite> {
  const instrumentation = await instrumentForTests(suite.version, suite.cwd, suite.packages)
  const tested = instrumentation.packages.filter(({ named, testFileCount }) => named && testFileCount > 0)
  return {
    paths: tested.map(({ importPath }) => importPath),
    compare: (path) => comparePackage(suite, instrumentation, path),
  }
}

async function comparePackage({ version, cwd, flags = [] }: Suite, { go, buildFlags }: Instrumentation, path: string): Promise<Comparison> {
  const folder = await mkdtemp(join(tmpdir(), 'mapsan-corpus-'))
  const env = { ...go.env, MAPSAN: `events=${join(folder, 'ev')} log_path=off` }
  const runPlain = (): Promise<TestResults> => runTests({ go: 'go', cwd, path, flags, env: goEnvironment(version) })
  const runInstrumented = (): Promise<TestResults> => runTests({ go: go.goBinary, cwd, path, flags: [...buildFlags, ...flags], env })
  try {
    const started = Date.now()
    let plain = await runPlain()
    const between = Date.now()
    let instrumented = await runInstrumented()
    const seconds = { plain: (between - started) / 1000, instrumented: (Date.now() - between) / 1000 }
    for (let attempt = 2; attempt <= attempts && differencesOf(plain, instrumented).size > 0; attempt++) {
      plain = better(plain, await runPlain())
      instrumented = better(instrumented, await runInstrumented())
    }
    return { path, tests: plain.size, differences: differencesOf(plain, instrumented), reports: await recordedReports(folder), seconds }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

export function differencesOf(plain: TestResults, instrumented: TestResults): ReadonlyMap<string, string> {
  const differences = new Map<string, string>()
  for (const name of new Set([...plain.keys(), ...instrumented.keys()])) {
    const [one, other] = [plain.get(name), instrumented.get(name)]
    if (one?.outcome === other?.outcome) continue
    const text = `${name}: ${one?.outcome ?? 'absent'} without, ${other?.outcome ?? 'absent'} with MapSan\n${(other ?? one)?.output ?? ''}`
    const test = name.replace(/\/.*/s, '')
    differences.set(test, `${differences.get(test) ?? ''}${text}`)
  }
  // That the package fails as a whole says nothing more than that a test does.
  if (differences.size > 1) differences.delete('')
  return differences
}

/** A report counts in every attempt. */
export async function recordedReports(folder: string): Promise<readonly string[]> {
  const streams = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name))))
  return streams.flatMap((bytes) => decodeEvents(bytes).races).map(describeRace)
}

function describeRace({ map, accesses, count }: RaceEvent): string {
  const sides = accesses.map(({ op, stack }) => `${op} at\n${stack.map((frame) => `    ${frame.function} ${frame.file}:${frame.line}`).join('\n')}`)
  return `${map.type} (${count} times): ${sides.join('\n  with ')}`
}
