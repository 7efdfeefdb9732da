import type { Node } from 'web-tree-sitter'

/** A name that Go code declares, and every identifier that means it. */
export interface Variable {
  readonly name: string
  /** The node that declares it, such as `var_spec` or `short_var_declaration`. */
  readonly declaration: Node
  /** The innermost function around the declaration; null at package level. */
  readonly owner: Node | null
  readonly uses: Node[]
}

interface Scope {
  readonly parent: Scope | null
  readonly owner: Node | null
  readonly names: Map<string, Variable>
}

const functions = new Set(['function_declaration', 'method_declaration', 'func_literal'])

const scopes = new Set([
  ...functions, 'block', 'if_statement', 'for_statement', 'select_statement', 'communication_case',
  'expression_switch_statement', 'type_switch_statement', 'expression_case', 'type_case', 'default_case',
])

/**
 * Resolves the names of one package by Go's scoping rules, as far as a syntax tree without types can tell. Every
 * name that is declared is returned, constants and parameters too: they shadow variables.
 */
export function resolveVariables(files: readonly Node[]): readonly Variable[] {
  const found: Variable[] = []
  const packageScope: Scope = { parent: null, owner: null, names: new Map() }
  for (const file of files) {
    for (const top of file.namedChildren) {
      for (const spec of top.descendantsOfType(['var_spec', 'const_spec'])) {
        if (enclosingFunction(spec) === null) declare(packageScope, spec, spec.childrenForFieldName('name'), found)
      }
    }
  }
  for (const file of files) file.namedChildren.forEach((top) => visit(top, packageScope, found))
  return found
}

export function enclosingFunction(node: Node): Node | null {
  let current = node.parent
  while (current !== null && !functions.has(current.type)) current = current.parent
  return current
}

function visit(node: Node, outer: Scope, found: Variable[]): void {
  const scope = scopes.has(node.type)
    ? { parent: outer, owner: functions.has(node.type) ? node : outer.owner, names: new Map<string, Variable>() }
    : outer
  const visitAll = (nodes: readonly Node[]): void => nodes.forEach((child) => visit(child, scope, found))
  const field = (name: string): Node[] => node.childrenForFieldName(name)
  switch (node.type) {
    case 'identifier':
      lookUp(scope, node.text)?.uses.push(node)
      return
    case 'short_var_declaration':
      visitAll(field('right'))
      declare(scope, node, field('left').flatMap((list) => list.namedChildren), found)
      return
    case 'range_clause':
    case 'receive_statement':
      visitAll(field('right'))
      if (node.children.some((child) => child.type === ':=')) {
        declare(scope, node, field('left').flatMap((list) => list.namedChildren), found)
      } else visitAll(field('left'))
      return
    case 'var_spec':
    case 'const_spec':
      visitAll(field('value'))
      if (scope.owner !== null) declare(scope, node, field('name'), found)
      return
    case 'parameter_declaration':
    case 'variadic_parameter_declaration':
      declare(scope, node, field('name'), found)
      return
    case 'keyed_element': {
      const [key, value] = node.namedChildren
      if (key !== undefined && node.parent?.parent?.childForFieldName('type')?.type === 'map_type') visit(key, scope, found)
      if (value !== undefined) visit(value, scope, found)
      return
    }
    case 'type_switch_statement': {
      const alias = field('alias').flatMap((list) => list.namedChildren)
      visitAll([...field('initializer'), ...field('value')])
      declare(scope, node, alias, found)
      visitAll(node.namedChildren.filter((child) => child.type === 'type_case' || child.type === 'default_case'))
      return
    }
    case 'function_declaration':
    case 'method_declaration':
      visitAll([...field('receiver'), ...field('parameters'), ...field('result'), ...field('body')])
      return
    default:
      visitAll(node.namedChildren)
  }
}

/** A name that the scope already has is assigned anew: `v, err := …` after `err` was declared. */
function declare(scope: Scope, declaration: Node, names: readonly Node[], found: Variable[]): void {
  for (const name of names) {
    if (name.type !== 'identifier' || name.text === '_') continue
    const known = scope.names.get(name.text)
    if (known !== undefined) {
      known.uses.push(name)
      continue
    }
    const variable: Variable = { name: name.text, declaration, owner: scope.owner, uses: [] }
    scope.names.set(name.text, variable)
    found.push(variable)
  }
}

function lookUp(scope: Scope | null, name: string): Variable | undefined {
  for (let at = scope; at !== null; at = at.parent) {
    const variable = at.names.get(name)
    if (variable !== undefined) return variable
  }
  return undefined
}
