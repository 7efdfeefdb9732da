import type { Node } from 'web-tree-sitter'
import { getsSumOf } from '../flow/sums.ts'
import { ancestors, functionsAround, isFunction } from './around.ts'

/**
 * Whether a result of `source` decides about `dependent`. As a condition: it is in an if of which the condition mentions a
 * result, or behind one that leaves. As a sum: its last argument adds something to a result.
 */
export function resultsUsedAt(source: Node, dependent: Node, as: 'condition' | 'sum'): boolean {
  if (as === 'sum') {
    const [fn] = functionsAround(source)
    return fn !== undefined && getsSumOf(source, dependent, fn)
  }
  const names = resultsOf(source)
  return names.length > 0 && decides(names, source, dependent)
}

/** Whether a place is behind the `!ok` of a lookup: in its branch, or after one for `ok` that leaves. */
export function reachedWhenMissing(source: Node, dependent: Node): boolean {
  const names = resultsOf(source)
  for (let inner = dependent, node = dependent.parent; node !== null && !isFunction(inner); inner = node, node = node.parent) {
    if (node.type === 'if_statement' && isBranch(node, inner)) {
      const found = meansFound(node.childForFieldName('condition'), names)
      if (found !== undefined) return found !== (node.childForFieldName('consequence')?.id === inner.id)
    }
    if (node.type !== 'statement_list') continue
    for (const one of node.namedChildren.filter(({ type, endIndex }) => type === 'if_statement' && endIndex <= inner.startIndex && endIndex > source.startIndex)) {
      const found = meansFound(one.childForFieldName('condition'), names)
      if (found !== undefined && leavesAlways(one.childForFieldName('consequence'))) return found
    }
  }
  return false
}

/** Whether what comes behind a place uses the first result of `source`, or what was made of it. */
export function isUsedAfter(source: Node, place: Node): boolean {
  const [value] = resultsOf(source)
  if (value === undefined || isDiscarded(source)) return false
  const names = [value, ...derived([value], source, place)]
  for (let inner = place, node = place.parent; node !== null && !isFunction(inner); inner = node, node = node.parent) {
    if (node.type !== 'statement_list') continue
    const behind = node.namedChildren.filter(({ startIndex }) => startIndex >= inner.endIndex)
    if (behind.some((one) => mentions(one, names))) return true
    if (behind.some(({ type }) => type === 'return_statement')) return false
  }
  return false
}

function isDiscarded(source: Node): boolean {
  const statement = ancestors(source).find(({ type }) => type === 'short_var_declaration' || type === 'assignment_statement')
  return statement?.childForFieldName('left')?.namedChildren[0]?.text === '_'
}

/** Whether a condition is true when the lookup found something; undefined when it says nothing of it alone. */
function meansFound(condition: Node | null, names: readonly string[]): boolean | undefined {
  const text = condition?.text.replace(/\s+/g, '') ?? ''
  const result = (pattern: string): boolean => names.some((name) => new RegExp(pattern.replace('NAME', name)).test(text))
  if (result('^NAME(&&|$)') || result('^NAME!=nil$')) return true
  return result('^!NAME(\\|\\||$)') || result('^NAME==nil$') ? false : undefined
}

/** The variables that the value of an expression goes to. */
function resultsOf(source: Node): readonly string[] {
  const statement = ancestors(source).find(({ type }) => ['short_var_declaration', 'assignment_statement', 'var_spec', 'expression_statement', 'block', 'if_statement'].includes(type))
  if (statement?.type !== 'short_var_declaration' && statement?.type !== 'assignment_statement') return []
  return (statement.childForFieldName('left')?.namedChildren ?? []).filter(({ type, text }) => type === 'identifier' && text !== '_' && text !== 'err').map(({ text }) => text)
}

function decides(names: readonly string[], source: Node, dependent: Node): boolean {
  for (let inner = dependent, node = dependent.parent; node !== null && !isFunction(inner); inner = node, node = node.parent) {
    if (node.type === 'if_statement' && isBranch(node, inner) && node.endIndex > source.endIndex && mentions(node.childForFieldName('condition'), names)) return true
    if (node.type !== 'statement_list') continue
    const leaves = node.namedChildren.some(
      (one) => one.type === 'if_statement' && one.endIndex <= inner.startIndex && one.endIndex > source.startIndex && mentions(one.childForFieldName('condition'), names) && leavesAlways(one.childForFieldName('consequence')),
    )
    if (leaves) return true
  }
  return false
}

function isBranch(statement: Node, inner: Node): boolean {
  return [statement.childForFieldName('consequence')?.id, statement.childForFieldName('alternative')?.id].includes(inner.id)
}

function leavesAlways(block: Node | null): boolean {
  const last = block?.namedChildren.find(({ type }) => type === 'statement_list')?.namedChildren.at(-1)
  return last !== undefined && ['return_statement', 'continue_statement', 'break_statement', 'goto_statement'].includes(last.type)
}

/** Variables that are made of results between the two: `n := v.(int) + 1`. */
function derived(names: readonly string[], source: Node, dependent: Node): readonly string[] {
  return between(source, dependent).filter((one) => one.type === 'short_var_declaration' && mentions(one.childForFieldName('right'), names))
    .flatMap((one) => one.childForFieldName('left')?.namedChildren.map(({ text }) => text) ?? [])
}

function between(source: Node, dependent: Node): readonly Node[] {
  const fn = ancestors(source).find(isFunction)
  return (fn?.descendantsOfType(['short_var_declaration', 'assignment_statement', 'inc_statement', 'dec_statement']) ?? []).filter(
    (one) => one.startIndex >= source.startIndex - 200 && one.endIndex <= dependent.endIndex && one.startIndex > source.endIndex - 1,
  )
}

function mentions(node: Node | null | undefined, names: readonly string[]): boolean {
  if (!node) return false
  if (node.type === 'identifier') return names.includes(node.text)
  return node.descendantsOfType('identifier').some(({ text }) => names.includes(text))
}
