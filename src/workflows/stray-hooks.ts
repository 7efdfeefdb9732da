import { dirname, join } from 'node:path'
import { ToolError } from '../errors.ts'
import type { Disk } from '../patch/disk.ts'
import type { Manifest } from '../patch/manifest.ts'
import { findMarks, withoutMarks } from '../patch/strip.ts'
import { loadGoSyntax } from '../syntax/go.ts'

/** A file that instrument knows nothing of, with hooks in it: renamed, or made of parts of others. */
export interface Stray {
  readonly path: string
  /** Without the hooks. */
  readonly text: string
}

export async function findStrays(disk: Disk, root: string, { entries }: Manifest): Promise<readonly Stray[]> {
  const known = new Set(entries.map(({ path }) => join(root, path)))
  const folders = new Set(entries.filter(({ before }) => before !== null).map(({ path }) => dirname(join(root, path))))
  const strays: Stray[] = []
  for (const folder of folders) {
    for (const name of await disk.list(folder)) {
      const path = join(folder, name)
      if (!name.endsWith('.go') || known.has(path)) continue
      const text = (await disk.read(path))?.toString('utf8') ?? ''
      if (text.includes('mapsan_')) strays.push({ path, text: await stripped(path, text) })
    }
  }
  return strays
}

async function stripped(path: string, text: string): Promise<string> {
  const syntax = await loadGoSyntax()
  const found = findMarks(syntax, text)
  if (found.kind === 'cuts') return withoutMarks(syntax, text)
  throw new ToolError('PATCH_STALE', `${path}:${found.line} was edited so that it is not clear what of it is MapSan's; nothing was changed`)
}
