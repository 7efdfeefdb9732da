/** What comes from a request, and what is a constant. */
import { z } from 'zod'
import type { Node } from 'web-tree-sitter'
import { extend } from '../match.ts'
import type { PackageFacts } from '../types/declarations.ts'
import { localOf, parametersOf } from '../types/scope.ts'
import { declarationAround, functionsAround } from './around.ts'
import { capture, nodeOf, predicate } from './predicate.ts'

const requestTypes = /^(\*http\.Request|\*gin\.Context|echo\.Context|\*fiber\.Ctx)$/

/** What a client chooses freely; the path and the host are not among it, since a router and a proxy have had their say. */
const chosen = /^\.(FormValue|PostFormValue|Query|QueryParam|Param|PostForm|DefaultQuery|Form|GetHeader|GetQuery|Referer|URL\.Query\(\)|Header\.(Get|Values)|Cookie)(?!\w)/

/** Functions that give back what they get, in another form. */
const passes = /^(fmt\.Sprintf?|strings\.(TrimSpace|Trim\w*|ToLower|ToUpper|Replace|ReplaceAll|Join)|string|(file)?path\.Join|\[\]byte)$/

const deepest = 5

export const request = {
  /** It is, or has in it, what the client of a handler has sent, and nothing has looked at it before. */
  'from-request': predicate(capture, (name, match) => {
    const node = nodeOf(match, name)
    const source = node && sourceIn(node)
    return node !== undefined && source !== undefined && !isChecked(node, source) && [extend(match, { words: { source: source.text.replace(/\s+/g, ' '), part: source.text.replace(/\s+/g, ' ') } })]
  }),

  'not-constant': predicate(capture, (name, match, { facts }) => {
    const node = nodeOf(match, name)
    return node !== undefined && !isConstant(node, facts)
  }),

  /** A text is put together, by `+` or Sprintf, of constants and of something that is none, and nothing quotes it. */
  composed: predicate(z.strictObject({ of: capture, before: z.string().optional(), text: z.string().optional() }), ({ of, before, text }, match, { facts }) => {
    const node = nodeOf(match, of)
    const parts = node && partsOf(node)
    if (parts === undefined || (text !== undefined && !new RegExp(text, 'i').test(parts.map((part) => part.text ?? '').join('')))) return false
    const pattern = before === undefined ? undefined : new RegExp(before, 'i')
    const part = parts.find(({ value }, index) => value !== undefined && !isConstant(value, facts) && !isHarmless(value) && (pattern?.test(parts.slice(0, index).map((one) => one.text ?? '?').join('')) ?? true))
    return part?.value !== undefined && [extend(match, { words: { part: part.value.text.replace(/\s+/g, ' ') } })]
  }),
}

/** The piece of an expression that a client has chosen. */
function sourceIn(node: Node, depth = 0): Node | undefined {
  if (depth > deepest) return undefined
  const next = (one: Node | null | undefined): Node | undefined => (one ? sourceIn(one, depth + 1) : undefined)
  const any = (some: readonly Node[]): Node | undefined => some.map(next).find((one) => one !== undefined)
  if (isChosen(node)) return node
  switch (node.type) {
    case 'identifier': {
      const local = localOf(node)
      return next(local?.value ?? (local?.values?.index === 0 ? local.values.from : undefined))
    }
    case 'binary_expression':
      return any(node.namedChildren)
    case 'parenthesized_expression':
    case 'index_expression':
      return next(node.namedChildren[0])
    case 'selector_expression':
      return node.childForFieldName('field')?.text === 'Value' ? next(node.childForFieldName('operand')) : undefined
    case 'call_expression':
      return passes.test(node.childForFieldName('function')?.text ?? '') ? any(node.childForFieldName('arguments')?.namedChildren ?? []) : undefined
    default:
      return undefined
  }
}

function isChosen(node: Node): boolean {
  if (node.type !== 'call_expression' && node.type !== 'index_expression' && node.type !== 'selector_expression') return false
  const [root = ''] = node.text.split('.')
  const parameter = functionsAround(node).flatMap(parametersOf).find(({ name }) => name.text === root)
  return requestTypes.test(parameter?.type?.text ?? '') && chosen.test(node.text.slice(root.length))
}

/** A condition before the use mentions the value, other than to see whether it is empty. */
function isChecked(use: Node, source: Node): boolean {
  const fn = declarationAround(use)
  const names = new Set(use.descendantsOfType('identifier').concat(use.type === 'identifier' ? [use] : []).map(({ text }) => text))
  const mentioned = (condition: string): boolean => condition.includes(source.text) || [...names].some((name) => new RegExp(`\\b${name}\\b`).test(condition.replace(new RegExp(`\\b${name}\\s*[!=]=\\s*""`, 'g'), '')))
  const conditions = fn?.descendantsOfType(['if_statement', 'expression_switch_statement']) ?? []
  return conditions.some((one) => one.startIndex < use.startIndex && mentioned(`${one.childForFieldName('initializer')?.text ?? ''};${(one.childForFieldName('condition') ?? one.childForFieldName('value'))?.text ?? ''}`))
}

export function isConstant(node: Node, facts: PackageFacts, depth = 0): boolean {
  switch (node.type) {
    case 'interpreted_string_literal':
    case 'raw_string_literal':
    case 'int_literal':
    case 'rune_literal':
      return true
    case 'parenthesized_expression':
    case 'binary_expression':
      return node.namedChildren.every((one) => isConstant(one, facts, depth))
    case 'identifier': {
      const local = localOf(node)
      if (local === undefined) return facts.variables.get(node.text)?.constant === true || /^[A-Z]/.test(node.text)
      return local.value !== undefined && depth < deepest && isConstant(local.value, facts, depth + 1)
    }
    // A constant of another package is called like this, and so is a variable that is seldom assigned.
    case 'selector_expression':
      return /^[a-z]\w*\.[A-Z]\w*$/.test(node.text) && localOf(node.childForFieldName('operand') ?? node) === undefined
    default:
      return false
  }
}

/** Numbers as text, and what was quoted or is made of placeholders. */
function isHarmless(value: Node): boolean {
  return /^(strconv\.|len\()|quote|escape|sanitiz|placeholder|strings\.Repeat/i.test(value.text)
}

interface Part {
  readonly text?: string
  readonly value?: Node
}

/** The pieces that a text is put together of; undefined when it is not put together. */
function partsOf(node: Node, depth = 0): readonly Part[] | undefined {
  if (depth > deepest) return undefined
  switch (node.type) {
    case 'parenthesized_expression':
      return node.namedChildren[0] && partsOf(node.namedChildren[0], depth + 1)
    case 'identifier': {
      const value = localOf(node)?.value
      return value && partsOf(value, depth + 1)
    }
    case 'binary_expression':
      return node.childForFieldName('operator')?.text === '+' ? concatenated(node) : undefined
    case 'call_expression':
      return node.childForFieldName('function')?.text === 'fmt.Sprintf' ? formatted(node) : undefined
    default:
      return undefined
  }
}

function concatenated(node: Node): readonly Part[] {
  if (node.type === 'binary_expression') return node.namedChildren.filter(({ type }) => type !== 'comment').flatMap(concatenated)
  if (isLiteral(node)) return [{ text: node.text.slice(1, -1) }]
  return (node.type === 'call_expression' ? partsOf(node) : undefined) ?? [{ value: node }]
}

/** The verbs that take any text. Numbers cannot do harm. */
function formatted(call: Node): readonly Part[] | undefined {
  const [format, ...values] = call.childForFieldName('arguments')?.namedChildren ?? []
  if (format === undefined || !isLiteral(format)) return undefined
  let index = 0
  return format.text.slice(1, -1).split(/(%[-+# 0-9.]*[a-zA-Z%])/).map((piece): Part => {
    if (!/^%[-+# 0-9.]*[a-zA-Z]$/.test(piece)) return { text: piece }
    const value = values[index++]
    return /[sv]$/.test(piece) && value ? { value } : { text: piece }
  })
}

function isLiteral({ type }: Node): boolean {
  return type === 'interpreted_string_literal' || type === 'raw_string_literal'
}
