import { dirname, join, sep } from 'node:path'
import { buildCrashOverlay, type CrashTarget } from '../hooks/race-crash.ts'
import type { GoFlag } from '../toolchain/go-arguments.ts'
import type { GoInstallation } from '../toolchain/go.ts'
import { embedSources, type GoPackage } from '../toolchain/packages.ts'
import type { Build } from './instrument.ts'
import type { Session } from './session.ts'

/** Where programs with the added file write down of what the runtime ends them: each appends `.<pid>`. */
export const crashVariable = 'MAPSAN_CRASH'

/** Last by name, so that init functions of the package keep their numbers in stacks. */
const names = { program: 'zz_mapsan_crash.go', tests: 'zz_mapsan_crash_test.go' } as const

export interface CrashCapture {
  /** The file for `-overlay`, with the user's own in it. */
  readonly overlay: string
  /** For `go build` of files that are named one by one: one more of them. */
  readonly files: readonly string[]
}

export interface CaptureRequest {
  readonly build: Build
  readonly patterns: readonly string[]
  readonly tests: boolean
}

/** Makes programs write down their crashes; undefined where that cannot be without touching what the user gets. */
export async function captureCrashes({ shimDir }: Session, { build, patterns, tests }: CaptureRequest): Promise<CrashCapture | undefined> {
  const { go, cwd, cache, packages, flags, userOverlay } = build
  if (!canCapture(go, flags, tests)) return undefined
  const targets = packages.filter((one) => isTarget(one, go, tests) && !embedSources(packages, one)).map((one) => targetIn(one, tests))
  if (targets.length === 0) return undefined
  const overlay = await buildCrashOverlay({ targets, cacheDir: cache, shimDir, cwd, ...(userOverlay !== undefined && { userOverlay }) })
  const [file] = patterns
  return { overlay, files: file?.endsWith('.go') ? [join(dirname(file), names.program)] : [] }
}

/** runtime/debug.SetCrashOutput and the words for maps are known from go1.24 on. A coverage profile must not have a file more. */
function canCapture({ version, goos, goflagList }: GoInstallation, flags: readonly GoFlag[], tests: boolean): boolean {
  if (goos === 'windows' || Number(/\bgo1\.(\d+)/.exec(version)?.[1] ?? 0) < 24) return false
  return tests || ![...goflagList, ...flags].some(({ name }) => name.startsWith('cover'))
}

/** Go replaces nothing in its module cache, and the standard library is not to be built differently for its own tests. */
function isTarget({ named, name, dir, main, standard, importPath, testFileCount, broken }: GoPackage, { gomodcache }: GoInstallation, tests: boolean): boolean {
  if (!named || standard || broken || (gomodcache !== '' && dir.startsWith(gomodcache + sep))) return false
  return tests ? main && testFileCount > 0 : name === 'main' && (main || importPath === 'command-line-arguments')
}

/** An external test package may import whatever it likes, and shares no names with the package. */
function targetIn({ dir, name }: GoPackage, tests: boolean): CrashTarget {
  return tests ? { path: join(dir, names.tests), packageName: `${name}_test` } : { path: join(dir, names.program), packageName: name }
}
