import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { findEntry, storeEntry } from './overlay-cache.ts'
import { readUserOverlay } from './user-overlay.ts'

/** A package that gets one file more. */
export interface CrashTarget {
  /** Of the added file: absolute. */
  readonly path: string
  /** What its package clause says. */
  readonly packageName: string
}

export interface CrashRequest {
  readonly targets: readonly CrashTarget[]
  readonly cacheDir: string
  readonly shimDir: string
  readonly userOverlay?: string
  readonly cwd: string
}

/**
 * An overlay with a file (shim/crash) in each of these packages, by which a program writes down of what the runtime ends it.
 * Files of the user's of the same name stay what they are.
 */
export async function buildCrashOverlay({ targets, cacheDir, shimDir, userOverlay, cwd }: CrashRequest): Promise<string> {
  const user = await readUserOverlay(userOverlay, cwd)
  const shim = await readFile(join(shimDir, 'crash', 'crash.go'), 'utf8')
  const files = targets.filter(({ path }) => user.replace[path] === undefined).map(({ path, packageName }, index) => ({
    replaces: path,
    name: join(String(index), basename(path)),
    text: shim.replace(/^package crash$/m, `package ${packageName}`),
  }))
  const key = createHash('sha256').update(JSON.stringify([files, user.replace])).digest('hex').slice(0, 32)
  const folder = join(cacheDir, 'overlay', key)
  if ((await findEntry(folder)) === undefined) await storeEntry(folder, files, user.replace)
  return join(folder, 'overlay.json')
}
