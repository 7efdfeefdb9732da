import { execa } from 'execa'

/** What a test binary did that reports races in the layout of `-race`. */
export interface Outcome {
  /** The tests in whose code a race was reported, with the first report. */
  readonly reported: ReadonlyMap<string, string>
  /** The tests that failed without a race of their own or another's, with what they printed. */
  readonly failed: ReadonlyMap<string, string>
}

export interface TestRun {
  readonly binary: string
  readonly dir: string
  readonly tests: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

/**
 * It leaves 4,096 goroutines behind, each of which collects garbage. Beside them a test such as TestRaceChanWrongClose,
 * which hangs if a goroutine does nothing for 10 ms, does so in one run of ten, without MapSan. Once they are converted
 * they read a map, too, and so take all slots of the engine: in the tests that follow, goroutines would find none and go
 * unrecorded. It gets a process of its own.
 */
const crowd = 'TestNoRaceDeferAtomicStore'

export async function runTests(run: TestRun): Promise<Outcome> {
  const quiet = await runInOrder({ ...run, tests: run.tests.filter((name) => name !== crowd) })
  const crowded = await runInOrder({ ...run, tests: [crowd] })
  return { reported: new Map([...quiet.reported, ...crowded.reported]), failed: new Map([...quiet.failed, ...crowded.failed]) }
}

/**
 * Runs the tests one after the other. A race that ends the process (two goroutines really inside one map) is what a
 * converted test risks: the rest then runs in a new process.
 */
async function runInOrder({ binary, dir, tests, env }: TestRun): Promise<Outcome> {
  const reported = new Map<string, string>()
  const failed = new Map<string, string>()
  let open = tests
  while (open.length > 0) {
    const args = ['-test.v', '-test.parallel=1', '-test.timeout=2m', `-test.run=^(${open.join('|')})$`]
    // One pipe for both streams: a report must stay between the lines that tell its test.
    const { stdout, exitCode } = await execa('sh', ['-c', 'exec "$0" "$@" 2>&1', binary, ...args], { cwd: dir, env, reject: false })
    const sections = splitByTest(stdout)
    // A file may have a build line that excludes it from this version of Go.
    if (stdout.includes('no tests to run')) break
    if (sections.length === 0) throw new Error(`${binary} ran no test:\n${stdout}`)
    for (const [name, text] of sections) {
      for (const report of reportsIn(text)) {
        const test = testOf(report) ?? name
        if (!reported.has(test)) reported.set(test, report)
      }
      const raced = text.includes('race detected during execution of test') || reportsIn(text).length > 0
      if (!raced && /^ *--- FAIL/m.test(text)) failed.set(name, text)
    }
    const [last = '', lastText = ''] = sections.at(-1) ?? []
    if (exitCode === 2 && !reported.has(last)) failed.set(last, lastText)
    const done = new Set(sections.map(([name]) => name))
    open = open.filter((name) => !done.has(name))
  }
  return { reported, failed }
}

function splitByTest(output: string): readonly (readonly [name: string, text: string])[] {
  return output.split(/^=== RUN +/m).slice(1).map((section) => {
    const end = section.indexOf('\n')
    return [section.slice(0, end), section.slice(end + 1)] as const
  })
}

function reportsIn(text: string): readonly string[] {
  return text.split(/^=+$/m).filter((part) => part.includes('WARNING: DATA RACE'))
}

/** A goroutine may outlive its test, so it is the stacks that tell whose race it is. */
function testOf(report: string): string | undefined {
  return /\.(Test(?:No)?Race\w+)/.exec(report)?.[1]
}
