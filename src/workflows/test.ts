import { resolve } from 'node:path'
import { parseGoArguments } from '../toolchain/go-arguments.ts'
import { runProcess } from '../toolchain/process.ts'
import { instrument } from './instrument.ts'
import { Recording, type Outcome } from './recording.ts'
import { failureOf, testsInterrupted } from './failure.ts'
import type { ReportingOptions } from './reporting.ts'
import type { Session } from './session.ts'

export interface TestOptions extends ReportingOptions {
  /** All that stands behind `mapsan test`, for `go test`. */
  readonly args: readonly string[]
}

/** `go test` with the map sanitizer: what it prints and how it is called stay as they are. */
export async function test(session: Session, options: TestOptions): Promise<Outcome> {
  const { args } = options
  const { changeDir, flags, packages, rest, programArgs } = parseGoArguments('test', args)
  const cwd = resolve(session.cwd, changeDir ?? '')
  const patterns = packages.length === 0 ? ['.'] : packages

  const build = await instrument(session, { cwd, patterns, flags, tests: true, variables: true })
  // Arguments of the test binary come last, behind -args.
  const goArgs = programArgs.length === 0 ? args : args.slice(0, -programArgs.length - 1)
  const recording = await Recording.start(session, build, options, { args: goArgs.filter((one) => !/^--?args$/.test(one)), programArgs, testsOnly: true })

  const uncached = recording.judgesTests && !flags.some(({ name }) => name === 'count') ? ['-count=1'] : []
  const command = ['test', ...build.buildFlags, ...uncached, ...rest]
  const env = recording.environment(build.go.env, 1)
  const result = await runProcess({
    file: build.go.goBinary, args: command, cwd, env, stdio: 'inherit', stop: session.interrupt, ownGroup: !session.interactive,
  })
  await recording.add(['go', 'test', ...args], result)
  return recording.conclude(failureOf('`go test`', result), testsInterrupted(session))
}
