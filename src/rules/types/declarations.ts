import type { Node } from 'web-tree-sitter'
import type { FunctionSource, ParsedFile } from '../parsed-file.ts'
import { functionLookup, lookup, type Lookup } from './lookup.ts'

/** A lock in a value. */
export interface InnerLock {
  /** Where it is in the value: `.mu`, `.stats.mu`, `[].mu`; empty when it is the value itself. */
  readonly path: string
  /** `sync.Mutex`, or the name of a type of the package with Lock and Unlock. */
  readonly type: string
}

/** What the files of one package declare at their top level. Each thing is parsed when it is asked for. */
export interface PackageFacts {
  readonly name: string
  /** Declarations of types, by name: type_spec and type_alias. */
  readonly types: Lookup<Node>
  /** All of them, file by file: those with one name are for several systems, and which is meant, only build constraints say. */
  readonly typeSources: readonly TypeSource[]
  /** What any of the files imports that goes by this name. */
  importsOf(name: string): readonly string[]
  /** Types of other packages that stand somewhere without a pointer before them, such as `cache.Store`; by the text. */
  readonly foreignTypes: readonly string[]
  /** Whether something of sync or sync/atomic is used, or a lock of one's own; by the text. */
  readonly usesLocks: boolean
  /** The lock that is in a value of a type of another package, as far as that one's sources are there. */
  lockInForeign(path: string, type: string): InnerLock | undefined
  /** Variables and constants of the package, by name. */
  readonly variables: Lookup<Variable>
  /** Functions and methods by `name` and `Type.name`. */
  readonly functions: Pick<Lookup<Node>, 'get'>
  /** The functions and methods, file by file. */
  readonly all: readonly FunctionSource[]
}

/** Types that are declared together: parsed when they are asked for. */
export interface TypeSource {
  readonly text: string
  /** type_spec and type_alias. */
  readonly specs: readonly Node[]
}

export interface Variable {
  readonly name: Node
  readonly type: Node | undefined
  readonly value: Node | undefined
  readonly constant: boolean
}

export function collectFacts(files: readonly ParsedFile[], lockInForeign: PackageFacts['lockInForeign'] = () => undefined): PackageFacts {
  const all = once(() => files.flatMap(({ functions }) => functions))
  const typeSources = once(() => files.flatMap(({ declarations }) => declarations).filter(({ kind }) => kind === 'type').map((source): TypeSource => ({
    text: source.text,
    get specs() {
      return [...typesIn(source.root).values()]
    },
  })))
  const foreign = once(() => [...new Set(files.flatMap(({ source }) => Array.from(source.text.matchAll(foreignType), ([, name, type]) => `${name}.${type}`)))])
  const usesLocks = once(() => files.some(({ source }) => /\b(sync|atomic)\.|Unlock\(\)/.test(source.text)))
  const imports = once(() => files.flatMap(({ source }) => importsIn(source.text)))
  return {
    get name() {
      return files.map(({ packageName }) => packageName).findLast((name) => name !== '') ?? ''
    },
    types: lookup(files, 'type', typesIn),
    get typeSources() {
      return typeSources()
    },
    importsOf: (name) => imports().filter((one) => one.name === name).map(({ path }) => path),
    get foreignTypes() {
      return foreign()
    },
    get usesLocks() {
      return usesLocks()
    },
    lockInForeign,
    variables: lookup(files, 'variable', variablesIn),
    functions: functionLookup(files),
    get all() {
      return all()
    },
  }
}

/** What is looked for first is the dot: there are fewer of them than of names. */
const foreignType = /\.(?<=(?<![*&.\w"/])([a-z]\w*)\.)([A-Z]\w*)\b(?![.(])/g

function importsIn(text: string): readonly { readonly name: string; readonly path: string }[] {
  const end = text.search(/^(func|type|var|const)\b/m)
  const head = end < 0 ? text : text.slice(0, end)
  return Array.from(head.matchAll(/^[ \t]*(?:import[ \t]+)?(?:([\w.]+)[ \t]+)?"([^"\n]+)"/gm), ([, name, path = '']) => ({ name: name ?? path.split('/').at(-1) ?? '', path }))
}

function typesIn(root: Node): ReadonlyMap<string, Node> {
  const specs = root.namedChildren.filter(({ type }) => type === 'type_declaration').flatMap((one) => one.namedChildren)
  return new Map(specs.map((spec) => [spec.childForFieldName('name')?.text ?? '', spec]))
}

function variablesIn(root: Node): ReadonlyMap<string, Variable> {
  const variables = root.namedChildren.filter(({ type }) => type === 'var_declaration' || type === 'const_declaration').flatMap(variablesOf)
  return new Map(variables.map((one) => [one.name.text, one]))
}

function once<Value>(find: () => Value): () => Value {
  let known: { readonly value: Value } | undefined
  return () => (known ??= { value: find() }).value
}

/** The variables of a declaration, with the value that each begins with where there is one for each. */
export function variablesOf(declaration: Node): readonly Variable[] {
  const specs = declaration.namedChildren.flatMap((child) => (child.type === 'var_spec_list' ? child.namedChildren : [child]))
  return specs.filter(({ type }) => type === 'var_spec' || type === 'const_spec').flatMap((spec) => {
    const values = spec.childForFieldName('value')?.namedChildren ?? []
    const names = spec.childrenForFieldName('name').filter(({ isNamed }) => isNamed)
    return names.map((name, index) => ({
      name,
      type: spec.childForFieldName('type') ?? undefined,
      value: values.length === names.length ? values[index] : undefined,
      constant: spec.type === 'const_spec',
    }))
  })
}

export interface Field {
  readonly name: string
  readonly type: Node
  readonly embedded: boolean
  /** Embedded with a `*` before it, which is no part of `type`. */
  readonly pointer: boolean
}

/** The fields of a struct type; an embedded one has the name of its type. */
export function fieldsOf(struct: Node): readonly Field[] {
  const list = struct.namedChildren.find(({ type }) => type === 'field_declaration_list')
  return (list?.namedChildren ?? []).filter(({ type }) => type === 'field_declaration').flatMap((field): readonly Field[] => {
    const type = field.childForFieldName('type')
    if (type === null) return []
    const names = field.childrenForFieldName('name').filter(({ isNamed }) => isNamed)
    if (names.length > 0) return names.map((name) => ({ name: name.text, type, embedded: false, pointer: false }))
    return [{ name: (type.text.split('[')[0] ?? '').split('.').at(-1) ?? '', type, embedded: true, pointer: field.children[0]?.type === '*' }]
  })
}
