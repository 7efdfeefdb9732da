import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ToolError } from '../errors.ts'

export interface StoredFile {
  /** The absolute path that the overlay puts it in place of. */
  readonly replaces: string
  /** A path of its own inside of the entry. */
  readonly name: string
  readonly text: string
}

/** overlay.json without its paths, to tell an entry that is whole from one that somebody has cut or changed. */
interface Manifest {
  readonly replaced: readonly string[]
  /** SHA-256 of each file of the entry, by name. */
  readonly hashes: Readonly<Record<string, string>>
}

const manifestName = 'manifest.json'

/** The files that an entry replaces; undefined when there is no entry, or a damaged one. */
export async function findEntry(folder: string): Promise<readonly string[] | undefined> {
  try {
    const manifest: Manifest = JSON.parse(await readFile(join(folder, manifestName), 'utf8'))
    const whole = await Promise.all(Object.entries(manifest.hashes).map(async ([name, expected]) =>
      hashOf(await readFile(join(folder, name), 'utf8')) === expected))
    return whole.every(Boolean) ? manifest.replaced : undefined
  } catch {
    return undefined
  }
}

/**
 * Writes an entry, or finds that another MapSan has just done so. It appears with one rename, complete. A damaged entry
 * makes room first. `others` are entries of the user's overlay; a file of MapSan's own takes precedence.
 */
export async function storeEntry(folder: string, files: readonly StoredFile[], others: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const draft = `${folder}.${randomUUID()}`
  const replace = { ...others, ...Object.fromEntries(files.map(({ replaces, name }) => [replaces, join(folder, name)])) }
  const contents = [...files, { name: 'overlay.json', text: `${JSON.stringify({ Replace: sorted(replace) }, undefined, 2)}\n` }]
  const manifest: Manifest = {
    replaced: files.map(({ replaces }) => replaces).sort(),
    hashes: Object.fromEntries(contents.map(({ name, text }) => [name, hashOf(text)])),
  }
  try {
    await Promise.all([...new Set(contents.map(({ name }) => dirname(name)))].map((sub) => mkdir(join(draft, sub), { recursive: true })))
    await Promise.all(contents.map(({ name, text }) => writeFile(join(draft, name), text)))
    await writeFile(join(draft, manifestName), JSON.stringify(manifest))
    await publish(draft, folder)
  } catch (cause) {
    throw new ToolError('CACHE_UNUSABLE', `cannot write the hooked sources of Go to ${folder}: ${String(cause)}`, { cause })
  } finally {
    await rm(draft, { recursive: true, force: true }).catch(() => undefined)
  }
  return manifest.replaced
}

async function publish(draft: string, folder: string): Promise<void> {
  try {
    await rename(draft, folder)
  } catch (error) {
    if (!isErrno(error) || !['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(error.code ?? '')) throw error
    if ((await findEntry(folder)) !== undefined) return
    const damaged = `${draft}.damaged`
    await rename(folder, damaged)
    await rm(damaged, { recursive: true, force: true })
    await rename(draft, folder)
  }
}

function isErrno(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error
}

function sorted(record: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
