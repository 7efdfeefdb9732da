/** Copies of a struct that share its map. */
import { z } from 'zod'
import type { Node } from 'web-tree-sitter'
import { modifies } from '../../model/locks.ts'
import type { Use } from '../flow/step.ts'
import { extend, type Context } from '../match.ts'
import { isMap } from '../types/kinds.ts'
import { localOf } from '../types/scope.ts'
import { typeOf, underlying } from '../types/type-of.ts'
import { valueTypeOf } from '../types/value-type.ts'
import { capture, nodeOf, predicate } from './predicate.ts'

export const aliases = {
  /**
   * One match for each entry that is modified through a copy of a struct: the function made the copy, never gave it a map of its own,
   * and either modifies the map through the original as well, or returns the copy, as if it were something of its own.
   */
  'modified-through-copy': predicate(
    z.strictObject({ in: capture, as: capture }),
    ({ in: where, as }, match, context) => {
      const fn = nodeOf(match, where)
      if (fn === undefined || !mayCopy(fn)) return false
      const name = as.slice(1)
      return copiesIn(fn, context).flatMap((copy) => {
        const found = sharedWrite(copy, fn, context)
        return found === undefined ? [] : [extend(match, {
          nodes: { [name]: found.node, [`${name}-map`]: found.map, see: copy.statement }, steps: { [name]: found },
          words: { copy: copy.name.text, original: copy.original.text, type: typeOf(found.map, context.facts)?.text ?? 'map', [`${name}-op`]: found.op },
        })]
      })
    },
    ({ in: of }) => ({ of, glance: mayCopy }),
  ),
}

/** A variable gets what another one or a pointer has, and one of its fields is modified like a map. */
function mayCopy({ text }: { readonly text: string }): boolean {
  return [...text.matchAll(/\b(\w+) := \*?[A-Za-z_][\w.]*(?=[ \t]*(?:\n|;|\/\/))/g)].some(([, name]) => new RegExp(`(?:\\b${name}\\.\\w+\\[|\\((?:.*, )?${name}\\.\\w+[,)])`).test(text))
}

interface StructCopy {
  readonly statement: Node
  readonly name: Node
  /** `c`, also for `*c`. */
  readonly original: Node
}

function copiesIn(fn: Node, { facts }: Context): readonly StructCopy[] {
  return fn.descendantsOfType('short_var_declaration').flatMap((statement) => {
    const [names, values] = [statement.childForFieldName('left')?.namedChildren ?? [], statement.childForFieldName('right')?.namedChildren ?? []]
    const [[name], [value]] = [names, values]
    if (names.length !== 1 || values.length !== 1 || !name || !value || !['identifier', 'selector_expression', 'unary_expression'].includes(value.type)) return []
    const type = valueTypeOf(value, facts)
    const struct = type?.pointers === 0 ? underlying(type.type, facts) : undefined
    const original = value.type === 'unary_expression' ? value.childForFieldName('operand') : value
    return struct?.type === 'struct_type' && original ? [{ statement, name, original }] : []
  })
}

function sharedWrite({ statement, name, original }: StructCopy, fn: Node, context: Context): Use | undefined {
  const uses = context.stepsOf(fn).filter((step): step is Use => step.kind === 'use')
  const isOf = (use: Use, variable: string): boolean => new RegExp(`^${variable.replace(/\./g, '\\.')}(\\.\\w+)?$`).test(use.map.text)
  const stored = (path: string): boolean => uses.some(({ op, map }) => op === 'store' && map.text === path)
  if (stored(name.text) || stored(original.text)) return undefined
  return uses.find((use) => {
    const path = use.map.text.slice(name.text.length)
    if (!modifies(use) || use.op === 'store' || !isOf(use, name.text) || path === '' || use.node.startIndex < statement.endIndex || !isVariable(use.map, name)) return false
    if (isMap(use.map, context.facts) !== 'yes' || stored(name.text + path) || stored(original.text + path)) return false
    return uses.some((other) => modifies(other) && other.map.text === original.text + path && other.node.startIndex > statement.endIndex) || (isGiven(original) && isReturned(name, fn))
  })
}

function isVariable(map: Node, name: Node): boolean {
  const root = map.childForFieldName('operand')
  return root?.type === 'identifier' && localOf(root)?.name.id === name.id
}

/** Whether somebody else has the original: it is a parameter, or a variable of the package. */
function isGiven(original: Node): boolean {
  let root: Node | null = original
  while (root?.type === 'selector_expression' || root?.type === 'parenthesized_expression') root = root.namedChildren[0] ?? null
  return root?.type === 'identifier' && (localOf(root)?.parameter ?? true)
}

function isReturned(name: Node, fn: Node): boolean {
  return fn.descendantsOfType('return_statement').some((one) => (one.namedChildren[0]?.namedChildren ?? []).some((value) => value.text === name.text || value.text === `&${name.text}`))
}
