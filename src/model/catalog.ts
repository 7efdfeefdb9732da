import type { Declaration } from './declaration.ts'
import type { Declared, MapOperation, MapVariable } from './finding.ts'

/**
 * The map sites of a program's own source, with what is written there: what findings are named from. Made by
 * shim/typeinfo when the program was built; it knows nothing of dependencies.
 */
export interface Catalog {
  readonly files: readonly CatalogFile[]
}

export interface CatalogFile {
  /** Absolute. */
  readonly path: string
  readonly importPath: string
  /** What a //line directive calls it, relative to the package's folder. */
  readonly alias?: string | undefined
  /** SHA-256 of the text that the program was built from; empty when it was not there. */
  readonly hash: string
  readonly sites: readonly MapSite[]
  readonly locks: readonly LockSite[]
  readonly goroutines: readonly GoSite[]
  /** Declarations of mutexes: variables of the package, and fields of its structs. */
  readonly mutexes: readonly MutexSite[]
  /** Comments that say how maps are shared, by the line of what they are about; none in catalogs of before there were any. */
  readonly declarations?: readonly DeclarationSite[] | undefined
  /** Comments that look like one and are none. */
  readonly mistakes?: readonly DeclarationMistake[] | undefined
}

export interface DeclarationSite {
  /** Of the declared variables, all of which are maps. */
  readonly line: number
  readonly kind: Declaration['kind']
  /** The line of the comment. */
  readonly commentLine: number
  readonly lock?: string | undefined
  readonly lockDeclaredAt?: Declared | undefined
}

export interface DeclarationMistake {
  readonly line: number
  readonly message: string
}

/** Where the compiler may say that something happens: on `line`, or else somewhere from `first` to `last`. */
export interface Span {
  readonly line: number
  readonly column: number
  readonly first: number
  readonly last: number
}

export interface MapSite extends Span {
  /** Symbol of the function declaration around it, as stacks begin to name it: `main.(*Config).Reload`. */
  readonly function: string
  readonly operations: readonly MapOperation[]
  /** Symbol of the other package's function that the map is passed to, in which any operation may happen. */
  readonly callee?: string | undefined
  readonly expression: string
  /** How Go's runtime may call the type. */
  readonly types: readonly string[]
  /** Names in `types` that stand for any type. */
  readonly typeParameters?: readonly string[] | undefined
  readonly variable?: SiteVariable | undefined
}

export interface SiteVariable {
  readonly kind: MapVariable['kind']
  readonly description: string
  readonly file?: string | undefined
  readonly line?: number | undefined
  readonly mutexes: readonly string[]
}

/** A call that takes a lock. */
export interface LockSite extends Span {
  readonly mode: 'read' | 'write'
  /** `Config.mu`, or the plain name of a variable. */
  readonly name: string
  /** Absent when it may be the lock of another name as well, as when it is behind a pointer. */
  readonly declaredAt?: Declared | undefined
}

/** A `go` statement that runs a function with a name. */
export interface GoSite extends Span {
  readonly runs: string
}

export interface MutexSite extends Span {
  readonly name: string
  readonly type: string
}

/** Finds the files by whatever the compiler calls them. */
export class FilesByName {
  readonly #files = new Map<string, CatalogFile | undefined>()

  constructor({ files }: Catalog) {
    for (const file of files) {
      // A name that two files could have is nobody's.
      for (const name of compilerNames(file)) this.#files.set(name, this.#files.has(name) ? undefined : file)
    }
  }

  get(name: string): CatalogFile | undefined {
    // Under -trimpath, files of other modules are called `example.com/lib@v1.2.3/lib.go`.
    return this.#files.get(name) ?? this.#files.get(name.replace(/@v[^/]*/, ''))
  }
}

/** The path; under -trimpath the import path before the file's name (cmd/go: gcToolchain.gc); what a //line directive says. */
function compilerNames({ path, importPath, alias }: CatalogFile): readonly string[] {
  return [...new Set([path, `${importPath}/${path.slice(path.lastIndexOf('/') + 1)}`, ...(alias === undefined ? [] : [alias])])]
}
