import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { SourcesOf } from '../../rules/foreign.ts'
import type { ModuleRoot } from './folders.ts'

/** Finds the sources of packages as the go command would, but without it: in the module, in its vendor folder, in the module cache. */
export function sourcesIn(module: ModuleRoot): SourcesOf {
  return (importPath) => {
    const folder = folderOf(importPath, module)
    return folder === undefined ? [] : readPackage(folder, importPath)
  }
}

function folderOf(importPath: string, { folder, path, modules }: ModuleRoot): string | undefined {
  if (folder === '') return undefined
  if (path === 'std') return join(folder, importPath)
  const below = belowOf(importPath, path)
  // A module in the module is another one.
  if (below !== undefined) return hasGoMod(join(folder, below), folder) ? undefined : join(folder, below)
  const vendored = join(folder, 'vendor', importPath)
  if (existsSync(vendored)) return vendored
  const required = modules.filter((one) => belowOf(importPath, one.path) !== undefined).toSorted((a, b) => b.path.length - a.path.length)[0]
  return required && join(required.folder, belowOf(importPath, required.path) ?? '')
}

function belowOf(importPath: string, module: string): string | undefined {
  if (importPath === module) return ''
  return module !== '' && importPath.startsWith(`${module}/`) ? importPath.slice(module.length + 1) : undefined
}

function hasGoMod(folder: string, root: string): boolean {
  return folder !== root && (existsSync(join(folder, 'go.mod')) || hasGoMod(dirname(folder), root))
}

function readPackage(folder: string, importPath: string): ReturnType<SourcesOf> {
  try {
    const names = readdirSync(folder).filter((name) => /^[^._].*\.go$/.test(name) && !name.endsWith('_test.go')).sort()
    return names.map((name) => ({ path: join(folder, name), importPath, text: readFileSync(join(folder, name), 'utf8') }))
  } catch {
    return []
  }
}
