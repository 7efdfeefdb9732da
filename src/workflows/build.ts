import { dirname, join, resolve } from 'node:path'
import { lastValue } from '../toolchain/build-flags.ts'
import { parseGoArguments } from '../toolchain/go-arguments.ts'
import { instrument } from './instrument.ts'
import { goBuild, programName } from './program.ts'
import type { Session } from './session.ts'
import { statusFileName } from './status-files.ts'

export interface BuildOptions {
  /** All that stands behind `mapsan build`, for `go build`. */
  readonly args: readonly string[]
  /** The program can serve its status over HTTP. */
  readonly status: boolean
  /** The program watches the variables of maps as well. */
  readonly variables: boolean
}

export interface Built {
  /** What was built, as it was asked for. */
  readonly packages: readonly string[]
  /** The value of -o, if any. */
  readonly output: string | undefined
}

/** `go build` of a program that reports races by itself, wherever it runs. */
export async function build(session: Session, { args, status, variables }: BuildOptions): Promise<Built> {
  const { changeDir, flags, packages, rest } = parseGoArguments('build', args)
  const cwd = resolve(session.cwd, changeDir ?? '')
  const patterns = packages.length === 0 ? ['.'] : packages

  const instrumentation = await instrument(session, { cwd, patterns, flags, tests: false, status, variables })
  await goBuild(session, instrumentation, status ? withStatusFile(rest, packages) : rest, patterns.map((pattern) => programName(resolve(cwd, pattern))).join(', '))
  return { packages: patterns, output: lastValue(flags, 'o') }
}

/** Where a program is named by its files, the one that MapSan adds has to be named as well. */
function withStatusFile(args: readonly string[], packages: readonly string[]): readonly string[] {
  const [file = ''] = packages
  return file.endsWith('.go') ? [...args, join(dirname(file), statusFileName)] : args
}
