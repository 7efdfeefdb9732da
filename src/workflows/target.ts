import { existsSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { ToolError } from '../errors.ts'

/** In which folder the go command runs, and what it is asked for there. */
export interface Target {
  readonly cwd: string
  readonly patterns: readonly string[]
}

/**
 * Folders may be named without `./`, and may lie in another module than the current folder: then Go runs in that
 * module, since it would not look beyond its own.
 */
export function locateTarget(cwd: string, patterns: readonly string[]): Target {
  const located = patterns.map((pattern) => locate(cwd, pattern))
  const [first = { cwd, pattern: '.' }] = located
  const other = located.find((one) => one.cwd !== first.cwd)
  if (other !== undefined) {
    throw new ToolError('USAGE', `the packages lie in different modules (${first.cwd} and ${other.cwd}); name those of one module at a time`)
  }
  return { cwd: first.cwd, patterns: located.length === 0 ? ['.'] : located.map(({ pattern }) => pattern) }
}

interface Located {
  readonly cwd: string
  readonly pattern: string
}

function locate(cwd: string, pattern: string): Located {
  const [, path = '', wildcard = ''] = /^(.*?)(\/?\.\.\.)?$/s.exec(pattern) ?? []
  const folder = resolve(cwd, path)
  if (path === '' || pattern.endsWith('.go') || !isFolder(folder)) return { cwd, pattern }
  const home = moduleRoot(folder) ?? folder
  const start = home === moduleRoot(cwd) ? cwd : home
  return { cwd: start, pattern: relativePattern(start, folder) + wildcard }
}

function relativePattern(start: string, folder: string): string {
  const path = relative(start, folder)
  if (path === '') return '.'
  return path.startsWith('..') ? path : `./${path}`
}

/** The nearest folder upwards that has a go.mod. */
function moduleRoot(folder: string): string | undefined {
  if (existsSync(join(folder, 'go.mod'))) return folder
  const parent = dirname(folder)
  return parent === folder ? undefined : moduleRoot(parent)
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}
