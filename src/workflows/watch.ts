import { ToolError } from '../errors.ts'
import { flagsForList, writeFlag, type GoFlag } from '../toolchain/go-arguments.ts'
import { checkRunsHere } from '../toolchain/go.ts'
import type { GoPackage } from '../toolchain/packages.ts'
import { runProcess, type ProcessResult } from '../toolchain/process.ts'
import { failureOf } from './failure.ts'
import type { Instrumentation } from './instrument.ts'
import { programName, withProgram } from './program.ts'
import type { Recording } from './recording.ts'
import type { Session } from './session.ts'
import { stopAfter } from './stop-after.ts'

/** How programs and tests are run while they are watched. */
export interface Watch {
  readonly session: Session
  readonly build: Instrumentation
  readonly recording: Recording
  /** The user's flags, and packages as the user named them. */
  readonly flags: readonly GoFlag[]
  readonly patterns: readonly string[]
  readonly programArgs: readonly string[]
  readonly forMs?: number
  readonly runs: number
}

/** What is reported in the end need not be written by the programs as well. */
const silent = { log_path: 'off' }

/** Builds a program and runs it as often as asked; answers with what failed. */
export async function watchProgram(watch: Watch, program: GoPackage): Promise<readonly ToolError[]> {
  const { session, build, recording, flags, programArgs } = watch
  checkRunsHere(build.go)
  const words = goNames(watch, [program])
  const name = programName(words[0] ?? program.importPath)
  const buildArgs = [...passedFlags(flags), ...words]

  return withProgram(session, build, buildArgs, name, (binary) =>
    repeat(watch, name, async (repetition, stop) => {
      const result = await runProcess({
        file: binary,
        args: programArgs,
        cwd: session.cwd,
        env: recording.environment(session.env, repetition, silent),
        stdio: 'onto stderr',
        stop,
        ownGroup: !session.interactive,
      })
      await recording.addProgram([name, ...programArgs], result)
      return result
    }),
  )
}

/** Runs the tests of packages as often as asked; answers with what failed. */
export async function watchTests(watch: Watch, tested: readonly GoPackage[]): Promise<readonly ToolError[]> {
  const { session, build, recording, flags, programArgs } = watch
  const paths = goNames(watch, tested)
  const name = paths.length === 1 ? `the tests of ${paths[0]}` : `the tests of ${paths.length} packages`
  if (tested.every(({ testFileCount, broken }) => testFileCount === 0 && !broken)) {
    session.progress.note(`${paths.join(', ')}: neither a program nor tests, so there is nothing to run`)
  }
  await compileTests(watch, paths, name)
  // Go would answer a repetition from its cache.
  const count = flags.some((flag) => flag.name === 'count') ? [] : ['-count=1']
  const testArgs = programArgs.length === 0 ? [] : ['-args', ...programArgs]

  const failures = await repeat(watch, name, async (repetition, stop) => {
    const result = await runProcess({
      file: build.go.goBinary,
      args: ['test', ...build.buildFlags, ...passedFlags(flags), ...count, ...paths, ...testArgs],
      cwd: build.cwd,
      env: recording.environment(build.go.env, repetition, silent),
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

/**
 * Compiles the tests into Go's cache, so that one sees what takes long.
 * What does not compile is no concern here: go test says it better.
 */
async function compileTests({ session, build, flags }: Watch, paths: readonly string[], name: string): Promise<void> {
  const args = ['list', '-e', '-export', '-deps', '-test', '-f={{""}}', ...build.buildFlags, ...flagsForList(flags).map(writeFlag), '--', ...paths]
  await session.progress.during(`building ${name}`, () =>
    runProcess({ file: build.go.goBinary, args, cwd: build.cwd, env: build.go.env, stdio: 'capture', stop: session.interrupt }),
  )
}

/** Runs something as often as asked, each time for as long as asked, until the user interrupts. */
async function repeat(
  { session, recording, runs, forMs }: Watch,
  name: string,
  once: (repetition: number, stop: AbortSignal) => Promise<ProcessResult>,
): Promise<readonly ToolError[]> {
  const failures: ToolError[] = []
  for (let repetition = 1; repetition <= runs && !session.interrupt.aborted; repetition++) {
    const ofRuns = runs > 1 ? ` (${repetition} of ${runs})` : ''
    session.progress.note(`running ${name}${ofRuns}`)
    // Go may still have to link the tests: the time is that of the programs, which make a file when they start.
    const begun = (): Promise<boolean> => recording.hasEvents(repetition)
    const timer = stopAfter({ milliseconds: forMs, begun, interrupt: session.interrupt })
    const failure = failureOf(name, await once(repetition, timer.signal))
    timer.clear()
    if (failure !== undefined) failures.push(failure)
  }
  return failures
}

/** How the go command knows the packages: files that were named one by one have no import path. */
function goNames({ patterns }: Watch, packages: readonly GoPackage[]): readonly string[] {
  const paths = packages.map(({ importPath }) => importPath)
  return paths.includes('command-line-arguments') ? patterns : paths
}

function passedFlags(flags: readonly GoFlag[]): string[] {
  return flags.filter(({ name }) => name !== 'gcflags' && name !== 'overlay').map(writeFlag)
}
