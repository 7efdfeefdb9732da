/** What rules ask about types of other packages than the one that they look at. */
import type { GoSyntax } from '../syntax/go.ts'
import type { SourceFile } from './engine.ts'
import { ParsedFile } from './parsed-file.ts'
import { collectFacts, type InnerLock, type PackageFacts } from './types/declarations.ts'
import { lockIn } from './types/no-copy.ts'
import { written } from './types/value-type.ts'

/** The files of a package, without tests; none when it is not known which they are. */
export type SourcesOf = (importPath: string) => readonly SourceFile[]

/** Answers for all packages that import one: each is read once, and of its types only those are parsed that somebody asks for. */
export class ForeignPackages {
  readonly #syntax: GoSyntax
  readonly #sourcesOf: SourcesOf
  readonly #packages = new Map<string, PackageFacts | undefined>()
  readonly #locks = new Map<string, InnerLock | undefined>()
  readonly #files: ParsedFile[] = []

  constructor(syntax: GoSyntax, sourcesOf: SourcesOf) {
    this.#syntax = syntax
    this.#sourcesOf = sourcesOf
  }

  readonly lockIn = (path: string, type: string): InnerLock | undefined => {
    const key = `${path}.${type}`
    if (this.#locks.has(key)) return this.#locks.get(key)
    // Sources that do not compile may go round in circles.
    this.#locks.set(key, undefined)
    const facts = this.#open(path)
    const of = written(facts?.types.get(type)?.childForFieldName('name'))
    const lock = facts && of && lockIn(of.type, facts)
    this.#locks.set(key, lock)
    return lock
  }

  /** Nothing can be asked after this. */
  delete(): void {
    for (const file of this.#files) file.delete()
  }

  #open(path: string): PackageFacts | undefined {
    if (!this.#packages.has(path)) this.#packages.set(path, this.#factsOf(this.#sourcesOf(path)))
    return this.#packages.get(path)
  }

  #factsOf(sources: readonly SourceFile[]): PackageFacts | undefined {
    const named = sources.map((source) => new ParsedFile(this.#syntax, source, false))
    this.#files.push(...named)
    const files = named.filter(({ packageName }) => packageName !== 'main')
    const [first] = files
    // Files of several packages in one folder: those of a program beside the package do not matter, of others nobody knows.
    if (first === undefined || files.some(({ packageName }) => packageName !== first.packageName)) return undefined
    return collectFacts(files, this.lockIn)
  }
}
