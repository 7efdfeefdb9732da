/** What type an expression has, as far as the sources of its package say it: the node of the type, pointers left out. */
import type { Node } from 'web-tree-sitter'
import { fieldsOf, type PackageFacts } from './declarations.ts'
import { localOf, type Local } from './scope.ts'

/** Deeper than any type that is written by hand. */
const deepest = 12

export function typeOf(expression: Node, facts: PackageFacts, depth = 0): Node | undefined {
  if (depth > deepest) return undefined
  const next = (node: Node | null | undefined): Node | undefined => (node ? typeOf(node, facts, depth + 1) : undefined)
  switch (expression.type) {
    case 'identifier':
      return typeOfName(expression, facts, depth)
    case 'parenthesized_expression':
      return next(expression.namedChildren[0])
    case 'unary_expression':
      return ['&', '*'].includes(expression.childForFieldName('operator')?.text ?? '') ? next(expression.childForFieldName('operand')) : undefined
    case 'composite_literal':
    case 'type_assertion_expression':
    case 'type_conversion_expression':
      return stripped(expression.childForFieldName('type'))
    case 'selector_expression':
      return fieldType(next(expression.childForFieldName('operand')), expression.childForFieldName('field')?.text ?? '', facts)
    case 'index_expression':
      return elementOf(underlying(next(expression.childForFieldName('operand')), facts))
    case 'call_expression':
      return typeOfCall(expression, facts, depth)
    default:
      return undefined
  }
}

function typeOfName(identifier: Node, facts: PackageFacts, depth: number): Node | undefined {
  const local = localOf(identifier)
  if (local !== undefined) return typeOfLocal(local, facts, depth)
  const variable = facts.variables.get(identifier.text)
  if (variable === undefined) return undefined
  return stripped(variable.type) ?? (variable.value && typeOf(variable.value, facts, depth + 1))
}

function typeOfLocal({ type, value, values, range }: Local, facts: PackageFacts, depth: number): Node | undefined {
  if (type !== undefined) return stripped(type)
  if (value !== undefined) return typeOf(value, facts, depth + 1)
  if (values !== undefined) {
    if (values.from.type === 'call_expression') return resultsOf(values.from, facts)[values.index]
    return values.index === 0 ? typeOf(values.from, facts, depth + 1) : undefined
  }
  if (range?.index === 1) return elementOf(underlying(typeOf(range.over, facts, depth + 1), facts))
  return undefined
}

function typeOfCall(call: Node, facts: PackageFacts, depth: number): Node | undefined {
  const name = call.childForFieldName('function')
  const [first] = call.childForFieldName('arguments')?.namedChildren ?? []
  if (name?.type === 'identifier' && (name.text === 'make' || name.text === 'new') && first) return stripped(first)
  if (name?.type === 'selector_expression' && name.text === 'maps.Clone' && first) return typeOf(first, facts, depth + 1)
  const results = resultsOf(call, facts)
  return results.length === 1 ? results[0] : undefined
}

/** The types that a function of the same package returns; for a method, of a receiver whose type is known. */
function resultsOf(call: Node, facts: PackageFacts): readonly (Node | undefined)[] {
  const fn = calledFunction(call, facts)
  const result = fn?.childForFieldName('result')
  if (!result) return []
  if (result.type !== 'parameter_list') return [stripped(result)]
  return result.namedChildren.flatMap((declaration) => {
    const names = declaration.childrenForFieldName('name').filter(({ isNamed }) => isNamed)
    return Array.from({ length: Math.max(names.length, 1) }, () => stripped(declaration.childForFieldName('type')))
  })
}

/** The declaration of what is called, when it is a function or a method of the same package. */
export function calledFunction(call: Node, facts: PackageFacts): Node | undefined {
  const name = calledName(call, facts)
  return name === undefined ? undefined : facts.functions.get(name)
}

/** What is called, as `name` or `Type.name`, when it can be a function or a method of the same package. */
export function calledName(call: Node, facts: PackageFacts): string | undefined {
  const name = call.childForFieldName('function')
  if (name?.type === 'identifier') return localOf(name) === undefined ? name.text : undefined
  if (name?.type !== 'selector_expression') return undefined
  const operand = name.childForFieldName('operand')
  const receiver = operand && typeOf(operand, facts)
  return receiver?.type === 'type_identifier' ? `${receiver.text}.${name.childForFieldName('field')?.text}` : undefined
}

/** The type of a field, also of one that an embedded struct brings. */
export function fieldType(type: Node | undefined, name: string, facts: PackageFacts, depth = 0): Node | undefined {
  const struct = underlying(type, facts)
  if (struct?.type !== 'struct_type' || depth > deepest) return undefined
  const fields = fieldsOf(struct)
  const own = fields.find((field) => field.name === name)
  if (own !== undefined) return stripped(own.type)
  const inherited = fields.filter(({ embedded }) => embedded).map((field) => fieldType(stripped(field.type), name, facts, depth + 1))
  return inherited.find((one) => one !== undefined)
}

/** What a named type of the package stands for; other types are themselves. */
export function underlying(type: Node | undefined, facts: PackageFacts, depth = 0): Node | undefined {
  const name = type?.type === 'generic_type' ? type.childForFieldName('type') : type
  if (name?.type !== 'type_identifier' || depth > deepest) return type
  const declared = facts.types.get(name.text)?.childForFieldName('type')
  return declared ? underlying(stripped(declared), facts, depth + 1) : type
}

function elementOf(type: Node | undefined): Node | undefined {
  if (type?.type === 'map_type') return stripped(type.childForFieldName('value'))
  if (type?.type === 'slice_type' || type?.type === 'array_type') return stripped(type.childForFieldName('element'))
  return undefined
}

/** Without parentheses and pointers. */
export function stripped(type: Node | null | undefined): Node | undefined {
  let node = type ?? undefined
  while (node?.type === 'pointer_type' || node?.type === 'parenthesized_type') node = node.namedChildren[0]
  return node
}
