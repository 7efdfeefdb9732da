import { resolve } from 'node:path'
import { execa } from 'execa'
import { nameRaces } from '../../src/analysis/names.ts'
import { buildOverlay } from '../../src/hooks/overlay.ts'
import { PendingCatalog } from '../../src/workflows/catalog.ts'
import { instrument, moduleRootOf, type Instrumentation } from '../../src/workflows/instrument.ts'
import type { Session } from '../../src/workflows/session.ts'
import type { ProgramOrigin } from '../../src/model/origin.ts'
import type { DecodedStream } from '../../src/model/stream.ts'
import { forBuilds, goEnvironment, type GoVersion } from './go.ts'

const ownShim = resolve(import.meta.dirname, '../../shim')

export interface BuildRequest {
  readonly version: GoVersion
  /** The package to build. */
  readonly dir: string
  readonly output: string
  /** Build its test binary, not the program. */
  readonly tests?: boolean
  /** Ids of hooks to leave out, each of which must exist in this version of Go. */
  readonly without?: readonly string[]
  /** Another folder with MapSan's Go code, such as one whose engine checks itself. */
  readonly shimDir?: string
}

export interface BuiltProgram {
  /** What its reports call the program's own code. */
  readonly origin: ProgramOrigin
  /** Names races of it from its sources. */
  readonly name: (streams: readonly DecodedStream[]) => Promise<readonly DecodedStream[]>
}

/** Builds as MapSan does, by the same workflow. */
export async function buildInstrumented({ version, dir, output, tests = false, without = [], shimDir = ownShim }: BuildRequest): Promise<BuiltProgram> {
  const session = { ...silentSession(dir, version), env: { ...goEnvironment(version), ...forBuilds } }
  const whole = without.length === 0
  // An overlay without some hooks has Go's sources alone.
  const build = await instrument({ ...session, shimDir }, { cwd: dir, patterns: ['.'], flags: [], tests, variables: whole })
  const overlay = whole ? build.overlay.path : await overlayWithout(build, without)
  const ours = build.buildFlags.map((flag) => (flag.startsWith('-overlay=') ? `-overlay=${overlay}` : flag))
  // Without debugging information the linker is done twice as fast; stacks do not need it.
  const args = [...(tests ? ['test', '-c', '-vet=off'] : ['build']), ...ours, '-ldflags=-s -w', '-o', output, '.']
  await execa(build.go.goBinary, args, { cwd: dir, env: build.go.env, extendEnv: false })
  const origin: ProgramOrigin = {
    goroot: build.go.goroot,
    moduleRoot: moduleRootOf(build.go),
    modulePaths: [...new Set(build.packages.filter(({ main }) => main).map(({ modulePath }) => modulePath))],
  }
  // Of the variables that are watched there is a catalog; it is the same for each run.
  let catalog = build.catalog
  const name = async (streams: readonly DecodedStream[]) => {
    catalog ??= await PendingCatalog.start(session, build)
    return nameRaces(streams, await catalog.finish(streams, origin), origin)
  }
  return { origin, name }
}

/** What it takes for `go test` to build these packages instrumented. */
export function instrumentForTests(version: GoVersion, cwd: string, packages: readonly string[]): Promise<Instrumentation> {
  return instrument(silentSession(cwd, version), { cwd, patterns: packages, flags: [], tests: true, variables: true })
}

async function overlayWithout({ go, cache }: Instrumentation, without: readonly string[]): Promise<string> {
  const { path } = await buildOverlay({ goroot: go.goroot, goVersion: go.version, cacheDir: cache, shimDir: ownShim, without })
  return path
}

export function silentSession(cwd: string, version: Parameters<typeof goEnvironment>[0]): Session {
  return {
    version: 'test',
    commandLine: [],
    shimDir: ownShim,
    ruleDir: '',
    cwd,
    env: goEnvironment(version),
    pid: process.pid,
    now: () => new Date(),
    progress: { during: (_what, work) => work(), note: () => undefined, relay: () => undefined },
    interrupt: new AbortController().signal,
    interactive: false,
  }
}
