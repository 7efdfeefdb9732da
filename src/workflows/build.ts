import { resolve } from 'node:path'
import { lastValue } from '../toolchain/build-flags.ts'
import { parseGoArguments } from '../toolchain/go-arguments.ts'
import { instrument } from './instrument.ts'
import { goBuild, programName } from './program.ts'
import type { Session } from './session.ts'

export interface BuildOptions {
  /** All that stands behind `mapsan build`, for `go build`. */
  readonly args: readonly string[]
}

export interface Built {
  /** What was built, as it was asked for. */
  readonly packages: readonly string[]
  /** The value of -o, if any. */
  readonly output: string | undefined
}

/** `go build` of a program that reports races by itself, wherever it runs. */
export async function build(session: Session, { args }: BuildOptions): Promise<Built> {
  const { changeDir, flags, packages, rest } = parseGoArguments('build', args)
  const cwd = resolve(session.cwd, changeDir ?? '')
  const patterns = packages.length === 0 ? ['.'] : packages

  const instrumentation = await instrument(session, { cwd, patterns, flags, tests: false })
  await goBuild(session, instrumentation, rest, patterns.map((pattern) => programName(resolve(cwd, pattern))).join(', '))
  return { packages: patterns, output: lastValue(flags, 'o') }
}
