import { access, constants } from 'node:fs/promises'
import { ToolError, errorTable } from '../errors.ts'
import { buildOverlay } from '../hooks/overlay.ts'
import { hookTableFor } from '../hooks/tables/index.ts'
import { conflictingSanitizer } from '../toolchain/build-flags.ts'
import { cacheFolder, checkCacheWritable } from '../toolchain/cache.ts'
import { writeFlag } from '../toolchain/go-arguments.ts'
import { findGo, unsupportedReason, type GoInstallation } from '../toolchain/go.ts'
import { clonePath, overlayableGo } from '../toolchain/goroot.ts'
import type { Session } from './session.ts'

export interface Check {
  readonly title: string
  readonly verdict: 'ok' | 'note' | 'fails'
  /** What was found. */
  readonly detail: string
  /** What to do about it. */
  readonly help?: string
}

/** What of MapSan works on this machine, in this folder; and what does not, and what to do. */
export async function doctor(session: Session): Promise<readonly Check[]> {
  const cache = await checkCache(session)
  const go = await attempt('Go', () => findGo({ cwd: session.cwd, env: session.env }))
  if ('verdict' in go) return [go, cache]
  return [
    await version(go),
    platform(go),
    await goroot(go, cacheFolder(session.env, session.cwd)),
    cache,
    ...(cache.verdict === 'ok' ? [await hooks(session, go)] : []),
    module(go),
    ...compilerSettings(go),
    { title: 'cgo', verdict: 'ok', detail: `${go.cgoEnabled ? 'on' : 'off'}; MapSan works with both${go.cgoEnabled ? '' : ', but for `mapsan race`'}` },
    ...mapsanSettings(session),
  ]
}

async function version({ version, goos, goarch }: GoInstallation): Promise<Check> {
  const title = 'Go'
  const known = await attempt(title, async () => hookTableFor(version))
  return 'verdict' in known ? known : { title, verdict: 'ok', detail: `${version} for ${goos}/${goarch}` }
}

function platform(go: GoInstallation): Check {
  const reason = unsupportedReason(go)
  if (reason === undefined) return { title: 'platform', verdict: 'ok', detail: 'supported' }
  return { title: 'platform', verdict: 'fails', detail: reason, help: errorTable.GO_UNSUPPORTED.help }
}

async function goroot(go: GoInstallation, cache: string): Promise<Check> {
  const title = 'GOROOT'
  if (go.inModuleCache) {
    const clone = clonePath(go, cache)
    const cloned = await can(clone, constants.R_OK)
    const state = cloned ? 'MapSan has a copy of it' : 'MapSan will make a copy of it'
    return { title, verdict: 'ok', detail: `${go.goroot} lies in the module cache, where Go refuses overlays; ${state} at ${clone}` }
  }
  const writable = await can(go.goroot, constants.W_OK)
  return { title, verdict: 'ok', detail: `${go.goroot} (${writable ? 'writable' : 'read-only'}; MapSan writes nothing there)` }
}

async function checkCache({ env, cwd }: Session): Promise<Check> {
  const title = 'cache folder'
  const path = cacheFolder(env, cwd)
  const checked = await attempt(title, () => checkCacheWritable(path))
  return checked ?? { title, verdict: 'ok', detail: path }
}

/** Whether every hook fits this Go can be known without building anything. */
async function hooks({ shimDir, env, cwd }: Session, found: GoInstallation): Promise<Check> {
  const title = 'hooks'
  const cache = cacheFolder(env, cwd)
  const overlay = await attempt(title, async () => {
    const go = await overlayableGo(found, cache)
    return buildOverlay({ goroot: go.goroot, goVersion: go.version, cacheDir: cache, shimDir, cwd })
  })
  if ('verdict' in overlay) return overlay
  return { title, verdict: 'ok', detail: `all fit: ${overlay.replaced.length} files of Go are replaced or added during builds` }
}

function module({ gomod, gowork }: GoInstallation): Check {
  const title = 'module'
  if (gowork !== '') return { title, verdict: 'ok', detail: `workspace ${gowork}` }
  if (gomod !== '') return { title, verdict: 'ok', detail: gomod }
  return { title, verdict: 'note', detail: 'this folder is in no module', help: errorTable.NOT_A_MODULE.help }
}

const merged: Readonly<Record<string, string>> = {
  gcflags: 'repeated for the packages that MapSan compiles differently',
  overlay: 'merged into the overlay of MapSan',
}

function compilerSettings({ goflagList, goflags }: GoInstallation): readonly Check[] {
  const title = 'GOFLAGS'
  if (goflagList.length === 0) return [{ title, verdict: 'ok', detail: 'not set' }]
  const conflict = conflictingSanitizer(goflagList)
  if (conflict !== undefined) {
    return [{ title, verdict: 'fails', detail: `-${conflict} cannot be combined with MapSan`, help: errorTable.CONFLICTING_SANITIZER.help }]
  }
  const affected = goflagList.filter(({ name }) => merged[name] !== undefined)
  const details = affected.map((flag) => `${writeFlag(flag)} is ${merged[flag.name]}`)
  return [{ title, verdict: 'ok', detail: [`${goflags} stays in force`, ...details].join('; ') }]
}

function mapsanSettings({ env }: Session): readonly Check[] {
  const value = env['MAPSAN']
  return value ? [{ title: 'MAPSAN', verdict: 'note', detail: `${value} applies to every program that MapSan starts` }] : []
}

async function attempt<T>(title: string, work: () => Promise<T>): Promise<T | Check> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof ToolError)) throw error
    return { title, verdict: 'fails', detail: `${error.message} (${error.code})`, help: errorTable[error.code].help }
  }
}

async function can(path: string, mode: number): Promise<boolean> {
  return access(path, mode).then(() => true, () => false)
}
