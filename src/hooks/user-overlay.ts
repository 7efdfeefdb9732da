import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { ToolError } from '../errors.ts'

/** The overlay that the user gives to Go, which MapSan's own is merged with. */
export interface UserOverlay {
  /** Absolute path → absolute path, or `''` for a file that is to be seen as deleted. */
  readonly replace: Readonly<Record<string, string>>
  /** Where the content of a file is: MapSan hooks the user's version of a file of Go's. */
  read(path: string): string
  /** OVERLAY_CONFLICT when one of these files is in the overlay. */
  refuse(paths: readonly string[]): void
  /** Runs `edit`; when it fails on a file that is the user's own version, says so. */
  explain<T>(path: string, edit: () => T): T
}

export async function readUserOverlay(path: string | undefined, cwd: string): Promise<UserOverlay> {
  const replace = path === undefined ? {} : await readReplace(resolve(cwd, path), cwd)
  const conflict = (file: string, reason: string, cause?: unknown): ToolError =>
    new ToolError('OVERLAY_CONFLICT', `the overlay ${path} replaces ${file}: ${reason}`, { cause })
  return {
    replace,
    read(file) {
      const own = replace[file]
      if (own === '') throw conflict(file, 'it deletes a file that MapSan needs')
      return own ?? file
    },
    refuse(files) {
      for (const file of files) {
        if (replace[file] !== undefined) throw conflict(file, 'MapSan has a version of its own')
      }
    },
    explain(file, edit) {
      try {
        return edit()
      } catch (error) {
        if (replace[file] === undefined || !(error instanceof ToolError)) throw error
        throw conflict(file, error.message, error)
      }
    },
  }
}

/** As cmd/go reads it: `{"Replace": {path: path}}`, relative to the folder in which Go runs. */
async function readReplace(path: string, cwd: string): Promise<Record<string, string>> {
  const content: unknown = await readFile(path, 'utf8').then(JSON.parse).catch((cause: unknown) => {
    throw new ToolError('OVERLAY_CONFLICT', `the overlay ${path} cannot be read: ${String(cause)}`, { cause })
  })
  const entries: readonly [string, unknown][] = isRecord(content) && isRecord(content['Replace']) ? Object.entries(content['Replace']) : []
  return Object.fromEntries(entries.map(([from, to]) => {
    if (typeof to !== 'string') throw new ToolError('OVERLAY_CONFLICT', `the overlay ${path} has no path for ${from}`)
    return [resolve(cwd, from), to === '' ? '' : resolve(cwd, to)]
  }))
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
