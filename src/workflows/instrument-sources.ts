import { readFile, readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { ToolError } from '../errors.ts'
import { unifiedDiff, reversed, type FileChange } from '../patch/diff.ts'
import { realDisk } from '../patch/disk.ts'
import { Journal, type PlannedFile } from '../patch/journal.ts'
import { cacheFolder, checkCacheWritable } from '../toolchain/cache.ts'
import { findGo, type GoInstallation } from '../toolchain/go.ts'
import { hookPackages, hooksFolder, type Hooked } from '../toolchain/rewriter.ts'
import { mergeFile } from './merge-file.ts'
import { moduleToChange } from './one-module.ts'
import { portableNames, type PortableNames } from './portable-names.ts'
import type { Session } from './session.ts'
import { locateTarget } from './target.ts'

export interface InstrumentSourcesOptions {
  readonly patterns: readonly string[]
  readonly generated: boolean
  readonly dryRun: boolean
}

/** What was put into a module, or would be. */
export interface InstrumentedSources {
  readonly root: string
  readonly alreadyThere: boolean
  readonly accesses: number
  /** How many files of the user's have hooks. */
  readonly files: number
  readonly left: Hooked['left']
  /** Its workspace may have other modules, which are left as they are. */
  readonly inWorkspace: boolean
  /** The unified diff. */
  readonly patch: Buffer
}

export const patchFile = 'mapsan.patch'
export const revertPatchFile = 'mapsan.revert.patch'

/** Puts hooks around the map accesses of packages, in their sources. What an interrupted call left behind is undone first. */
export async function instrumentSources(session: Session, { patterns, generated, dryRun }: InstrumentSourcesOptions): Promise<InstrumentedSources> {
  const { env, progress, shimDir, version, interrupt: stop } = session
  const target = locateTarget(session.cwd, patterns.length === 0 ? ['./...'] : patterns)
  const go = await findGo({ cwd: target.cwd, env })
  const root = moduleToChange(go, target.cwd)
  checkGo(go)
  const journal = new Journal(realDisk, root)
  if ((await journal.recover(mergeFile)) !== undefined) progress.note(`an earlier call was interrupted: ${root} is as it was before`)
  const manifest = await journal.read()
  if (manifest !== undefined) {
    return { root, alreadyThere: true, accesses: 0, files: manifest.entries.filter(({ before }) => before !== null).length, left: [], inWorkspace: go.gowork !== '', patch: (await realDisk.read(join(root, patchFile))) ?? Buffer.alloc(0) }
  }

  const cache = cacheFolder(env, session.cwd)
  await checkCacheWritable(cache)
  const { files, left, accesses, tracked, untracked, names } = await progress.during('reading map accesses', async () => {
    const hooked = await hookPackages({ go, shimDir, cache, cwd: target.cwd, patterns: target.patterns, generated, stop, relay: progress.relay })
    return { ...hooked, names: await portableNames(session, { go, cache, cwd: target.cwd, root, listing: hooked.listing }) }
  })
  const hooks = files.length === 0 ? [] : await hookSources(shimDir, root, { version, names, tracked: tracked.filter((name) => !untracked.includes(name)) })
  const planned = [...files.map(({ path, ...file }) => ({ path: relative(root, path).split(sep).join('/'), ...file })), ...hooks]
  const patch = unifiedDiff(planned)
  if (!dryRun && planned.length > 0) await write(journal, root, planned, patch, session, target.patterns)
  return { root, alreadyThere: false, accesses, files: files.filter(({ before }) => before !== null).length, left, inWorkspace: go.gowork !== '', patch }
}

function checkGo({ version }: GoInstallation): void {
  if (/^go1\.(\d|1\d|20)(\D|$)/.test(version)) throw new ToolError('NEEDS_GENERICS', `${version} is too old`)
}

interface HookFacts {
  readonly version: string
  /** The packages of whose locks all is known. */
  readonly tracked: readonly string[]
  readonly names: PortableNames
}

/** The package of the hooks; the module may not have another one there. */
async function hookSources(shimDir: string, root: string, { version, tracked, names: { catalog, lines } }: HookFacts): Promise<PlannedFile[]> {
  if (await realDisk.exists(join(root, hooksFolder))) {
    throw new ToolError('HOOKS_IN_THE_WAY', `${join(root, hooksFolder)} is there already`)
  }
  const folder = join(shimDir, 'portable', 'mapsan')
  const names = (await readdir(folder)).filter((name) => name.endsWith('.go') && !name.endsWith('_test.go')).sort()
  const sources = await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const))
  const filledIn = new Map([
    ['const version = "unknown"', `const version = ${JSON.stringify(version)}`],
    ['var trackedPackages = []string{}', `var trackedPackages = ${listOf(tracked)}`],
    ['var catalog = []string{}', `var catalog = ${listOf(catalog)}`],
    ['var names = []string{}', `var names = ${listOf(lines)}`],
  ])
  return sources.map(([name, text]) => {
    const filled = [...filledIn].reduce((so, [before, after]) => so.replace(before, () => after), text)
    return { path: `${hooksFolder}/${name}`, before: null, after: Buffer.from(`// Code generated by mapsan instrument; mapsan revert takes it out. DO NOT EDIT.\n\n${filled}`) }
  })
}

/** Go and JSON write strings alike. */
function listOf(texts: readonly string[]): string {
  return texts.length === 0 ? '[]string{}' : `[]string{\n${texts.map((text) => `\t${JSON.stringify(text)},\n`).join('')}}`
}

async function write(journal: Journal, root: string, planned: readonly PlannedFile[], patch: Buffer, { version, interrupt }: Session, patterns: readonly string[]): Promise<void> {
  const revertPatch = unifiedDiff(reversed(planned satisfies readonly FileChange[]))
  const patches = await Promise.all([[patchFile, patch], [revertPatchFile, revertPatch]].map(async ([path, after]) => ({
    path: String(path), before: (await realDisk.read(join(root, String(path)))) ?? null, after: Buffer.from(after ?? ''),
  })))
  if (interrupt.aborted) throw new ToolError('INTERRUPTED', 'interrupted before anything was changed')
  try {
    await journal.apply([...planned, ...patches], { mapsan: version, patterns: [...patterns] })
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ToolError('SOURCES_UNWRITABLE', `${root} could not be changed: ${reason}`, { cause })
  }
}
