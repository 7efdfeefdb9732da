import { resolve } from 'node:path'
import { ToolError } from '../errors.ts'
import { buildVerdictOverlay } from '../hooks/race-verdict.ts'
import { lastValue } from '../toolchain/build-flags.ts'
import { cacheFolder, checkCacheWritable } from '../toolchain/cache.ts'
import { isOff, type GoFlag } from '../toolchain/go-arguments.ts'
import { findGo, runsHere, type GoInstallation } from '../toolchain/go.ts'
import { overlayableGo } from '../toolchain/goroot.ts'
import { listPackages } from '../toolchain/packages.ts'
import { canRunTests, checkRaceDetector, raceFlag } from '../toolchain/race.ts'
import { checkModule, listFlags, ownOverlay, type Build } from './instrument.ts'
import { captureCrashes, type CrashCapture } from './race-crash.ts'
import type { RecordedBuild } from './recording.ts'
import { judges, type ReportingOptions } from './reporting.ts'
import type { Session } from './session.ts'
import { suppressionsOf } from './suppressions.ts'

export interface RaceBuildRequest {
  /** Where the go command runs. */
  readonly cwd: string
  readonly patterns: readonly string[]
  /** The user's flags of the command line. */
  readonly flags: readonly GoFlag[]
  readonly tests: boolean
  /** Whether, with these flags, nobody reads what the processes print, so that they have to write down their crashes themselves. */
  readonly capture: (flags: readonly GoFlag[]) => boolean
  readonly options: ReportingOptions
}

export interface RaceBuild extends RecordedBuild {
  readonly capture: CrashCapture | undefined
}

/** All that it takes to build with Go's race detector, and what decides which of its races count. */
export async function prepareRace(session: Session, { cwd, patterns, flags, tests, capture: captures, options }: RaceBuildRequest): Promise<RaceBuild> {
  const { env, progress } = session
  checkFlags(flags)
  const cache = cacheFolder(env, session.cwd)
  await checkCacheWritable(cache)
  const go = await findGo({ cwd, env })
  const hasRunner = (lastValue(tests ? [...go.goflagList, ...flags] : flags, 'exec') ?? '') !== ''
  await checkRaceDetector(go, cwd, async () => (tests ? canRunTests(go, hasRunner) : hasRunner || runsHere(go)))
  checkModule(go, cwd, patterns)

  const overlay = lastValue([...go.goflagList, ...flags], 'overlay')
  const userOverlay = ownOverlay(overlay, cwd, cache)
  if (overlay && userOverlay === undefined) {
    throw new ToolError('CONFLICTING_SANITIZER', 'the -overlay from `mapsan flags` cannot be combined with `mapsan race`: a binary can have only one of the two')
  }
  const selecting = [...listFlags([...go.goflagList, ...flags], userOverlay), raceFlag]
  const { packages, text: listing } = await listPackages({ go, cwd, patterns, flags: selecting, tests, relay: progress.relay })
  if (session.interrupt.aborted) throw new ToolError('INTERRUPTED', 'interrupted while looking at the packages')
  // The user's own flags are passed on as they are: what the race detector adds is -race.
  const plain: Build = {
    go, cwd, cache, packages, listing, flags: [...flags, raceFlag], buildFlags: [],
    userOverlay: userOverlay === undefined ? undefined : resolve(cwd, userOverlay),
  }
  const suppressions = await suppressionsOf(session, { ...plain, detector: 'race' }, options)
  const capture = captures([...go.goflagList, ...flags]) ? await captureCrashes(session, { build: plain, patterns, tests }) : undefined
  const build = capture === undefined ? plain : withOverlay({ ...plain, userOverlay: capture.overlay }, capture.overlay)
  const judged = tests && judges(suppressions, options)
  return { ...(judged ? await withoutVerdict(build, go) : build), userOverlay: plain.userOverlay, suppressions, detector: 'race', capture }
}

function withOverlay(build: Build, path: string): Build & Pick<RecordedBuild, 'overlay'> {
  return { ...build, overlay: { path }, buildFlags: [`-overlay=${path}`] }
}

/** The same build, with a package testing that leaves the verdict to MapSan. */
async function withoutVerdict(build: Build, found: GoInstallation): Promise<Build & Pick<RecordedBuild, 'overlay'>> {
  const { cache, cwd, userOverlay } = build
  const go = await overlayableGo(found, cache)
  const path = await buildVerdictOverlay({ goroot: go.goroot, goVersion: go.version, cacheDir: cache, cwd, ...(userOverlay !== undefined && { userOverlay }) })
  return withOverlay({ ...build, go }, path)
}

function checkFlags(flags: readonly GoFlag[]): void {
  if (isOff(flags.findLast(({ name }) => name === raceFlag.name))) throw new ToolError('USAGE', '-race=false turns off what `mapsan race` is there for')
  const idle = flags.find(({ name }) => name === 'c' || name === 'n')
  if (idle !== undefined) throw new ToolError('USAGE', `-${idle.name} runs nothing, so no race could be found`)
}
