import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { ToolError } from '../errors.ts'
import type { Environment } from './process.ts'

/** MapSan's own folder: $MAPSAN_CACHE, else `mapsan` in the operating system's cache folder for the user. */
export function cacheFolder(env: Environment, cwd: string): string {
  const chosen = env['MAPSAN_CACHE']
  if (chosen) return resolve(cwd, chosen)
  const home = env['HOME'] || homedir()
  if (process.platform === 'darwin') return join(home, 'Library', 'Caches', 'mapsan')
  return join(env['XDG_CACHE_HOME'] || join(home, '.cache'), 'mapsan')
}

/** Finds out before anything is built whether files can be made in the cache: a full disk lets folders be made, but not filled. */
export async function checkCacheWritable(cache: string): Promise<void> {
  let probe: string | undefined
  try {
    await mkdir(cache, { recursive: true })
    probe = await mkdtemp(join(cache, '.probe-'))
    await writeFile(join(probe, 'room'), Buffer.alloc(64 * 1024))
  } catch (cause) {
    throw cacheError(cache, cause)
  } finally {
    if (probe !== undefined) await rm(probe, { recursive: true, force: true })
  }
}

export function cacheError(path: string, cause: unknown): ToolError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new ToolError('CACHE_UNUSABLE', `the cache folder ${path} cannot be used: ${reason}`, { cause })
}
