import { resolve } from 'node:path'
import { ToolError } from '../errors.ts'
import { isTestOnlyFlag, parseGoArguments, type GoFlag } from '../toolchain/go-arguments.ts'
import type { GoPackage } from '../toolchain/packages.ts'
import { instrument } from './instrument.ts'
import { testsInterrupted } from './failure.ts'
import { watchProgram, watchTests, type Watch } from './watch.ts'
import { Recording, type Outcome } from './recording.ts'
import type { ReportingOptions } from './reporting.ts'
import type { Session } from './session.ts'
import { locateTarget } from './target.ts'

export interface DiagnoseOptions extends ReportingOptions {
  /** Flags of `go build` and `go test`, and packages. */
  readonly args: readonly string[]
  /** For the program, or for the tests when there is no program. */
  readonly programArgs: readonly string[]
  /** End each program after this time; that it ended so is then no failure. */
  readonly forMs?: number
  readonly runs: number
  /** Run the tests of main packages as well, and no programs. */
  readonly testsOnly?: boolean
  /** Takes the place of an overlay of the flags. */
  readonly overlay?: string
}

/** Runs the programs among the packages and the tests of the others, and reports what all of them did to maps. */
export async function diagnose(session: Session, options: DiagnoseOptions): Promise<Outcome> {
  const { changeDir, flags: given, packages, programArgs: [stray] } = parseGoArguments('test', options.args)
  if (stray !== undefined) throw new ToolError('USAGE', `unexpected \`${stray}\`: arguments for the program stand behind \`--\``)
  const { cwd, patterns } = locateTarget(resolve(session.cwd, changeDir ?? ''), packages)

  const flags = replaceOverlay(given, options.overlay)
  const build = await instrument(session, { cwd, patterns, flags, tests: true, variables: true })
  const { programs, tested } = sortPackages(build.packages, flags, options.testsOnly)
  const { args, programArgs, forMs, testsOnly = false } = options
  const recording = await Recording.start(session, build, options, { args, programArgs, testsOnly, ...(forMs !== undefined && { forMs }) })
  const watch: Watch = { session, build, recording, flags, patterns, ...options }

  const failures: ToolError[] = []
  for (const program of programs) failures.push(...(await watchProgram(watch, program).catch(asFailure)))
  if (tested.length > 0) failures.push(...(await watchTests(watch, tested)))

  const [failure] = failures
  if (failure !== undefined && !recording.hasRun) {
    await recording.abandon()
    throw failure
  }
  return recording.conclude(failure, tested.length > 0 ? testsInterrupted(session) : undefined)
}

/** A main package is a program to run; of any other, the tests are. With a flag of `go test`, tests are meant anyway. */
function sortPackages(packages: readonly GoPackage[], flags: readonly GoFlag[], testsOnly = false): { programs: readonly GoPackage[]; tested: readonly GoPackage[] } {
  const named = packages.filter((one) => one.named)
  if (testsOnly || flags.some(({ name }) => isTestOnlyFlag(name))) return { programs: [], tested: named }
  return { programs: named.filter(({ name }) => name === 'main'), tested: named.filter(({ name }) => name !== 'main') }
}

export function replaceOverlay(flags: readonly GoFlag[], overlay: string | undefined): readonly GoFlag[] {
  return overlay === undefined ? flags : [...flags.filter(({ name }) => name !== 'overlay'), { name: 'overlay', value: overlay }]
}

/** That one program does not build must not cost the user what the others showed. */
function asFailure(error: unknown): readonly ToolError[] {
  if (error instanceof ToolError) return [error]
  throw error
}
