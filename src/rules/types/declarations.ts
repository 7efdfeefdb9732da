import type { Node } from 'web-tree-sitter'
import { functionName } from '../../syntax/functions.ts'

/** What the files of one package declare at their top level. */
export interface PackageFacts {
  readonly name: string
  /** Declarations of types, by name: type_spec and type_alias. */
  readonly types: ReadonlyMap<string, Node>
  /** Variables and constants of the package, by name. */
  readonly variables: ReadonlyMap<string, Variable>
  /** Functions and methods by `name` and `Type.name`. */
  readonly functions: ReadonlyMap<string, Node>
  /** The functions and methods, file by file. */
  readonly all: readonly Node[]
}

export interface Variable {
  readonly name: Node
  readonly type: Node | undefined
  readonly value: Node | undefined
  readonly constant: boolean
}

export function collectDeclarations(roots: readonly Node[]): PackageFacts {
  const types = new Map<string, Node>()
  const variables = new Map<string, Variable>()
  const functions = new Map<string, Node>()
  const all: Node[] = []
  let name = ''
  for (const root of roots) {
    for (const node of root.namedChildren) {
      switch (node.type) {
        case 'package_clause':
          name = node.namedChildren[0]?.text ?? name
          break
        case 'type_declaration':
          for (const spec of node.namedChildren) types.set(spec.childForFieldName('name')?.text ?? '', spec)
          break
        case 'var_declaration':
        case 'const_declaration':
          for (const one of variablesOf(node)) variables.set(one.name.text, one)
          break
        case 'function_declaration':
        case 'method_declaration':
          functions.set(functionName(node) ?? '', node)
          all.push(node)
      }
    }
  }
  return { name, types, variables, functions, all }
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
}

/** The fields of a struct type; an embedded one has the name of its type. */
export function fieldsOf(struct: Node): readonly Field[] {
  const list = struct.namedChildren.find(({ type }) => type === 'field_declaration_list')
  return (list?.namedChildren ?? []).filter(({ type }) => type === 'field_declaration').flatMap((field): readonly Field[] => {
    const type = field.childForFieldName('type')
    if (type === null) return []
    const names = field.childrenForFieldName('name').filter(({ isNamed }) => isNamed)
    if (names.length > 0) return names.map((name) => ({ name: name.text, type, embedded: false }))
    return [{ name: (type.text.split('[')[0] ?? '').split('.').at(-1) ?? '', type, embedded: true }]
  })
}
