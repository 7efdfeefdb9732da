import { resolve } from 'node:path'
import { lastValue } from '../toolchain/build-flags.ts'
import { parseGoArguments } from '../toolchain/go-arguments.ts'
import { checkRunsHere } from '../toolchain/go.ts'
import { runProcess } from '../toolchain/process.ts'
import { splitQuoted } from '../toolchain/quoted.ts'
import { failureOf } from './failure.ts'
import { instrument } from './instrument.ts'
import { programName, withProgram } from './program.ts'
import { Recording, type Outcome } from './recording.ts'
import type { ReportingOptions } from './reporting.ts'
import type { Session } from './session.ts'

export interface RunOptions extends ReportingOptions {
  /** What stands behind `mapsan run`, for `go run`. */
  readonly args: readonly string[]
  readonly programArgs: readonly string[]
}

/** `go run` with the map sanitizer. The program runs directly, so that signals and its exit code are its own. */
export async function run(session: Session, options: RunOptions): Promise<Outcome> {
  const { args, programArgs } = options
  const { changeDir, flags, packages, rest, programArgs: more } = parseGoArguments('run', args)
  const cwd = resolve(session.cwd, changeDir ?? '')
  const patterns = packages.length === 0 ? ['.'] : packages
  const name = programName(resolve(cwd, patterns[0] ?? ''))
  const runner = splitQuoted(lastValue(flags, 'exec') ?? '')

  const build = await instrument(session, { cwd, patterns, flags, tests: false, variables: true })
  if (runner.length === 0) checkRunsHere(build.go)
  return withProgram(session, build, rest, name, async (binary) => {
    const recording = await Recording.start(session, build, options, {
      args: [...(changeDir === undefined ? [] : ['-C', changeDir]), ...rest], programArgs: [...more, ...programArgs], testsOnly: false,
    })

    const [file = binary, ...before] = [...runner, binary]
    const result = await runProcess({
      file,
      args: [...before, ...more, ...programArgs],
      cwd,
      env: recording.environment(session.env, 1),
      stdio: 'inherit',
      stop: session.interrupt,
      ownGroup: !session.interactive,
    })
    await recording.addProgram([name, ...more, ...programArgs], result)
    return recording.conclude(failureOf(name, result))
  })
}
