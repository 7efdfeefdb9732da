import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { delimiter, dirname, join, relative, resolve } from 'node:path'
import { ToolError } from '../../errors.ts'
import type { Environment } from '../../toolchain/process.ts'

/** The Go files of one folder that a lint looks at. */
export interface GoFolder {
  readonly path: string
  readonly importPath: string
  /** Names of files. */
  readonly files: readonly string[]
}

/** A module in the module cache. */
export interface RequiredModule {
  readonly path: string
  readonly folder: string
}

export interface ModuleRoot {
  /** The folder of go.mod; empty outside of a module. */
  readonly folder: string
  /** Empty outside of a module. */
  readonly path: string
  /** Those that its go.mod requires and does not replace: from go1.17 on, go.mod names all. */
  readonly modules: readonly RequiredModule[]
}

/** The nearest go.mod upwards. Needs no Go. Without `cache`, the module cache, nothing is known of other modules. */
export function findModule(folder: string, cache?: string): ModuleRoot {
  for (let here = folder; ; here = dirname(here)) {
    const file = join(here, 'go.mod')
    if (existsSync(file)) {
      const text = readFileSync(file, 'utf8')
      return { folder: here, path: /^\s*module\s+"?([^\s"]+)/m.exec(text)?.[1] ?? '', modules: cache === undefined ? [] : requiredModules(text, cache) }
    }
    if (dirname(here) === here) return { folder: '', path: '', modules: [] }
  }
}

/** Where the go command keeps modules, but for what `go env -w` says. */
export function moduleCache(env: Environment): string {
  const gopath = (env['GOPATH'] ?? '').split(delimiter)[0] || join(env['HOME'] ?? '', 'go')
  return env['GOMODCACHE'] || join(gopath, 'pkg', 'mod')
}

function requiredModules(goMod: string, cache: string): readonly RequiredModule[] {
  const replaced = new Set(Array.from(goMod.matchAll(/^\s*(?:replace\s+)?([^\s"]+)[^\n=]*=>/gm), ([, path]) => path))
  return Array.from(goMod.matchAll(/^\s*(?:require\s+)?([\w.~-]+\.[\w.~/-]+)\s+(v[^\s/]+)\s*(?:\/\/.*)?$/gm))
    .flatMap(([, path = '', version = '']) => (replaced.has(path) ? [] : [{ path, folder: join(cache, escaped(`${path}@${version}`)) }]))
}

/** The module cache is for file systems that take A and a for the same. */
function escaped(path: string): string {
  return path.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`)
}

export interface FolderRequest {
  readonly cwd: string
  /** Folders, `folder/...`, or files. */
  readonly patterns: readonly string[]
  /** Test files as well. */
  readonly tests: boolean
  readonly module: ModuleRoot
}

/** The folders that patterns name, with their files, as the go command chooses them but for build constraints: all files are looked at. */
export function findFolders({ cwd, patterns, tests, module }: FolderRequest): readonly GoFolder[] {
  const found = new Map<string, Set<string>>()
  const add = (folder: string, files: readonly string[]): void => {
    found.set(folder, new Set([...(found.get(folder) ?? []), ...files.filter((name) => tests || !name.endsWith('_test.go'))]))
  }
  for (const pattern of patterns) {
    const [, path = '', wildcard] = /^(.*?)(\/?\.\.\.)?$/s.exec(pattern) ?? []
    const folder = resolve(cwd, path)
    const stat = statSync(folder, { throwIfNoEntry: false })
    if (stat === undefined) throw new ToolError('USAGE', `there is no ${pattern} in ${cwd}; name folders, folder/... or files`)
    if (stat.isFile()) add(dirname(folder), [relative(dirname(folder), folder)])
    else visit(folder, { deep: wildcard !== undefined, modules: module.folder === '' }, add, true)
  }
  const folders = Array.from(found, ([path, files]) => ({ path, importPath: importPathOf(path, module), files: [...files].sort() }))
    .filter(({ files }) => files.length > 0).sort((a, b) => (a.path < b.path ? -1 : 1))
  if (folders.length === 0) throw new ToolError('USAGE', `there are no Go files in ${patterns.join(', ')}; folder/... means all folders below as well`)
  return folders
}

/** Like the go command: not into testdata, vendor, and what begins with `.` or `_`; from inside of a module not into others. */
function visit(folder: string, how: { readonly deep: boolean; readonly modules: boolean }, add: (folder: string, files: readonly string[]) => void, named = false): void {
  const entries = readdirSync(folder, { withFileTypes: true })
  if (!named && !how.modules && entries.some(({ name }) => name === 'go.mod')) return
  add(folder, entries.filter((entry) => entry.isFile() && /^[^._].*\.go$/.test(entry.name)).map(({ name }) => name))
  if (!how.deep) return
  for (const entry of entries) {
    if (entry.isDirectory() && !/^[._]|^(testdata|vendor)$/.test(entry.name)) visit(join(folder, entry.name), how, add)
  }
}

function importPathOf(folder: string, module: ModuleRoot): string {
  if (module.folder === '') return 'command-line-arguments'
  const below = relative(module.folder, folder).split('\\').join('/')
  // The standard library has no name before its packages.
  const path = module.path === 'std' ? '' : module.path
  return [path, below].filter((part) => part !== '').join('/')
}
