/** What a goroutine and the function that has started it do to one variable, with nothing that puts them in an order. */
import { z } from 'zod'
import type { Node } from 'web-tree-sitter'
import { modifies } from '../../model/locks.ts'
import type { Use } from '../flow/step.ts'
import { extend } from '../match.ts'
import { localOf } from '../types/scope.ts'
import { ancestors, declarationAround, functionsAround, isFunction } from './around.ts'
import { capture, nodeOf, predicate } from './predicate.ts'
import { useOf } from './steps.ts'

const ordered = /wait|<-|\bselect\b|lock\(|atomic\.|\bDone\(|synctest|Shutdown\(|\.Go\(/i

export const meanwhile = {
  /** `x = append(x, …)` */
  appends: predicate(capture, (name, match) => {
    const use = useOf(match, name)
    const value = use?.value
    return use?.op === 'store' && value?.type === 'call_expression' && value.childForFieldName('function')?.text === 'append' && value.childForFieldName('arguments')?.namedChildren[0]?.text === use.map.text
  }),

  /**
   * The step is in a goroutine; behind the start of that, the function around does one of these operations to the same variable, one
   * of the two modifies it, with no lock, and without having waited for anybody. Binds the place as `<as>`.
   */
  'used-meanwhile': predicate(z.strictObject({ at: capture, in: capture, as: capture, ops: z.array(z.string()), by: z.array(z.string()).optional() }), ({ at, in: where, as, ops, by }, match, context) => {
    const [use, fn] = [useOf(match, at), nodeOf(match, where)]
    const start = use && startOf(use.node)
    if (!use || !fn || !start) return false
    const starter = ancestors(start).find(isFunction)
    const other = context.stepsOf(fn).find((step): step is Use => step.kind === 'use' && step.fn.id === starter?.id && step.map.text === use.map.text && step.node.startIndex > start.endIndex
      && ops.includes(step.op) && (modifies(step) || modifies(use)) && (by === undefined || by.includes(step.by ?? '')) && step.held.size === 0 && isSameVariable(step.map, use.map) && isReachedFrom(start, step.node))
    return other !== undefined && !ordered.test(between(start, other.node)) && [extend(match, { nodes: { [as.slice(1)]: other.node }, words: { 'other-op': modifies(other) ? 'modified' : 'read' } })]
  }),

  /** One match for each variable that a deferred closure uses and a goroutine of the same function assigns, with no order between them. */
  'assigned-by-goroutine': predicate(z.strictObject({ in: capture, as: capture, by: capture }), ({ in: where, as, by }, match) => {
    const deferred = nodeOf(match, where)
    const fn = deferred && functionsAround(deferred)[0]
    if (!deferred || !fn || ordered.test(deferred.text)) return false
    const goroutines = fn.descendantsOfType('go_statement').filter((one) => ancestors(one).find(isFunction)?.id === fn.id)
    const closures = goroutines.flatMap((one) => one.namedChildren[0]?.childForFieldName('function') ?? []).filter(({ type, text }) => type === 'func_literal' && !ordered.test(text))
    // Whoever waits for anything at all may wait for this.
    const rest = goroutines.reduce((text, one) => text.replace(one.text, ''), fn.text)
    if (closures.length === 0 || ordered.test(rest)) return false
    const seen = new Set<string>()
    return deferred.descendantsOfType('identifier').flatMap((name) => {
      const declared = seen.has(name.text) || isDeclared(name) ? undefined : localOf(name)?.name
      if (declared === undefined || isInside(declared, deferred) || !isInside(declared, fn)) return []
      seen.add(name.text)
      const written = closures.flatMap(assignedIn).find((target) => target.text === name.text && localOf(target)?.name.id === declared.id)
      return written ? [extend(match, { nodes: { [as.slice(1)]: name, [by.slice(1)]: written } })] : []
    })
  }),
}

/** The go statement of the goroutine that a place is in. */
function startOf(node: Node): Node | undefined {
  const closure = functionsAround(node)[0]
  const statement = closure?.parent?.parent
  return closure?.type === 'func_literal' && statement?.type === 'go_statement' && statement.namedChildren[0]?.childForFieldName('function')?.id === closure.id ? statement : undefined
}

function isSameVariable(a: Node, b: Node): boolean {
  const [first, second] = [rootOf(a), rootOf(b)]
  return first !== undefined && second !== undefined && localOf(first)?.name.id === localOf(second)?.name.id
}

function rootOf(expression: Node): Node | undefined {
  let node: Node | null = expression
  while (node?.type === 'selector_expression') node = node.childForFieldName('operand')
  return node?.type === 'identifier' ? node : undefined
}

/** Whether the second place is in the block of the first, and not only behind it in another branch or case. */
function isReachedFrom(start: Node, place: Node): boolean {
  const block = ancestors(start).find(({ type }) => type === 'statement_list')
  return block !== undefined && ancestors(place).some(({ id }) => id === block.id)
}

function between(start: Node, place: Node): string {
  const fn = declarationAround(start)
  return fn?.text.slice(start.endIndex - fn.startIndex, place.startIndex - fn.startIndex) ?? ''
}

/** The variables that a closure assigns, and those whose entries it does. */
function assignedIn(closure: Node): readonly Node[] {
  return closure.descendantsOfType(['assignment_statement', 'inc_statement', 'dec_statement']).flatMap((statement) => {
    const targets = statement.type === 'assignment_statement' ? (statement.childForFieldName('left')?.namedChildren ?? []) : statement.namedChildren
    return targets.map((target) => (target.type === 'index_expression' ? (target.childForFieldName('operand') ?? target) : target)).filter(({ type }) => type === 'identifier')
  })
}

/** Whether a name stands where it, or another of its statement, is declared. */
function isDeclared(name: Node): boolean {
  const statement = name.parent?.parent
  return statement?.type === 'short_var_declaration' && statement.childForFieldName('left')?.id === name.parent?.id
}

function isInside(node: Node, outer: Node): boolean {
  return node.startIndex >= outer.startIndex && node.endIndex <= outer.endIndex
}
