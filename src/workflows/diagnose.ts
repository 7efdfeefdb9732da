import { parseGoArguments, isTestOnlyFlag, writeFlag, type GoFlag } from '../toolchain/go-arguments.ts'
import { ToolError } from '../errors.ts'
import type { GoPackage } from '../toolchain/packages.ts'
import { runProcess, type ProcessResult } from '../toolchain/process.ts'
import { failureOf } from './failure.ts'
import { instrument, type Instrumentation } from './instrument.ts'
import { programName, withProgram } from './program.ts'
import { Recording, type Outcome } from './recording.ts'
import type { Session } from './session.ts'
import { stopAfter } from './stop-after.ts'
import { locateTarget } from './target.ts'

export interface DiagnoseOptions {
  /** Flags of `go build` and `go test`, and packages. */
  readonly args: readonly string[]
  /** For the program, or for the tests when there is no program. */
  readonly programArgs: readonly string[]
  /** End each program after this time; that it ended so is then no failure. */
  readonly forMs?: number
  readonly runs: number
  readonly out?: string
}

/** Runs the programs among the packages and the tests of the others, and reports what all of them did to maps. */
export async function diagnose(session: Session, options: DiagnoseOptions): Promise<Outcome> {
  const { flags, packages, programArgs: [stray] } = parseGoArguments('test', options.args)
  if (stray !== undefined) throw new ToolError('USAGE', `unexpected \`${stray}\`: arguments for the program stand behind \`--\``)
  const { cwd, patterns } = locateTarget(session.cwd, packages)

  const build = await instrument(session, { cwd, patterns, flags, tests: true })
  const { programs, tested } = sortPackages(build.packages, flags)
  const recording = await Recording.start(session, build, options.out)
  const task: Task = { session, build, recording, options, flags, patterns }

  const failures: ToolError[] = []
  for (const program of programs) failures.push(...(await runProgram(task, program).catch(asFailure)))
  if (tested.length > 0) failures.push(...(await runTests(task, tested)))
  const [failure] = failures
  if (failure !== undefined && !recording.hasRun) {
    await recording.abandon()
    throw failure
  }
  return recording.conclude({ failure, ranProgram: programs.length > 0 })
}

interface Task {
  readonly session: Session
  readonly build: Instrumentation
  readonly recording: Recording
  readonly options: DiagnoseOptions
  readonly flags: readonly GoFlag[]
  readonly patterns: readonly string[]
}

/** A main package is a program to run; of any other, the tests are. With a flag of `go test`, tests are meant anyway. */
function sortPackages(packages: readonly GoPackage[], flags: readonly GoFlag[]): { programs: readonly GoPackage[]; tested: readonly GoPackage[] } {
  const named = packages.filter((one) => one.named)
  if (flags.some(({ name }) => isTestOnlyFlag(name))) return { programs: [], tested: named }
  return { programs: named.filter(({ name }) => name === 'main'), tested: named.filter(({ name }) => name !== 'main') }
}

/** That one program does not build must not cost the user what the others showed. */
function asFailure(error: unknown): readonly ToolError[] {
  if (error instanceof ToolError) return [error]
  throw error
}

async function runProgram(task: Task, program: GoPackage): Promise<readonly ToolError[]> {
  const { session, build, options, recording, flags } = task
  const words = goNames(task, [program])
  const name = programName(words[0] ?? program.importPath)
  const buildArgs = [...passedFlags(flags), ...words]

  return withProgram(session, build, buildArgs, name, (binary) =>
    repeat(task, name, async (repetition, stop) => {
      const result = await runProcess({
        file: binary,
        args: options.programArgs,
        cwd: session.cwd,
        env: recording.environment(session.env, repetition, { log_path: 'off' }),
        stdio: 'onto stderr',
        stop,
        ownGroup: !session.interactive,
      })
      await recording.add([name, ...options.programArgs], result)
      return result
    }),
  )
}

async function runTests(task: Task, tested: readonly GoPackage[]): Promise<readonly ToolError[]> {
  const { session, build, options, recording, flags } = task
  const paths = goNames(task, tested)
  const name = paths.length === 1 ? `the tests of ${paths[0]}` : `the tests of ${paths.length} packages`
  if (tested.every(({ testFileCount, broken }) => testFileCount === 0 && !broken)) {
    session.progress.note(`${paths.join(', ')}: neither a program nor tests, so there is nothing to run`)
  }
  // Go would answer a repetition from its cache.
  const count = flags.some((flag) => flag.name === 'count') ? [] : ['-count=1']
  const testArgs = options.programArgs.length === 0 ? [] : ['-args', ...options.programArgs]

  const failures = await repeat(task, name, async (repetition, stop) => {
    const result = await runProcess({
      file: build.go.goBinary,
      args: ['test', ...build.buildFlags, ...passedFlags(flags), ...count, ...paths, ...testArgs],
      cwd: build.cwd,
      env: recording.environment(build.go.env, repetition, { log_path: 'off' }),
      stdio: 'onto stderr',
      stop,
      // go test does not pass a signal on to the test binaries.
      ownGroup: true,
    })
    await recording.add(['go', 'test', ...passedFlags(flags), ...count, ...paths, ...testArgs], result)
    return result
  })
  const broken = tested.filter((one) => one.broken).map(({ importPath }) => importPath)
  return broken.length === 0 ? failures : [new ToolError('BAD_PACKAGE', `${broken.join(', ')} cannot be loaded`)]
}

/** Runs something as often as asked, each time for as long as asked, until the user interrupts. */
async function repeat(
  { session, options }: Task,
  name: string,
  once: (repetition: number, stop: AbortSignal) => Promise<ProcessResult>,
): Promise<readonly ToolError[]> {
  const failures: ToolError[] = []
  for (let repetition = 1; repetition <= options.runs && !session.interrupt.aborted; repetition++) {
    const ofRuns = options.runs > 1 ? ` (${repetition} of ${options.runs})` : ''
    session.progress.note(`running ${name}${ofRuns}`)
    const timer = stopAfter(options.forMs, session.interrupt)
    const failure = failureOf(name, await once(repetition, timer.signal))
    timer.clear()
    if (failure !== undefined) failures.push(failure)
  }
  return failures
}

/** How the go command knows the packages: files that were named one by one have no import path. */
function goNames({ patterns }: Task, packages: readonly GoPackage[]): readonly string[] {
  const paths = packages.map(({ importPath }) => importPath)
  return paths.includes('command-line-arguments') ? patterns : paths
}

function passedFlags(flags: readonly GoFlag[]): string[] {
  return flags.filter(({ name }) => name !== 'gcflags' && name !== 'overlay').map(writeFlag)
}
