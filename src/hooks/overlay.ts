import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { ToolError } from '../errors.ts'
import { loadGoSyntax } from '../syntax/go.ts'
import { applySites, applyTakeover, type NamedSite, type SourceFile } from './apply.ts'
import type { Hook, HookTable, Takeover } from './hook.ts'
import { findEntry, storeEntry, type StoredFile } from './overlay-cache.ts'
import { select } from './selection.ts'
import { readShim, readStatusShim } from './shim-files.ts'
import { hookTableFor } from './tables/index.ts'
import { readUserOverlay, type UserOverlay } from './user-overlay.ts'

export interface OverlayRequest {
  /** A Go that may be overlaid: from go1.25 on, it must not lie in the module cache. */
  readonly goroot: string
  /** `go env GOVERSION`. */
  readonly goVersion: string
  readonly cacheDir: string
  /** The file of the user's own `-overlay`, with absolute paths or paths relative to `cwd`. */
  readonly userOverlay?: string
  readonly cwd?: string
  /** The folder with MapSan's Go code. */
  readonly shimDir: string
  /**
   * Files that are added outside of GOROOT, such as one in a main package that imports what serves the status; with
   * any of them, that package is added too.
   */
  readonly statusFiles?: readonly AddedFile[]
  /** Ids of hooks that are left out. For tests: each hook has one that fails without it. */
  readonly without?: readonly string[]
}

export interface AddedFile {
  /** Absolute. */
  readonly path: string
  readonly text: string
}

export interface Overlay {
  /** The file for `go build -overlay`. */
  readonly path: string
  /** Names the content: equal keys, equal overlays. */
  readonly key: string
  /** The files that are replaced or added, absolute and sorted. */
  readonly replaced: readonly string[]
}

/** Raised when the same inputs give other files, by a change of apply.ts or overlay.ts. */
const layout = 1

/**
 * Go's own sources with hooks, as an overlay in the cache; nothing is written elsewhere. Reading and hashing the inputs
 * takes some ten milliseconds, so a second call with the same inputs does no more than that.
 */
export async function buildOverlay(request: OverlayRequest): Promise<Overlay> {
  const { goVersion, cacheDir, shimDir, statusFiles = [], without = [] } = request
  const goroot = resolve(request.goroot)
  const table = hookTableFor(goVersion)
  const user = await readUserOverlay(request.userOverlay, request.cwd ?? process.cwd())
  const selected = select(table, without)
  const shim = [...(await readShim(shimDir)), ...(statusFiles.length > 0 ? await readStatusShim(shimDir) : [])]
  user.refuse([...shim.map(({ file }) => join(goroot, 'src', file)), ...statusFiles.map(({ path }) => path)])
  const sources = await readSources(goroot, [...selected.sites.keys(), ...selected.takeovers.map(({ file }) => file)], user, goVersion, table)
  const version = await readFile(join(goroot, 'VERSION'), 'utf8').catch(() => goVersion)
  const key = hash([layout, goroot, version, [...selected.sites], selected.takeovers, shim, statusFiles, user.replace, sources])

  const folder = join(cacheDir, 'overlay', key)
  const replaced = await findEntry(folder)
  if (replaced !== undefined) return { path: join(folder, 'overlay.json'), key, replaced }

  const edited = await editAll(sources, selected.sites, selected.takeovers, user, goroot)
  const files: readonly StoredFile[] = [
    ...[...edited, ...shim].map(({ file, text }) => ({ replaces: join(goroot, 'src', file), name: file, text })),
    ...statusFiles.map(({ path, text }, i) => ({ replaces: path, name: join('added', String(i), basename(path)), text })),
  ]
  return { path: join(folder, 'overlay.json'), key, replaced: await storeEntry(folder, files, user.replace) }
}

// One after the other, so that of several files that cannot be read the error names the first of the table, every time.
async function readSources(goroot: string, files: readonly string[], user: UserOverlay, goVersion: string, table: HookTable): Promise<readonly SourceFile[]> {
  const sources: SourceFile[] = []
  for (const file of files) {
    const path = join(goroot, 'src', file)
    const source = await readFile(user.read(path), 'utf8').catch((cause: unknown) => {
      const hook = [...table.hooks, ...table.takeovers].find((candidate) => filesOf(candidate).includes(file))
      throw new ToolError('HOOK_ANCHOR_MISSING', `Hook ${hook?.id} does not fit ${goVersion}: ${path} cannot be read.`, { cause })
    })
    sources.push({ file, source, goVersion })
  }
  return sources
}

function filesOf(hook: Hook | Takeover): readonly string[] {
  return 'file' in hook ? [hook.file] : [...hook.sites, ...(hook.off ?? [])].map(({ file }) => file)
}

async function editAll(
  sources: readonly SourceFile[],
  sites: ReadonlyMap<string, readonly NamedSite[]>,
  takeovers: readonly Takeover[],
  user: UserOverlay,
  goroot: string,
): Promise<readonly { readonly file: string; readonly text: string }[]> {
  const syntax = await loadGoSyntax()
  return sources.flatMap((source) => {
    const { file } = source
    const takeover = takeovers.find((candidate) => candidate.file === file)
    const text = user.explain(join(goroot, 'src', file), () =>
      takeover === undefined ? applySites(syntax, source, sites.get(file) ?? []) : applyTakeover(takeover, source))
    return text === undefined ? [] : [{ file, text }]
  })
}

function hash(inputs: unknown): string {
  return createHash('sha256').update(JSON.stringify(inputs)).digest('hex').slice(0, 32)
}
