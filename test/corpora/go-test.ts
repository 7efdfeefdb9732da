import { execa } from 'execa'

export type Outcome = 'pass' | 'skip' | 'fail'

export interface TestResult {
  readonly outcome: Outcome
  readonly output: string
}

/** By name; the package's own result has the empty one. */
export type TestResults = ReadonlyMap<string, TestResult>

export interface TestRun {
  /** The go command. */
  readonly go: string
  readonly cwd: string
  /** Import path of the package. */
  readonly path: string
  readonly flags: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
}

export async function runTests({ go, cwd, path, flags, env }: TestRun): Promise<TestResults> {
  const args = ['test', '-json', '-vet=off', '-count=1', '-p=1', '-short', ...flags, path]
  const { stdout } = await execa(go, args, { cwd, env, extendEnv: false, reject: false, maxBuffer: 1e9 })
  const results = new Map<string, TestResult>()
  const output = new Map<string, string>()
  for (const line of stdout.split('\n').filter((text) => text.startsWith('{'))) {
    const { Action, Test, Output = '' }: TestEvent = JSON.parse(line)
    const name = lastingName(Test ?? '')
    if (/output$/.test(Action)) output.set(name, `${output.get(name) ?? ''}${Output}`)
    const outcome = outcomes[Action]
    if (outcome !== undefined) results.set(name, { outcome, output: output.get(name) ?? '' })
  }
  return results
}

/** A line of `go test -json` (cmd/test2json); a failed build has no name of a test either. */
interface TestEvent {
  readonly Action: string
  readonly Test?: string
  readonly Output?: string
}

const outcomes: Readonly<Record<string, Outcome>> = { pass: 'pass', skip: 'skip', fail: 'fail', 'build-fail': 'fail' }

/** Some subtests have an address in their name, such as those of errors.TestAs. */
function lastingName(test: string): string {
  return test.replaceAll(/0x[0-9a-f]{6,}/g, '0x…')
}

export function failed(results: TestResults): boolean {
  return [...results.values()].some(({ outcome }) => outcome === 'fail')
}

/** Of two runs, the better outcome of each test. */
export function better(one: TestResults, other: TestResults): TestResults {
  const merged = new Map(one)
  for (const [test, result] of other) {
    const before = merged.get(test)
    if (before === undefined || rank[result.outcome] > rank[before.outcome]) merged.set(test, result)
  }
  return merged
}

const rank: Readonly<Record<Outcome, number>> = { fail: 0, skip: 1, pass: 2 }
