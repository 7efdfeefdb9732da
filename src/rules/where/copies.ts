/** Where values with a lock in them are copied. */
import { z } from 'zod'
import type { Node } from 'web-tree-sitter'
import { extend } from '../match.ts'
import type { InnerLock, PackageFacts } from '../types/declarations.ts'
import { lockIn } from '../types/no-copy.ts'
import { localOf } from '../types/scope.ts'
import { elementOf, valueTypeOf, written } from '../types/value-type.ts'
import { nameOf } from './around.ts'
import { copyPlaces, hasLocks } from './copy-places.ts'
import { capture, nodeOf, predicate } from './predicate.ts'

export const copies = {
  /**
   * One match for each place in a function where a value with a lock in it is copied, as go vet's copylocks has it: passed, assigned,
   * returned, sent, ranged over, put into a literal. What a call or a literal makes is new, and may be copied.
   */
  'copies-lock': predicate(
    z.strictObject({ in: capture, as: capture }),
    ({ in: where, as }, match, { facts, source }) => {
      const fn = nodeOf(match, where)
      if (fn === undefined) return false
      const places = copyPlaces({ file: source, start: fn.startIndex, end: fn.endIndex }, facts)
      return [...parameters(fn, places.parameters, facts), ...values(fn, places.values, facts)].map(({ node, how, type, lock }) => {
        const article = /^[aeio]/i.test(lock.type) ? 'an' : 'a'
        const path = lock.path.replace(/^\./, `${type}.`).replace(/^\[\]/, `${type}[]`)
        return extend(match, { nodes: { [as.slice(1)]: node }, words: { how, lock: path === '' ? `${article} ${lock.type}` : `${path}, ${article} ${lock.type}` } })
      })
    },
    ({ in: of }) => ({
      of,
      glance(fn, facts) {
        if (!hasLocks(facts)) return false
        const places = copyPlaces(fn, facts)
        return places.parameters.length > 0 || places.values.length > 0
      },
    }),
  ),
}

interface Copy {
  readonly node: Node
  readonly how: string
  readonly type: string
  readonly lock: InnerLock
}

/** Parameters and receivers that are such values: every call copies. */
function parameters(root: Node, places: readonly number[], facts: PackageFacts): readonly Copy[] {
  return nodesAt(root, places).flatMap((found) => {
    const declaration = climb(found, ['qualified_type', 'generic_type', 'array_type'])
    const type = written(declaration?.type === 'parameter_declaration' ? declaration.childForFieldName('type') : undefined)
    const list = declaration?.parent
    const fn = list?.parent
    if (!declaration || !fn || type?.pointers !== 0 || !['function_declaration', 'method_declaration', 'func_literal'].includes(fn.type) || fn.childForFieldName('result')?.id === list.id) return []
    const lock = lockIn(type.type, facts)
    return lock ? [{ node: declaration, how: `each call of ${nameOf(fn) || 'this function'}`, type: type.type.text, lock }] : []
  })
}

/** Variables, fields, elements and what pointers point to. */
function values(root: Node, places: readonly number[], facts: PackageFacts): readonly Copy[] {
  return nodesAt(root, places).flatMap((one) => {
    const node = expressionAround(one)
    const use = node && useOf(node)
    if (!node || use === undefined) return []
    const whole = valueTypeOf(node, facts)
    const of = use === 'ranging over' ? elementOf(whole, facts) : whole
    const lock = of?.pointers === 0 && !isParameter(node) ? lockIn(of.type, facts) : undefined
    return of && lock ? [{ node, how: `${use} ${node.text.replace(/\s+/g, ' ')}`, type: of.type.text, lock }] : []
  })
}

function nodesAt(root: Node, places: readonly number[]): readonly Node[] {
  return places.map((index) => root.descendantForIndex(index)).filter((node) => node !== null)
}

function climb(node: Node, through: readonly string[]): Node | undefined {
  let outer = node.parent
  while (outer !== null && through.includes(outer.type)) outer = outer.parent
  return outer ?? undefined
}

/** The whole expression that a name ends, or a `*` begins. */
function expressionAround(found: Node): Node | undefined {
  let node: Node | null = found.type === '*' ? found.parent : found
  if (node?.type === 'field_identifier') node = node.parent
  if (node === null || !['identifier', 'selector_expression', 'unary_expression'].includes(node.type)) return undefined
  for (let outer: Node | null = node.parent; outer !== null; outer = outer.parent) {
    const grows = outer.type === 'parenthesized_expression' || (outer.type === 'index_expression' && outer.childForFieldName('operand')?.id === node.id)
      || (outer.type === 'unary_expression' && outer.childForFieldName('operator')?.text === '*')
    if (!grows) break
    node = outer
  }
  return node
}

/** What is done to an expression that copies it; undefined for what does not. */
function useOf(node: Node): string | undefined {
  const parent = node.parent
  // What a call gives may be a pointer to something new.
  if (parent === null || isOfCall(node)) return undefined
  switch (parent.type) {
    case 'argument_list':
      return /^(len|cap|unsafe\.\w+)$/.test(parent.parent?.childForFieldName('function')?.text ?? '') ? undefined : 'passing'
    case 'literal_element':
      return parent.parent?.type === 'keyed_element' && parent.parent.childForFieldName('key')?.id === parent.id ? undefined : 'storing'
    case 'send_statement':
      return parent.childForFieldName('value')?.id === node.id ? 'sending' : undefined
    case 'range_clause':
      return hasLoopVariable(node) ? 'ranging over' : undefined
    case 'expression_list':
      return usesOfList(parent, node)
    default:
      return undefined
  }
}

function usesOfList(list: Node, node: Node): string | undefined {
  const statement = list.parent
  if (statement?.type === 'return_statement') return 'returning'
  if (statement === null || !['assignment_statement', 'short_var_declaration', 'var_spec'].includes(statement.type)) return undefined
  const index = list.namedChildren.findIndex(({ id }) => id === node.id)
  const targets = statement.type === 'var_spec' ? statement.childrenForFieldName('name') : (statement.childForFieldName('left')?.namedChildren ?? [])
  const values = statement.childForFieldName(statement.type === 'var_spec' ? 'value' : 'right')
  const target = targets.filter(({ isNamed }) => isNamed)[index]
  return values?.id === list.id && target?.text !== '_' ? 'assigning' : undefined
}

/** Whether a range over this has a variable for its elements. */
function hasLoopVariable(over: Node): boolean {
  const clause = over.parent
  const variable = clause?.type === 'range_clause' && clause.childForFieldName('right')?.id === over.id ? clause.childForFieldName('left')?.namedChildren[1] : undefined
  return variable !== undefined && variable.text !== '_'
}

/** That is a copy already, and is reported where it is declared. */
function isParameter(node: Node): boolean {
  return node.type === 'identifier' && localOf(node)?.parameter === true
}

function isOfCall(node: Node): boolean {
  let inner: Node | undefined = node
  while (inner?.type === 'unary_expression' || inner?.type === 'parenthesized_expression') inner = inner.namedChildren[0]
  return inner?.type === 'call_expression'
}
