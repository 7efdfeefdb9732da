import type { Node } from 'web-tree-sitter'
import { variablesOf } from './declarations.ts'

/** Where a name that is local to a function is declared, and what is written there about its type. */
export interface Local {
  readonly name: Node
  readonly type?: Node | undefined
  /** What it is assigned at its declaration, when that is one expression for this name alone. */
  readonly value?: Node | undefined
  /** What it is assigned together with other names: a call, or a lookup with its `ok`. */
  readonly values?: { readonly from: Node; readonly index: number } | undefined
  /** What it ranges over; the key has index 0. */
  readonly range?: { readonly over: Node; readonly index: number } | undefined
  /** A parameter, a receiver or a result. */
  readonly parameter: boolean
}

/** The declaration that an identifier inside of a function means; undefined when it is none of the function's own. */
export function localOf(identifier: Node): Local | undefined {
  const name = identifier.text
  const before = identifier.startIndex
  for (let inner = identifier, node = identifier.parent; node !== null; inner = node, node = node.parent) {
    const found = declaredIn(node, inner, name, before)
    if (found !== undefined) return found
  }
  return undefined
}

function declaredIn(node: Node, inner: Node, name: string, before: number): Local | undefined {
  switch (node.type) {
    case 'statement_list':
    case 'communication_case':
      return lastOf(node.namedChildren.filter((child) => child.endIndex <= before).flatMap((child) => declaredBy(child)), name)
    case 'if_statement':
    case 'expression_switch_statement': {
      const initializer = node.childForFieldName('initializer')
      return initializer !== null && initializer.endIndex <= before ? lastOf(declaredBy(initializer), name) : undefined
    }
    case 'type_switch_statement':
      return lastOf((node.childForFieldName('alias')?.namedChildren ?? []).map((one) => ({ name: one, parameter: false })), name)
    case 'for_statement':
      return inner.type === 'range_clause' ? undefined : lastOf(node.namedChildren.flatMap(declaredByClause), name)
    case 'func_literal':
    case 'function_declaration':
    case 'method_declaration':
      return lastOf(parametersOf(node), name)
    default:
      return undefined
  }
}

function lastOf(locals: readonly Local[], name: string): Local | undefined {
  return locals.findLast((local) => local.name.text === name)
}

function declaredByClause(clause: Node): readonly Local[] {
  if (clause.type === 'for_clause') {
    const initializer = clause.childForFieldName('initializer')
    return initializer === null ? [] : declaredBy(initializer)
  }
  const over = clause.type === 'range_clause' ? clause.childForFieldName('right') : null
  if (over === null) return []
  return (clause.childForFieldName('left')?.namedChildren ?? []).map((name, index) => ({ name, range: { over, index }, parameter: false }))
}

/** What a statement declares in the block that it stands in. */
function declaredBy(statement: Node): readonly Local[] {
  switch (statement.type) {
    case 'var_declaration':
    case 'const_declaration':
      return variablesOf(statement).map(({ name, type, value }) => ({ name, type, value, parameter: false }))
    case 'labeled_statement':
      return statement.namedChildren.flatMap(declaredBy)
    case 'short_var_declaration':
    case 'receive_statement': {
      const names = statement.childForFieldName('left')?.namedChildren ?? []
      const right = statement.childForFieldName('right')
      const values = right?.type === 'expression_list' ? right.namedChildren : right === null ? [] : [right]
      const [only] = values
      return names.map((name, index) => ({
        name,
        value: values.length === names.length ? values[index] : undefined,
        values: values.length === 1 && names.length > 1 && only ? { from: only, index } : undefined,
        parameter: false,
      }))
    }
    default:
      return []
  }
}

/** Receiver, parameters and named results of a function. */
export function parametersOf(fn: Node): readonly Local[] {
  return ['receiver', 'parameters', 'result'].flatMap((field) => {
    const list = fn.childForFieldName(field)
    if (list?.type !== 'parameter_list') return []
    return list.namedChildren.flatMap((declaration) => {
      const names = declaration.childrenForFieldName('name').filter(({ isNamed }) => isNamed)
      const type = declaration.childForFieldName('type') ?? undefined
      const single = declaration.type === 'parameter_declaration'
      return names.map((name) => ({ name, ...(single && { type }), parameter: true }))
    })
  })
}
