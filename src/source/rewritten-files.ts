import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join, sep } from 'node:path'
import { ToolError } from '../errors.ts'
import { loadGoSyntax } from '../syntax/go.ts'
import type { FileRewrite } from './facts.ts'
import { rewriteSource } from './rewrite.ts'

export interface RewriteRequest {
  readonly rewrites: readonly FileRewrite[]
  /** MapSan's cache. */
  readonly cache: string
  /** The overlay that the rewritten files are added to. */
  readonly overlay: string
  /** Where Go replaces nothing. */
  readonly moduleCache: string
}

export interface Rewritten {
  /** An overlay with the rewritten files. */
  readonly overlay: string
  /** The files that are replaced. */
  readonly replaced: readonly string[]
  /** Files that were left as they are, because they were not understood. */
  readonly leftAlone: readonly string[]
}

/** Raised when the same facts give other files, by a change in this folder. */
const layout = 3

/** Writes the rewritten sources, each once: a second call with the same facts only looks whether they are there. */
export async function rewriteFiles({ rewrites, cache, overlay, moduleCache }: RewriteRequest): Promise<Rewritten> {
  const folder = join(cache, 'source')
  const base: { readonly Replace: Readonly<Record<string, string>> } = JSON.parse(await readFile(overlay, 'utf8'))
  const mine = rewrites.filter(({ path }) => moduleCache === '' || !path.startsWith(moduleCache + sep))
  try {
    const files = await Promise.all(mine.map(async (rewrite) => [rewrite.path, await rewritten(rewrite, base.Replace[rewrite.path] ?? rewrite.path, folder)] as const))
    const added = Object.fromEntries(files.filter((entry): entry is [string, string] => entry[1] !== undefined))
    const text = JSON.stringify({ Replace: { ...base.Replace, ...added } })
    const merged = join(folder, `${hash(text)}.json`)
    await publish(merged, text)
    return { overlay: merged, replaced: Object.keys(added), leftAlone: files.filter(([, to]) => to === undefined).map(([path]) => path) }
  } catch (cause) {
    throw new ToolError('CACHE_UNUSABLE', `cannot write rewritten sources to ${folder}: ${String(cause)}`, { cause })
  }
}

/** The rewritten file; undefined when it has to be left alone. */
async function rewritten(rewrite: FileRewrite, from: string, folder: string): Promise<string | undefined> {
  const place = join(folder, hash(JSON.stringify([layout, rewrite])), basename(rewrite.path))
  if (await exists(place)) return place
  const bytes = await readFile(from).catch(() => undefined)
  // Somebody has just changed the file: the offsets are about what it was.
  if (bytes === undefined || createHash('sha256').update(bytes).digest('hex') !== rewrite.hash) return undefined
  const text = rewriteSource(await loadGoSyntax(), bytes.toString('utf8'), rewrite)
  if (text === undefined) return undefined
  await publish(place, text)
  return place
}

async function publish(place: string, text: string): Promise<void> {
  if (await exists(place)) return
  await mkdir(dirname(place), { recursive: true })
  const draft = `${place}.${randomUUID()}`
  await writeFile(draft, text)
  await rename(draft, place)
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(() => true, () => false)
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}
