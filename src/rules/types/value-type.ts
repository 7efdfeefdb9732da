/** What type a value has, as far as the sources of its package say it, with the pointers before it: what is copied when it is. */
import type { Node } from 'web-tree-sitter'
import { fieldsOf, type Field, type PackageFacts } from './declarations.ts'
import { localOf, type Local } from './scope.ts'
import { calledFunction, stripped, underlying } from './type-of.ts'

export interface ValueType {
  /** Without pointers and parentheses. */
  readonly type: Node
  /** How many pointers stand before it: none means that an assignment copies all of it. */
  readonly pointers: number
}

/** Deeper than any type or expression that is written by hand. */
const deepest = 12

export function valueTypeOf(expression: Node, facts: PackageFacts, depth = 0): ValueType | undefined {
  if (depth > deepest) return undefined
  const next = (node: Node | null | undefined): ValueType | undefined => (node ? valueTypeOf(node, facts, depth + 1) : undefined)
  switch (expression.type) {
    case 'identifier':
      return ofName(expression, facts, depth)
    case 'parenthesized_expression':
      return next(expression.namedChildren[0])
    case 'unary_expression': {
      const operand = next(expression.childForFieldName('operand'))
      const step = { '&': 1, '*': -1 }[expression.childForFieldName('operator')?.text ?? '']
      return operand && step !== undefined && operand.pointers + step >= 0 ? { ...operand, pointers: operand.pointers + step } : undefined
    }
    case 'composite_literal':
    case 'type_assertion_expression':
    case 'type_conversion_expression':
      return written(expression.childForFieldName('type'))
    case 'selector_expression':
      return fieldValueType(next(expression.childForFieldName('operand')), expression.childForFieldName('field')?.text ?? '', facts)
    case 'index_expression':
      return elementOf(next(expression.childForFieldName('operand')), facts)
    case 'call_expression':
      return resultOf(expression, 0, 1, facts)
    default:
      return undefined
  }
}

/** A type as it is written. */
export function written(type: Node | null | undefined): ValueType | undefined {
  let pointers = 0
  let node = type ?? undefined
  for (; node?.type === 'pointer_type' || node?.type === 'parenthesized_type'; node = node.namedChildren[0]) if (node.type === 'pointer_type') pointers++
  return node && { type: node, pointers }
}

function ofName(identifier: Node, facts: PackageFacts, depth: number): ValueType | undefined {
  const local = localOf(identifier)
  if (local !== undefined) return ofLocal(local, facts, depth)
  const variable = facts.variables.get(identifier.text)
  return written(variable?.type) ?? (variable?.value && valueTypeOf(variable.value, facts, depth + 1))
}

function ofLocal({ type, value, values, range }: Local, facts: PackageFacts, depth: number): ValueType | undefined {
  if (type !== undefined) return written(type)
  if (value !== undefined) return valueTypeOf(value, facts, depth + 1)
  if (values?.from.type === 'call_expression') return resultOf(values.from, values.index, undefined, facts)
  if (values?.index === 0) return valueTypeOf(values.from, facts, depth + 1)
  return range?.index === 1 ? elementOf(valueTypeOf(range.over, facts, depth + 1), facts) : undefined
}

/** The type of a field, also of one that an embedded struct brings. */
function fieldValueType(of: ValueType | undefined, name: string, facts: PackageFacts, depth = 0): ValueType | undefined {
  const struct = of && of.pointers <= 1 ? underlying(of.type, facts) : undefined
  if (struct?.type !== 'struct_type' || depth > deepest) return undefined
  const fields = fieldsOf(struct)
  const own = fields.find((field) => field.name === name)
  if (own !== undefined) return fieldType(own)
  const inherited = fields.filter(({ embedded }) => embedded).map((field) => fieldValueType(fieldType(field), name, facts, depth + 1))
  return inherited.find((one) => one !== undefined)
}

function fieldType({ type, pointer }: Field): ValueType | undefined {
  const of = written(type)
  return of && pointer ? { ...of, pointers: of.pointers + 1 } : of
}

/** What is in a map, a slice or an array. */
export function elementOf(of: ValueType | undefined, facts: PackageFacts): ValueType | undefined {
  const type = of && of.pointers <= 1 ? underlying(of.type, facts) : undefined
  if (type?.type === 'map_type') return written(type.childForFieldName('value'))
  return type?.type === 'slice_type' || type?.type === 'array_type' || type?.type === 'implicit_length_array_type' ? written(type.childForFieldName('element')) : undefined
}

/** What a call gives, when it is of a function of the same package or makes something of a type; `count` when it must give so many. */
function resultOf(call: Node, index: number, count: number | undefined, facts: PackageFacts): ValueType | undefined {
  const name = call.childForFieldName('function')
  const [first] = call.childForFieldName('arguments')?.namedChildren ?? []
  const made = name?.type === 'identifier' && index === 0 ? written(first) : undefined
  if (made !== undefined && name?.text === 'make') return made
  if (made !== undefined && name?.text === 'new') return { ...made, pointers: made.pointers + 1 }
  const result = calledFunction(call, facts)?.childForFieldName('result')
  if (!result) return undefined
  const results = result.type !== 'parameter_list' ? [result] : result.namedChildren.flatMap((declaration) => {
    const names = declaration.childrenForFieldName('name').filter(({ isNamed }) => isNamed)
    return Array.from({ length: Math.max(names.length, 1) }, () => declaration.childForFieldName('type'))
  })
  return count === undefined || results.length === count ? written(results[index]) : undefined
}

/** Whether a name of a type means the declaration of the package, and no type parameter or type of a function. */
export function isPackageType(name: Node): boolean {
  for (let node = name.parent; node !== null; node = node.parent) {
    const declares = node.type === 'func_literal' ? undefined : (node.childForFieldName('type_parameters') ?? (node.type === 'method_declaration' ? typeArguments(node) : undefined))
    if (declares?.descendantsOfType(['identifier', 'type_identifier']).some(({ text }) => text === name.text)) return false
    const isLocal = node.type === 'statement_list' && node.namedChildren.some((one) => one.type === 'type_declaration' && one.namedChildren.some((spec) => spec.childForFieldName('name')?.text === name.text))
    if (isLocal) return false
  }
  return true
}

/** The names that a method gives to the parameters of its receiver's type. */
function typeArguments(method: Node): Node | undefined {
  const type = stripped(method.childForFieldName('receiver')?.namedChildren[0]?.childForFieldName('type'))
  return type?.childForFieldName('type_arguments') ?? undefined
}
