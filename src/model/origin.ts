import type { Access, Frame } from './finding.ts'

/** Where the program was built from: what tells the user's code from Go's own. */
export interface ProgramOrigin {
  /** The folder of go.mod, or of go.work; empty when unknown. */
  readonly moduleRoot: string
  /** The paths of the modules being worked on. */
  readonly modulePaths: readonly string[]
  /** The GOROOT that the program was compiled with; empty when unknown. */
  readonly goroot: string
}

/** GOMODCACHE is $GOPATH/pkg/mod unless the user moved it; then paths are shown in full. */
const moduleCacheFolder = '/pkg/mod/'

/** Where the map was touched: the innermost frame that is not Go's implementation of maps. */
export function siteOf(access: Pick<Access, 'stack'>): Frame | undefined {
  return access.stack.find((frame) => !isMapMachinery(frame)) ?? access.stack[0]
}

/**
 * The line that a reader can change: the innermost frame outside of Go's standard library. They differ
 * when, say, encoding/json iterates over a map of the user's. Falls back to the site.
 */
export function userFrameOf(access: Pick<Access, 'stack'>, origin: ProgramOrigin): Frame | undefined {
  return access.stack.find((frame) => !isStandard(frame, origin)) ?? siteOf(access)
}

/** The innermost line of the user's own modules: in their pull requests, and theirs to annotate. Falls back to the user frame. */
export function ownFrameOf(access: Pick<Access, 'stack'>, origin: ProgramOrigin): Frame | undefined {
  return access.stack.find((frame) => isOwn(frame, origin)) ?? userFrameOf(access, origin)
}

/** Whether a frame's file lies in one of the modules being worked on, and not in a dependency of theirs. */
export function isOwn(frame: Frame, origin: ProgramOrigin): boolean {
  if (isInside(frame.file, origin.moduleRoot)) return !frame.file.slice(origin.moduleRoot.length).includes('/vendor/')
  return sourceInModule(frame.file, origin) !== undefined
}

/** Whether a frame belongs to Go's standard library or runtime. */
export function isStandard(frame: Frame, origin: ProgramOrigin): boolean {
  if (isInside(frame.file, join(origin.goroot, 'src'))) return true
  if (isInside(frame.file, origin.moduleRoot)) return false
  return isStandardPackage(packageOf(frame.function), origin.modulePaths)
}

/** The import path in a symbol such as `net/http.(*conn).serve` or `maps.Clone[go.shape.map[a/b.T]int]`. */
export function packageOf(symbol: string): string {
  const withoutTypeArguments = symbol.split('[', 1)[0] ?? ''
  const dot = withoutTypeArguments.indexOf('.', withoutTypeArguments.lastIndexOf('/') + 1)
  return dot < 0 ? '' : withoutTypeArguments.slice(0, dot)
}

/**
 * A path as a reader wants it: relative to the module, or as an import path for dependencies
 * (`example.com/lib@v1.2.0/lib.go`) and for the standard library (`net/http/server.go`).
 */
export function displayPath(file: string, origin: ProgramOrigin): string {
  for (const root of [origin.moduleRoot, join(origin.goroot, 'src')]) {
    if (isInside(file, root)) return file.slice(root.length + 1)
  }
  const moduleCache = file.lastIndexOf(moduleCacheFolder)
  if (moduleCache >= 0) return file.slice(moduleCache + moduleCacheFolder.length)
  return sourceInModule(file, origin) ?? file
}

/** Where a frame's file lies on disk; undefined when that cannot be told. A build with -trimpath names import paths. */
export function diskPath(file: string, origin: ProgramOrigin): string | undefined {
  if (file.startsWith('/')) return file
  const inModule = sourceInModule(file, origin)
  return inModule === undefined || origin.moduleRoot === '' ? undefined : join(origin.moduleRoot, inModule)
}

function sourceInModule(file: string, { modulePaths }: ProgramOrigin): string | undefined {
  // With several modules in a workspace, a module path does not tell its folder.
  const [modulePath] = modulePaths
  return modulePaths.length === 1 && modulePath !== undefined && isInside(file, modulePath)
    ? file.slice(modulePath.length + 1)
    : undefined
}

// Import paths without a dot in their first element are reserved for the standard library, but Go does
// not hinder a module from using one. `_test` ends the path of an external test package.
function isStandardPackage(path: string, modulePaths: readonly string[]): boolean {
  if (path === 'main' || path === 'command-line-arguments') return false
  if (path.split('/', 1)[0]?.includes('.')) return false
  const tested = path.replace(/_test$/, '')
  return !modulePaths.some((modulePath) => tested === modulePath || tested.startsWith(`${modulePath}/`))
}

function isMapMachinery(frame: Frame): boolean {
  const path = packageOf(frame.function)
  return path === 'runtime' || path === 'internal/runtime/maps'
}

function isInside(path: string, folder: string): boolean {
  return folder !== '' && path.startsWith(`${folder}/`)
}

function join(folder: string, path: string): string {
  return folder === '' ? '' : `${folder}/${path}`
}
