import { randomUUID } from 'node:crypto'
import { lstat, readFile, realpath, rename, rm, writeFile, chmod } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ToolError } from '../errors.ts'
import type { FixedSources } from './fix-sources.ts'

type Change = ReturnType<FixedSources['changes']>[number]

/** Writes the fixes into the tree: all of the files, or none when one of them has changed since it was read. */
export async function applyFixes(changes: readonly Change[]): Promise<void> {
  const targets = await Promise.all(changes.map(async (change) => ({ ...change, target: await realpath(change.path).catch(() => change.path) })))
  for (const { path, before } of targets) await checkUnchanged(path, before)
  const drafts: { readonly draft: string; readonly target: string; readonly path: string; readonly before: Buffer }[] = []
  try {
    for (const { path, target, before, after } of targets) {
      const draft = join(dirname(target), `.mapsan-${randomUUID()}`)
      drafts.push({ draft, target, path, before })
      await writeFile(draft, after)
      await chmod(draft, (await lstat(target)).mode & 0o7777)
    }
    for (const { draft, target, path, before } of drafts) {
      await checkUnchanged(path, before)
      await rename(draft, target)
    }
  } catch (cause) {
    if (cause instanceof ToolError) throw cause
    throw new ToolError('FIX_NOT_APPLIED', `the fixes cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  } finally {
    await Promise.all(drafts.map(({ draft }) => rm(draft, { force: true })))
  }
}

async function checkUnchanged(path: string, before: Buffer): Promise<void> {
  const now = await readFile(path).catch(() => undefined)
  if (now === undefined || !now.equals(before)) throw new ToolError('SOURCES_CHANGED', `${path} has changed since MapSan read it, so no fix was applied to it`)
}
