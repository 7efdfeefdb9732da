import { resolve } from 'node:path'
import { ToolError } from '../errors.ts'
import { CrashScanner } from '../run/race-log/crash.ts'
import { lastValue } from '../toolchain/build-flags.ts'
import { parseGoArguments, type GoFlag } from '../toolchain/go-arguments.ts'
import { runProcess } from '../toolchain/process.ts'
import { splitQuoted } from '../toolchain/quoted.ts'
import { failureOf, testsInterrupted } from './failure.ts'
import { programName, withProgram } from './program.ts'
import { prepareRace, type RaceBuild } from './race-build.ts'
import { watchLogs } from './race-logs.ts'
import { Recording, type Outcome } from './recording.ts'
import type { ReportingOptions } from './reporting.ts'
import type { Session } from './session.ts'
import { stopAfter } from './stop-after.ts'

export interface RaceOptions extends ReportingOptions {
  /** For `go test`, or for `go build`. */
  readonly args: readonly string[]
  /** End everything after this time, which is then a failure. */
  readonly timeoutMs?: number
}

export interface RaceRunOptions extends RaceOptions {
  readonly programArgs: readonly string[]
}

/** `go test -race`: every report of every process counts, wherever the standard error of that process goes. */
export async function raceTest(session: Session, options: RaceOptions): Promise<Outcome> {
  const { changeDir, flags, packages, rest } = parseGoArguments('test', options.args)
  const cwd = resolve(session.cwd, changeDir ?? '')
  const patterns = packages.length === 0 ? ['.'] : packages

  const build = await prepareRace(session, { cwd, patterns, flags, tests: true, capture: (all) => !printsForTests(packages, all), options })
  const recording = await Recording.start(session, build, options)
  const logs = watchLogs(session, recording)

  // What Go remembers of a test that passed says nothing of the races in processes that it had started.
  const uncached = flags.some(({ name }) => name === 'count') ? [] : ['-count=1']
  const stop = timed(session, options)
  const crashes = new CrashScanner()
  const result = await runProcess({
    file: build.go.goBinary,
    args: ['test', '-race', ...ownFlags(flags, build), ...build.buildFlags, ...uncached, ...rest],
    cwd,
    env: logs.environment(build.go.env),
    stdio: 'inherit',
    stop: stop.signal,
    ...(printsForTests(packages, [...build.go.goflagList, ...flags]) && { tap: (chunk) => crashes.feed(chunk) }),
    // A signal to go test alone would leave its tests running.
    ownGroup: !session.interactive || options.timeoutMs !== undefined,
  })
  stop.clear()
  await recording.add(['go', 'test', '-race', ...options.args], result)
  // A test that passes may print the crash of another program.
  await logs.collect(result.exitCode === 0 ? [] : crashes.end())
  return recording.conclude(failureOf('`go test -race`', result, 'FAILED_WITHOUT_RACE'), stop.failure('`go test -race`') ?? testsInterrupted(session))
}

/**
 * Whether what tests print goes through the go command, so that it can be read on its way: not in the mode without packages, and
 * not with benchmarks or fuzzing, where tests print to the very standard output of the go command (cmd/go/internal/test.runTestActor).
 */
function printsForTests(packages: readonly string[], flags: readonly GoFlag[]): boolean {
  return packages.length > 0 && !flags.some(({ name }) => /^(test\.)?(bench|fuzz)$/.test(name))
}

/** `go build -race`, and the program runs directly, so that signals and its exit code are its own. */
export async function raceRun(session: Session, options: RaceRunOptions): Promise<Outcome> {
  const { changeDir, flags, packages, rest, programArgs: more } = parseGoArguments('run', options.args)
  const cwd = resolve(session.cwd, changeDir ?? '')
  const patterns = packages.length === 0 ? ['.'] : packages
  const name = programName(resolve(cwd, patterns[0] ?? ''))
  const runner = splitQuoted(lastValue(flags, 'exec') ?? '')
  const build = await prepareRace(session, { cwd, patterns, flags, tests: false, capture: () => true, options })
  return withProgram(session, build, ['-race', ...ownFlags(flags, build), ...rest, ...(build.capture?.files ?? [])], name, async (binary) => {
    const recording = await Recording.start(session, build, options)
    const logs = watchLogs(session, recording)

    const [file = binary, ...before] = [...runner, binary]
    const stop = timed(session, options)
    const result = await runProcess({
      file,
      args: [...before, ...more, ...options.programArgs],
      cwd,
      env: logs.environment(session.env),
      stdio: 'inherit',
      stop: stop.signal,
      ownGroup: !session.interactive,
    })
    stop.clear()
    await recording.add([name, ...more, ...options.programArgs], result)
    await logs.collect()
    return recording.conclude(failureOf(name, result, 'FAILED_WITHOUT_RACE'), stop.failure(name))
  })
}

/** What parseGoArguments takes out for MapSan to merge with flags of its own; of these there is at most an overlay, with the user's in it. */
function ownFlags(flags: readonly GoFlag[], { overlay }: RaceBuild): readonly string[] {
  return flags.filter(({ name }) => name === 'gcflags' || (name === 'overlay' && overlay === undefined)).map(({ name, value = '' }) => `-${name}=${value}`)
}

function timed({ interrupt }: Session, { timeoutMs }: RaceOptions): ReturnType<typeof stopAfter> & { failure(subject: string): ToolError | undefined } {
  const stop = stopAfter({ milliseconds: timeoutMs, begun: async () => true, interrupt })
  const timedOut = (): boolean => stop.signal.aborted && !interrupt.aborted
  return { ...stop, failure: (subject) => (timedOut() ? new ToolError('TIMED_OUT', `${subject} did not end within ${(timeoutMs ?? 0) / 1000} s`) : undefined) }
}
