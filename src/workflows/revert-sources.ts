import { ToolError } from '../errors.ts'
import { realDisk } from '../patch/disk.ts'
import { Journal } from '../patch/journal.ts'
import { findGo } from '../toolchain/go.ts'
import { mergeFile } from './merge-file.ts'
import { moduleToChange } from './one-module.ts'
import { findStrays } from './stray-hooks.ts'
import type { Session } from './session.ts'

export interface RevertedSources {
  readonly root: string
  /** How many files of the user's are without hooks again; 0 when there were none. */
  readonly files: number
}

/** Takes out what instrument put into the module. */
export async function revertSources({ cwd, env, progress }: Session): Promise<RevertedSources> {
  const root = moduleToChange(await findGo({ cwd, env }), cwd)
  const journal = new Journal(realDisk, root)
  try {
    const recovered = await journal.recover(mergeFile)
    if (recovered !== undefined) progress.note(`an earlier call was interrupted: ${root} is as it was before`)
    const manifest = await journal.read()
    if (manifest === undefined) return { root, files: 0 }
    const strays = await findStrays(realDisk, root, manifest)
    await journal.check(manifest, mergeFile)
    // First those that the journal does not know: until it is done, the next call looks for them again.
    for (const { path, text } of strays) await journal.replace(path, Buffer.from(text))
    await journal.revert(manifest, mergeFile)
    return { root, files: manifest.entries.filter(({ path, before }) => before !== null && path.endsWith('.go')).length }
  } catch (cause) {
    if (cause instanceof ToolError) throw cause
    throw new ToolError('SOURCES_UNWRITABLE', `${root} could not be changed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
}
