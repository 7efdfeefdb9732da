/** What the files of a package declare at their top level, found by its name: only files that have the name are cut, and only what may declare it is parsed. */
import type { Node } from 'web-tree-sitter'
import type { DeclarationSource, ParsedFile } from '../parsed-file.ts'

/** Of several that are declared with one name, for other systems, the last. */
export interface Lookup<Value> {
  get(name: string): Value | undefined
  /** Whether several declare it, each for other systems. */
  isRepeated(name: string): boolean
}

export function lookup<Value>(files: readonly ParsedFile[], kind: DeclarationSource['kind'], declaredIn: (root: Node) => ReadonlyMap<string, Value>): Lookup<Value> {
  const declared = new Map<DeclarationSource, ReadonlyMap<string, Value>>()
  const known = new Map<string, Value | undefined>()
  const repeated = new Map<string, boolean>()
  const valuesOf = (source: DeclarationSource): ReadonlyMap<string, Value> => {
    let values = declared.get(source)
    if (values === undefined) declared.set(source, (values = declaredIn(source.root)))
    return values
  }
  const find = (name: string): Value | undefined => {
    for (const file of files.toReversed()) {
      for (const source of file.mayDeclare(kind, name).toReversed()) {
        const value = valuesOf(source).get(name)
        if (value !== undefined) return value
      }
    }
    return undefined
  }
  const count = (name: string): number => files.flatMap((file) => file.mayDeclare(kind, name)).filter((source) => source.name === name || valuesOf(source).has(name)).length
  return {
    get(name) {
      if (!known.has(name)) known.set(name, find(name))
      return known.get(name)
    },
    isRepeated(name) {
      let result = repeated.get(name)
      if (result === undefined) repeated.set(name, (result = count(name) > 1))
      return result
    },
  }
}

/** Functions and methods by `name` and `Type.name`. */
export function functionLookup(files: readonly ParsedFile[]): { get(name: string): Node | undefined } {
  const known = new Map<string, Node | undefined>()
  return {
    get(name) {
      if (!known.has(name)) known.set(name, files.flatMap((file) => file.functionsNamed(name)).at(-1)?.node)
      return known.get(name)
    },
  }
}
