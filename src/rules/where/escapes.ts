/** How a map that a lock guards gets out of the critical section. */
import type { Node } from 'web-tree-sitter'
import { waited } from '../flow/locking.ts'
import type { Use } from '../flow/step.ts'
import { extend, type Context } from '../match.ts'
import { localOf } from '../types/scope.ts'
import { ancestors, declarationAround, isFunction } from './around.ts'
import { capture, predicate } from './predicate.ts'
import { useOf } from './steps.ts'

export const escapes = {
  /**
   * The map itself, not a copy, is stored where it is used without the lock: in a variable that is used after the lock is released,
   * in something that a caller gets or has, or in a channel. Not when the function gives the field another map: then the old one
   * is its own.
   */
  'leaves-section': predicate(capture, (name, match, context) => {
    const use = useOf(match, name)
    const fn = use && declarationAround(use.node)
    if (!use || !fn || isReplaced(use, fn, context)) return false
    const how = wayOut(use, fn, context)
    return how !== undefined && [extend(match, { words: { how } })]
  }),
}

function isReplaced({ map }: Use, fn: Node, context: Context): boolean {
  return context.stepsOf(fn).some((step) => step.kind === 'use' && step.op === 'store' && (step.map.text === map.text || map.text.startsWith(`${step.map.text}.`)))
}

function wayOut(use: Use, fn: Node, context: Context): string | undefined {
  const parent = use.node.parent
  switch (parent?.type) {
    case 'expression_list': {
      const target = targetOf(parent, use.node)
      if (target?.type === 'identifier') return usedLater(target, use, fn, context)
      return target?.type === 'selector_expression' && isOutside(target, fn) ? `it is stored in ${target.text}` : undefined
    }
    case 'literal_element': {
      const literal = ancestors(parent).find(({ type }) => !['keyed_element', 'literal_element', 'literal_value'].includes(type))
      const outer = literal?.parent?.type === 'unary_expression' ? literal.parent : literal
      const isReturned = literal?.type === 'composite_literal' && outer?.parent?.type === 'expression_list' && outer.parent.parent?.type === 'return_statement'
      return isReturned && isOwn(outer, fn) ? `it is returned in a ${literal.childForFieldName('type')?.text ?? 'literal'}` : undefined
    }
    case 'send_statement':
      return parent.childForFieldName('value')?.id === use.node.id ? `it is sent to ${parent.childForFieldName('channel')?.text}` : undefined
    default:
      return undefined
  }
}

/** What an expression of a list is assigned to. */
function targetOf(list: Node, value: Node): Node | undefined {
  const statement = list.parent
  if (statement?.type !== 'assignment_statement' && statement?.type !== 'short_var_declaration') return undefined
  if (statement.childForFieldName('right')?.id !== list.id) return undefined
  const targets = statement.childForFieldName('left')?.namedChildren ?? []
  return targets.length === list.namedChildCount ? targets[list.namedChildren.findIndex(({ id }) => id === value.id)] : undefined
}

/** Where the variable is used behind the critical section, when nothing is assigned to it in between. */
function usedLater(variable: Node, use: Use, fn: Node, context: Context): string | undefined {
  const later = context.stepsOf(fn).filter((step): step is Use => step.kind === 'use' && step.map.text === variable.text && step.node.startIndex > use.node.endIndex && step.fn.id === use.fn.id)
  if (later.some(({ op, node }) => op === 'store' && node.id !== variable.id)) return undefined
  const bare = later.find(({ op, held, map }) => op !== 'load' && op !== 'store' && [...held.keys()].every((name) => name === waited) && isSame(map, variable))
  return bare && `${variable.text} is used in line ${bare.node.startPosition.row + 1}, when the lock is released`
}

function isSame(name: Node, variable: Node): boolean {
  const declared = localOf(name)?.name
  return declared !== undefined && (declared.id === variable.id || declared.id === localOf(variable)?.name.id)
}

/** Whether somebody else has what a field belongs to: a parameter, but not the receiver, whose lock it is. */
function isOutside(target: Node, fn: Node): boolean {
  let root: Node | null = target
  while (root?.type === 'selector_expression') root = root.childForFieldName('operand')
  if (root?.type !== 'identifier') return false
  const list = fn.childForFieldName('parameters')
  const declared = localOf(root)
  return declared?.parameter === true && list !== null && declared.name.startIndex > list.startIndex && declared.name.endIndex < list.endIndex && declared.type?.type === 'pointer_type'
}

/** Whether a place is in the function itself, and in none of its closures. */
function isOwn(node: Node | undefined, fn: Node): boolean {
  return node !== undefined && ancestors(node).find(isFunction)?.id === fn.id
}
