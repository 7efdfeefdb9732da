import type { Node } from 'web-tree-sitter'
import { nameOf, type Cover } from './cover.ts'
import type { Edit } from './edit.ts'
import type { AccessFacts, FunctionFacts } from './facts.ts'
import { bodyOf, statementsAround } from './section.ts'
import type { Situation } from './strategy.ts'

/**
 * Accesses that read what a pointer to a map points to at the moment. A function that does not keep writers away, and
 * looks twice, looks at one and the same map: what it takes from both belongs together.
 */
export function readCurrent(situation: Situation, fn: FunctionFacts, reads: readonly AccessFacts[], isStill: (access: AccessFacts) => boolean): Cover {
  const { syntax, texts } = situation
  const source = texts.get(fn.file) ?? ''
  const cannot = (why: string): Cover => ({ kind: 'no', why: `${nameOf(situation, fn)}: ${why}` })
  const tree = syntax.parse(source)
  try {
    const body = bodyOf(tree.rootNode, fn)
    if (body === undefined) return cannot('the source there is not understood with certainty')
    const looping = reads.find((one) => changesInLoop(nodeOf(body, one), fn))
    if (looping !== undefined) return cannot(`the loop on line ${looping.line} may change the map that it ranges over`)
    const moving = reads.filter((one) => !isStill(one))
    const [group, another] = [...new Set(moving.map(({ base }) => base))].map((base) => moving.filter((one) => one.base === base)).filter(({ length }) => length > 1)
    if (another !== undefined) return cannot('it looks more than once at the maps of several objects')
    const single = reads.filter((one) => group?.includes(one) !== true).map((one): Edit => ({ file: fn.file, ...rangeOf(one), text: currentOf(nodeOf(body, one)) }))
    if (group === undefined) return { kind: 'covered', edits: single }
    const kept = keepCurrent(fn, body, group, source)
    return typeof kept === 'string' ? cannot(kept) : { kind: 'covered', edits: [...kept, ...single] }
  } finally {
    tree.delete()
  }
}

/** `current := *s.prices.Load()` before the first of the statements that look. */
function keepCurrent(fn: FunctionFacts, body: Node, group: readonly AccessFacts[], source: string): readonly Edit[] | string {
  const statements = statementsAround(body, group)
  const [access] = group
  if (statements === undefined || access === undefined) return 'the places that look at the map do not lie in statements of one block'
  const [first, last] = statements
  if (group.some(({ baseFrom }) => baseFrom >= first.startIndex)) return `${access.base} is declared by the statement that uses its map`
  if (access.unstable !== '') return access.unstable
  const changing = fn.hazards.find(({ kind, writes, start, end }) => kind === 'uses' && writes && start < last.endIndex && end > first.startIndex)
  if (changing !== undefined) return `between two looks at the map, line ${changing.line} may change it`
  const looping = group.find((one) => isInLoop(nodeOf(body, one), first.parent ?? body, fn))
  if (looping !== undefined) return `line ${looping.line} looks in a loop, perhaps for a change`
  if (/\bcurrent\b/.test(source.slice(fn.start, fn.end))) return 'current, by which the map would be known, is the name of something else there'
  const { file } = fn
  return [
    { file, start: first.startIndex, end: first.startIndex, text: `current := *${source.slice(access.start, access.end)}.Load()\n` },
    ...group.map((one): Edit => ({ file, ...rangeOf(one), text: 'current' })),
  ]
}

/** A loop that looks again: one that does not range, or that waits. */
function isInLoop(from: Node, list: Node, { hazards }: FunctionFacts): boolean {
  for (let node: Node | null = from; node !== null && node.id !== list.id; node = node.parent) {
    if (node.type !== 'for_statement') continue
    const range = node.namedChildren.find((child) => child?.type === 'range_clause')
    const { startIndex, endIndex } = node
    const waits = hazards.some(({ kind, start, end }) => kind !== 'uses' && kind !== 'io' && start >= startIndex && end <= endIndex)
    if (!range || waits) return true
  }
  return false
}

function changesInLoop(node: Node, { hazards }: FunctionFacts): boolean {
  const loop = node.parent?.type === 'range_clause' ? node.parent.parent : null
  return loop !== null && hazards.some(({ kind, writes, start, end }) => kind === 'uses' && writes && start >= loop.startIndex && end <= loop.endIndex)
}

/** The expression at an access, the outermost one that is all of it. */
export function nodeOf(body: Node, { start, end }: Pick<AccessFacts, 'start' | 'end'>): Node {
  let node = body.descendantForIndex(start, end) ?? body
  while (node.parent?.startIndex === start && node.parent.endIndex === end) node = node.parent
  return node
}

/** `*s.prices.Load()`, in parentheses where something follows that would come first. */
function currentOf(node: Node): string {
  const comesFirst = ['index_expression', 'selector_expression'].includes(node.parent?.type ?? '') && node.parent?.childForFieldName('operand')?.id === node.id
  return comesFirst ? `(*${node.text}.Load())` : `*${node.text}.Load()`
}

function rangeOf({ start, end }: AccessFacts): { readonly start: number; readonly end: number } {
  return { start, end }
}
