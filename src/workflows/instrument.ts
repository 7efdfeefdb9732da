import { readFile } from 'node:fs/promises'
import { dirname, resolve, sep } from 'node:path'
import { ToolError } from '../errors.ts'
import { usesRawAtomics } from '../hooks/atomics.ts'
import { buildOverlay, type AddedFile, type Overlay } from '../hooks/overlay.ts'
import { hookTableFor } from '../hooks/tables/index.ts'
import { readUserOverlay } from '../hooks/user-overlay.ts'
import { buildFlags, checkSanitizers, lastValue } from '../toolchain/build-flags.ts'
import { cacheFolder, checkCacheWritable } from '../toolchain/cache.ts'
import type { GoFlag } from '../toolchain/go-arguments.ts'
import { checkSupported, findGo, type GoInstallation } from '../toolchain/go.ts'
import { overlayableGo } from '../toolchain/goroot.ts'
import { listPackages, type GoPackage } from '../toolchain/packages.ts'
import type { PendingCatalog } from './catalog.ts'
import { packagesWithRealAtomics } from './real-atomics.ts'
import type { Session } from './session.ts'
import { makeStatusFolder, statusFiles, statusImports } from './status-files.ts'
import { watchVariables } from './variables.ts'

export interface InstrumentRequest {
  /** Where the go command runs. */
  readonly cwd: string
  readonly patterns: readonly string[]
  /** The user's flags of the command line. */
  readonly flags: readonly GoFlag[]
  readonly tests: boolean
  /** The programs can serve their status over HTTP. */
  readonly status?: boolean
  /** The user's sources are rewritten, so that variables of maps are watched as well. */
  readonly variables?: boolean
}

/** How the go command builds something, and what that is. */
export interface Build {
  readonly go: GoInstallation
  readonly cwd: string
  readonly cache: string
  /** What is built, with all its dependencies. */
  readonly packages: readonly GoPackage[]
  /** What go list said about them, with the user's flags and overlay. */
  readonly listing: string
  readonly flags: readonly GoFlag[]
  readonly userOverlay: string | undefined
  /** Where sources are rewritten, it had to be made before. */
  readonly catalog?: PendingCatalog
  /** To be put before all other flags of the go command. */
  readonly buildFlags: readonly string[]
}

/** All that it takes to make `go build` and `go test` build instrumented programs. */
export interface Instrumentation extends Build {
  readonly overlay: Overlay
  readonly realAtomics: readonly GoPackage[]
}

/** A package pattern → which Go is it → its sources with hooks → the flags that build with them. */
export async function instrument(session: Session, { cwd, patterns, flags, tests, status = false, variables = false }: InstrumentRequest): Promise<Instrumentation> {
  const { env, progress } = session
  const cache = cacheFolder(env, session.cwd)
  await checkCacheWritable(cache)
  const found = await findGo({ cwd, env })
  const allFlags = [...found.goflagList, ...flags]
  checkSanitizers(allFlags)
  hookTableFor(found.version)
  checkSupported(found)
  checkModule(found, cwd, patterns)

  const build = await progress.during(`preparing ${found.version.split(' ')[0]}`, async () => {
    const go = await overlayableGo(found, cache)
    if (status) await makeStatusFolder(go.goroot, cache)
    const userOverlay = ownOverlay(lastValue(allFlags, 'overlay'), cwd, cache)
    const { replace } = await readUserOverlay(userOverlay, cwd) // before Go complains of it
    const list = (names: readonly string[]) =>
      listPackages({ go, cwd, patterns: names, flags: listFlags(allFlags, userOverlay), tests, relay: progress.relay })
    const overlayWith = (added: readonly AddedFile[]) =>
      buildOverlay({
        goroot: go.goroot,
        goVersion: go.version,
        cacheDir: cache,
        shimDir: session.shimDir,
        cwd,
        statusFiles: added,
        ...(userOverlay !== undefined && { userOverlay }),
      })
    const listed = list(patterns)
    const [overlay, { packages: named, text: listing }, server] = await Promise.all([
      status ? listed.then(({ packages }) => overlayWith(statusFiles(packages, go))) : overlayWith([]),
      listed,
      status ? list(statusImports) : undefined,
    ])
    const packages = withDependencies(named, server?.packages ?? [])
    const realAtomics = await packagesWithRealAtomics(packages, (files) => haveRawAtomics(files, replace))
    if (session.interrupt.aborted) throw new ToolError('INTERRUPTED', 'interrupted while preparing Go')
    return {
      go,
      cwd,
      cache,
      overlay,
      packages,
      listing,
      flags,
      userOverlay: userOverlay === undefined ? undefined : resolve(cwd, userOverlay),
      realAtomics,
      buildFlags: buildFlags({ overlay: overlay.path, goflags: go.goflagList, commandLine: flags, realAtomics, cwd }),
    }
  })
  return variables ? watchVariables(session, build) : build
}

/** Packages that MapSan adds to a program come first, as dependencies do. */
function withDependencies(named: readonly GoPackage[], added: readonly GoPackage[]): readonly GoPackage[] {
  const known = new Set(named.map(({ importPath }) => importPath))
  return [...added.filter(({ importPath }) => !known.has(importPath)).map((one) => ({ ...one, named: false })), ...named]
}

/** Files and the standard library can be built outside of a module, as with Go itself. */
export function checkModule({ gomod, gowork, env }: GoInstallation, cwd: string, patterns: readonly string[]): void {
  if (gomod !== '' || gowork !== '' || env['GO111MODULE'] === 'off') return
  if (patterns.length > 0 && patterns.every((pattern) => pattern.endsWith('.go') || !/^[./]/.test(pattern))) return
  throw new ToolError('NOT_A_MODULE', `there is no go.mod in ${cwd} or in a folder above it`)
}

/** The user's overlay; one of MapSan's own, from `mapsan flags`, is none. */
export function ownOverlay(value: string | undefined, cwd: string, cache: string): string | undefined {
  if (value === undefined || value === '') return undefined
  const path = resolve(cwd, value)
  return path.startsWith(cache + sep) ? undefined : path
}

export function listFlags(flags: readonly GoFlag[], userOverlay: string | undefined): GoFlag[] {
  const others = flags.filter(({ name }) => name !== 'overlay')
  return [...others, { name: 'overlay', value: userOverlay ?? '' }]
}

async function haveRawAtomics(files: readonly string[], replaced: Readonly<Record<string, string>>): Promise<boolean> {
  // A file that cannot be read is Go's to complain about.
  const sources = await Promise.all(files.map((file) => readFile(replaced[file] ?? file, 'utf8').catch(() => '')))
  return sources.some(usesRawAtomics)
}

/** The folder of the module, or of the workspace, that is being worked on; empty outside of both. */
export function moduleRootOf({ gomod, gowork }: GoInstallation): string {
  const file = gowork || gomod
  return file === '' ? '' : dirname(file)
}
