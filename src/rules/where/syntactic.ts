/** Words about the text and the surroundings of a piece. */
import { z } from 'zod'
import { isMap, isNamed } from '../types/kinds.ts'
import { typeOf } from '../types/type-of.ts'
import { localOf } from '../types/scope.ts'
import { ancestors, declarationAround, functionsAround, goroutineAround, isHandler, receiverOf } from './around.ts'
import { extend } from '../match.ts'
import { contains } from '../texts.ts'
import { capture, nodeOf, predicate } from './predicate.ts'
import { waitsAfter } from './waiting.ts'

const contexts = ['goroutine', 'http-handler', 'loop', 'method', 'test'] as const

function isIn(context: (typeof contexts)[number], node: Parameters<typeof ancestors>[0], path: string): boolean {
  switch (context) {
    case 'goroutine':
      return goroutineAround(node) !== undefined
    case 'http-handler':
      return functionsAround(node).some(isHandler)
    case 'loop': {
      const around = ancestors(node)
      const fn = around.findIndex(({ type }) => type === 'func_literal' || type.endsWith('_declaration'))
      return around.slice(0, fn < 0 ? undefined : fn).some(({ type }) => type === 'for_statement')
    }
    case 'method':
      return declarationAround(node)?.type === 'method_declaration'
    case 'test':
      return path.endsWith('_test.go')
  }
}

export const syntactic = {
  /** All of these are around it. */
  context: predicate(z.strictObject({ of: capture, is: z.array(z.enum(contexts)) }), ({ of, is }, match, { path }) => {
    const node = nodeOf(match, of)
    return node !== undefined && is.every((one) => isIn(one, node, path))
  }),

  /** None of these is around it: kinds of tree-sitter's nodes, or names of functions. */
  'not-inside': predicate(
    z.strictObject({ of: capture, nodes: z.array(z.string()).default([]), functions: z.string().optional(), contexts: z.array(z.enum(contexts)).default([]) }),
    ({ of, nodes, functions, contexts: none }, match, { path }) => {
      const node = nodeOf(match, of)
      if (node === undefined || ancestors(node).some(({ type }) => nodes.includes(type))) return false
      if (none.some((one) => isIn(one, node, path))) return false
      const name = declarationAround(node)?.childForFieldName('name')?.text ?? ''
      return functions === undefined || !new RegExp(functions).test(name)
    },
  ),

  'same-text': predicate(z.tuple([capture, capture]), ([a, b], match) => {
    const text = (name: string): string | undefined => nodeOf(match, name)?.text.replace(/\s+/g, ' ')
    return text(a) !== undefined && text(a) === text(b)
  }),

  /** Both begin with the receiver of the method around them. */
  'same-receiver': predicate(z.array(capture).min(1), (names, match) => {
    const nodes = names.map((name) => nodeOf(match, name))
    const [first] = nodes
    const fn = first && declarationAround(first)
    const receiver = fn && receiverOf(fn)?.name
    return receiver !== undefined && nodes.every((node) => node !== undefined && (node.text === receiver || node.text.startsWith(`${receiver}.`)))
  }),

  /** All of these texts are in it, each as one of its alternatives: `Load(|LoadOrStore(`. Cheap, so that it comes first. */
  'has-text': predicate(
    z.strictObject({ of: capture, all: z.array(z.string()) }),
    ({ of, all }, match) => {
      const text = nodeOf(match, of)?.text ?? ''
      return all.every((needle) => contains(text, needle))
    },
    ({ of, all }) => ({ of, glance: ({ text }) => all.every((needle) => contains(text, needle)) }),
  ),

  parent: predicate(z.strictObject({ of: capture, is: z.array(z.string()) }), ({ of, is }, match) => {
    const node = nodeOf(match, of)
    const around = node && ancestors(node).find(({ type }) => type !== 'expression_list')
    return around !== undefined && is.includes(around.type)
  }),

  /** Gives a piece another name, such as that of the second place of a report. */
  bind: predicate(z.strictObject({ from: capture, to: capture }), ({ from, to }, match) => {
    const node = nodeOf(match, from)
    return node !== undefined && [extend(match, { nodes: { [to.slice(1)]: node } })]
  }),

  matches: predicate(z.strictObject({ of: capture, pattern: z.string() }), ({ of, pattern }, match) => new RegExp(pattern).test(nodeOf(match, of)?.text ?? '')),
  'not-matches': predicate(z.strictObject({ of: capture, pattern: z.string() }), ({ of, pattern }, match) => !new RegExp(pattern).test(nodeOf(match, of)?.text ?? '')),

  /** Certain by the sources of the package, or else for the catalog of types to say. */
  'is-map': predicate(capture, (name, match, { facts }) => {
    const node = nodeOf(match, name)
    if (node === undefined) return false
    const verdict = isMap(node, facts)
    if (verdict !== 'unknown') return verdict === 'yes' ? [extend(match, { words: { type: typeOf(node, facts)?.text ?? 'map' } })] : []
    return [extend(match, { words: { type: 'map' }, questions: [{ line: node.endPosition.row + 1, expression: node.text }] })]
  }),

  'is-sync-map': predicate(capture, (name, match, { facts }) => {
    const node = nodeOf(match, name)
    return node !== undefined && isNamed(node, ['sync.Map'], facts) === 'yes'
  }),

  'is-package-variable': predicate(capture, (name, match, { facts }) => {
    const node = nodeOf(match, name)
    return node?.type === 'identifier' && localOf(node) === undefined && facts.variables.get(node.text)?.constant === false
  }),

  /** Nothing behind it in its function, or behind the goroutine that it stands in, waits for others. */
  'not-waited': predicate(capture, (name, match) => {
    const node = nodeOf(match, name)
    return node !== undefined && !waitsAfter(node)
  }),
}
