import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import type { RaceEvent } from '../../src/model/finding.ts'
import { decodeEvents } from '../../src/run/decode.ts'
import { instrumentForTests } from '../support/build.ts'
import { goEnvironment, type GoVersion } from '../support/go.ts'

export interface Suite {
  readonly version: GoVersion
  /** Where `go test` runs. */
  readonly cwd: string
  readonly packages: readonly string[]
  readonly flags?: readonly string[]
}

/** How somebody else's tests go without MapSan and with it. */
export interface Comparison {
  readonly tests: number
  /** What fails only with MapSan, each with what it printed. Empty, like the next. */
  readonly onlyInstrumented: readonly string[]
  readonly onlyPlain: readonly string[]
  readonly reports: readonly string[]
}

/** Many of these tests expect a machine that has nothing else to do: what fails is run again, so many times at most. */
const attempts = 3

/**
 * Tests are told apart by package and name. A skip counts as a pass: some tests of the standard library count
 * allocations, which they leave out when internal/race says that it is enabled. A report counts in every attempt.
 */
export async function compareSuites(suite: Suite): Promise<Comparison> {
  const folder = await mkdtemp(join(tmpdir(), 'mapsan-corpus-'))
  try {
    const { go, buildFlags } = await instrumentForTests(suite.version, suite.cwd, suite.packages)
    const env = { ...go.env, MAPSAN: `events=${join(folder, 'ev')} log_path=off` }
    const plain = await untilPassed(suite, (packages) => goTest(suite, packages, 'go', [], goEnvironment(suite.version)))
    const instrumented = await untilPassed(suite, (packages) => goTest(suite, packages, go.goBinary, buildFlags, env))
    return {
      tests: plain.size,
      onlyInstrumented: failing(instrumented).filter((name) => plain.get(name)?.passed === true).map((name) => `${name}\n${instrumented.get(name)?.output}`),
      onlyPlain: failing(plain).filter((name) => instrumented.get(name)?.passed === true),
      reports: (await recordedRaces(folder)).map(describeRace),
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

interface TestResult {
  readonly package: string
  readonly passed: boolean
  readonly output: string
}

type Results = ReadonlyMap<string, TestResult>

function failing(results: Results): readonly string[] {
  return [...results].filter(([, { passed }]) => !passed).map(([name]) => name)
}

/** A test has passed when it did so in any attempt. */
async function untilPassed({ packages }: Suite, run: (packages: readonly string[]) => Promise<Results>): Promise<Results> {
  const results = new Map(await run(packages))
  for (let attempt = 2; attempt <= attempts && failing(results).length > 0; attempt++) {
    const again = await run([...new Set(failing(results).map((name) => results.get(name)?.package ?? ''))])
    for (const [name, result] of again) if (results.get(name)?.passed !== true) results.set(name, result)
  }
  return results
}

/** One package at a time: the tests of net/http and of time do not bear a busy machine. */
async function goTest(
  { cwd, flags = [] }: Suite,
  packages: readonly string[],
  go: string,
  buildFlags: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<Results> {
  const args = ['test', ...buildFlags, '-json', '-vet=off', '-count=1', '-p=1', '-short', ...flags, ...packages]
  const { stdout } = await execa(go, args, { cwd, env, extendEnv: false, reject: false, maxBuffer: 1e9 })
  const results = new Map<string, TestResult>()
  const output = new Map<string, string>()
  for (const line of stdout.split('\n').filter((text) => text.startsWith('{'))) {
    const { Action, Package, ImportPath, Test = '', Output = '' }: TestEvent = JSON.parse(line)
    const path = Package ?? ImportPath?.replace(/ .*/, '') ?? ''
    const name = `${path} ${Test}`
    if (/output$/.test(Action)) output.set(name, `${output.get(name) ?? ''}${Output}`)
    if (/^(pass|skip|fail|build-fail)$/.test(Action)) results.set(name, { package: path, passed: !/fail/.test(Action), output: output.get(name) ?? '' })
  }
  return results
}

/** A line of `go test -json` (cmd/test2json). */
interface TestEvent {
  readonly Action: string
  readonly Package?: string
  readonly ImportPath?: string
  readonly Test?: string
  readonly Output?: string
}

async function recordedRaces(folder: string): Promise<readonly RaceEvent[]> {
  const streams = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name))))
  return streams.flatMap((bytes) => decodeEvents(bytes).races)
}

function describeRace({ map, accesses, count }: RaceEvent): string {
  const sides = accesses.map(({ op, stack }) => `${op} at\n${stack.map((frame) => `    ${frame.function} ${frame.file}:${frame.line}`).join('\n')}`)
  return `${map.type} (${count} times): ${sides.join('\n  with ')}`
}
