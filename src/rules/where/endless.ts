/** Goroutines that never end. */
import { z } from 'zod'
import type { Node } from 'web-tree-sitter'
import { extend } from '../match.ts'
import { calledFunction } from '../types/type-of.ts'
import { ancestors, isFunction } from './around.ts'
import { capture, nodeOf, predicate } from './predicate.ts'

/** Calls that may end the goroutine or the program, or wait for something that says when. */
const mayEnd = /panic|exit|fatal|abort|throw|stop|quit|wait/i

/** What is received from time never says that it is enough. */
const ofTime = /^<-\s*(time\.(After|Tick)\(|[\w.]+\.C$)/

export const endless = {
  /**
   * The goroutine of a go statement comes to a loop that nothing leaves: no condition, return, break or panic, and no channel other
   * than a clock's that is received from. Binds the loop.
   */
  'never-ends': predicate(z.strictObject({ of: capture, loop: capture }), ({ of, loop }, match, { facts }) => {
    // What a program runs until it ends is none of its leaks.
    if (facts.name === 'main') return false
    const call = nodeOf(match, of)?.namedChildren[0]
    const fn = call?.type === 'call_expression' ? call.childForFieldName('function') : undefined
    const started = fn?.type === 'func_literal' ? fn : call && calledFunction(call, facts)
    const statements = started?.childForFieldName('body')?.namedChildren.find(({ type }) => type === 'statement_list')?.namedChildren ?? []
    const found = statements.map((one) => (one.type === 'labeled_statement' ? (one.namedChildren[1] ?? one) : one)).find((one) => one.type === 'for_statement' && isEndless(one))
    return found !== undefined && [extend(match, { nodes: { [loop.slice(1)]: found }, words: { started: fn?.type === 'func_literal' ? 'this goroutine' : (fn?.text ?? '') } })]
  }),
}

function isEndless(loop: Node): boolean {
  const body = loop.childForFieldName('body')
  const clause = loop.namedChildren.find(({ type, id }) => type !== 'comment' && id !== body?.id)
  if (body === null || (clause !== undefined && (clause.type !== 'for_clause' || clause.childForFieldName('condition') !== null))) return false
  const inside = body.descendantsOfType(['return_statement', 'goto_statement', 'break_statement', 'unary_expression', 'call_expression', 'range_clause', 'continue_statement'])
  return !inside.filter((one) => isOwn(one, loop)).some((one) => leaves(one, loop))
}

function leaves(node: Node, loop: Node): boolean {
  switch (node.type) {
    case 'break_statement':
      return node.namedChildCount > 0 || ancestors(node).find(({ type }) => /^(for|select|expression_switch|type_switch)_statement$/.test(type))?.id === loop.id
    case 'continue_statement':
      return node.namedChildCount > 0
    case 'unary_expression':
      return node.childForFieldName('operator')?.text === '<-' && !ofTime.test(node.text)
    case 'call_expression':
      return mayEnd.test(node.childForFieldName('function')?.text ?? '')
    case 'range_clause':
      return /ch|queue|jobs|work|msgs?|events?|in\b/i.test(node.childForFieldName('right')?.text ?? '')
    default:
      return true
  }
}

/** Whether a statement is in the function that the loop is in, and in none of its closures. */
function isOwn(node: Node, loop: Node): boolean {
  return ancestors(node).find(isFunction)?.id === ancestors(loop).find(isFunction)?.id
}
