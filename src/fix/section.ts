import type { Node } from 'web-tree-sitter'
import type { GoSyntax } from '../syntax/go.ts'
import type { Edit } from './edit.ts'
import type { AccessFacts, FunctionFacts, Hazard } from './facts.ts'

/** What a section has to reach around: an access, or a statement that locked or unlocked before. */
export type Place = Pick<AccessFacts, 'start' | 'end' | 'line' | 'base' | 'baseFrom'>

/** What is to be locked around places of one function. */
export interface SectionRequest {
  readonly fn: Pick<FunctionFacts, 'file' | 'start' | 'end'>
  readonly accesses: readonly Place[]
  /** What must not happen in the section. */
  readonly hazards: readonly Hazard[]
  /** `c.mu.Lock()` and `c.mu.Unlock()`. */
  readonly lock: string
  readonly unlock: string
  /** The lock was given back at the end of the function before, so it must be now. */
  readonly untilEnd?: boolean
  readonly source: string
  readonly syntax: GoSyntax
}

export type Section =
  | { readonly kind: 'section'; readonly edits: readonly Edit[]; readonly start: number; readonly end: number }
  | { readonly kind: 'no'; readonly why: string }

/** A body of at most so many lines is locked as a whole. */
const shortBody = 12

/**
 * One critical section around all of the accesses: the whole body of a short function, else the statements of one block from
 * the first to the last of them. Two sections are never made: what is decided in the first may be wrong in the second.
 */
export function planSection(request: SectionRequest): Section {
  const { fn, accesses, source, syntax } = request
  const tree = syntax.parse(source)
  try {
    const body = bodyOf(tree.rootNode, fn)
    if (body === undefined) return { kind: 'no', why: 'the source there is not understood with certainty' }
    const statements = statementsAround(body, accesses)
    if (statements === undefined) return { kind: 'no', why: 'the accesses do not lie in statements of one block' }
    const whole = wholeBody(request, body)
    if (whole !== undefined) return whole
    return aroundStatements(request, body, statements)
  } finally {
    tree.delete()
  }
}

/** The block of a function; undefined where facts and syntax do not speak of the same. */
export function bodyOf(root: Node, { start, end }: Pick<FunctionFacts, 'start' | 'end'>): Node | undefined {
  const body = root.descendantForIndex(start, end)
  return root.hasError || body === null || body.type !== 'block' || body.startIndex !== start || body.endIndex !== end ? undefined : body
}

/** Locked from the beginning, unlocked by defer. What was to be done at the end before is done behind the unlock. */
function wholeBody({ fn, accesses, hazards, lock, unlock }: SectionRequest, body: Node): Section | undefined {
  const statements = statementsOf(body)
  const earliest = Math.min(...accesses.map(({ start }) => start))
  const first = statements.find(({ type, endIndex }) => type !== 'defer_statement' || endIndex > earliest)
  if (first === undefined || body.endPosition.row - body.startPosition.row > shortBody) return undefined
  if (hazards.some(({ end }) => end > first.startIndex) || accesses.some(({ baseFrom }) => baseFrom > first.startIndex)) return undefined
  const edits = [{ file: fn.file, start: first.startIndex, end: first.startIndex, text: `${lock}\ndefer ${unlock}\n` }]
  return { kind: 'section', edits, start: body.startIndex, end: body.endIndex }
}

function aroundStatements({ fn, accesses, hazards, lock, unlock, untilEnd = false, source }: SectionRequest, body: Node, [first, lastOfThem]: readonly [Node, Node]): Section {
  const isOuter = first.parent?.parent?.id === body.id
  const last = untilEnd ? (first.parent?.namedChildren.findLast((node) => node !== null && node.type !== 'comment') ?? lastOfThem) : lastOfThem
  const made = accesses.find(({ baseFrom }) => baseFrom >= first.startIndex && baseFrom < last.endIndex)
  if (made !== undefined) return { kind: 'no', why: `${made.base} is declared by the statement on line ${made.line} that uses its map` }
  const list = siblings(first, last)
  const leaves = list.flatMap(leavesFrom)
  const returnsAtEnd = last.type === 'return_statement' && leaves.every(({ type }) => type === 'return_statement')
  const over = (end: number): Section | undefined => {
    const bad = hazards.find((one) => one.start < end && one.end > first.startIndex)
    return bad && { kind: 'no', why: `the section would reach over line ${bad.line}, where it ${bad.text}` }
  }
  if (leaves.length === 0 && !untilEnd) {
    return over(last.endIndex) ?? { kind: 'section', edits: around(fn.file, first, last, lock, unlock, source), start: first.startIndex, end: last.endIndex }
  }
  // What leaves the section unlocks by defer, which is at the end of the function.
  if (!returnsAtEnd && !(isOuter && leaves.every(({ type }) => type === 'return_statement'))) {
    const [jump] = leaves
    return { kind: 'no', why: `the statements are left in the middle, on line ${(jump ?? last).startPosition.row + 1}, before the lock could be given back` }
  }
  const end = returnsAtEnd ? last.endIndex : body.endIndex
  const edits = [{ file: fn.file, start: first.startIndex, end: first.startIndex, text: `${lock}\ndefer ${unlock}\n` }]
  return over(end) ?? { kind: 'section', edits, start: first.startIndex, end }
}

/** Where the line of a statement ends, if nothing but a comment follows: that stays on its line. */
export function behind(end: number, source: string): number {
  const [rest = ''] = /^[ \t]*(\/\/[^\n]*)?(?=\n|$)/.exec(source.slice(end)) ?? []
  return end + rest.replace(/\r$/, '').length
}

function around(file: string, first: Node, last: Node, lock: string, unlock: string, source: string): readonly Edit[] {
  const at = behind(last.endIndex, source)
  return [
    { file, start: first.startIndex, end: first.startIndex, text: `${lock}\n` },
    { file, start: at, end: at, text: `\n${unlock}` },
  ]
}

/** The first and the last statement, of the innermost list of statements that has all accesses in it. */
export function statementsAround(body: Node, accesses: readonly Place[]): readonly [Node, Node] | undefined {
  const chains = accesses.map(({ start, end }) => chainOf(body, start, end))
  const [shortest] = chains
  for (const { list } of shortest ?? []) {
    const inList = chains.map((chain) => chain.find((one) => one.list.id === list.id)?.statement)
    const nodes = inList.filter((node) => node !== undefined)
    if (nodes.length < chains.length) continue
    nodes.sort((a, b) => a.startIndex - b.startIndex)
    const [first, last] = [nodes[0], nodes.at(-1)]
    if (first !== undefined && last !== undefined) return [first, last]
  }
  return undefined
}

export interface Link {
  readonly list: Node
  readonly statement: Node
}

/** The statements that an access lies in, innermost first, each with the list that it is one of. */
export function chainOf(body: Node, start: number, end: number): readonly Link[] {
  const links: Link[] = []
  let node = body.descendantForIndex(start, end)
  while (node !== null && node.id !== body.id) {
    const { parent } = node
    if (parent?.type === 'statement_list') links.push({ list: parent, statement: node })
    node = parent
  }
  return links
}

export function statementsOf(block: Node): readonly Node[] {
  const list = block.namedChildren.find((node) => node?.type === 'statement_list')
  return (list?.namedChildren ?? []).filter((node) => node !== null && node.type !== 'comment')
}

export function siblings(first: Node, last: Node): readonly Node[] {
  return (first.parent?.namedChildren ?? []).filter((node) => node !== null && node.startIndex >= first.startIndex && node.endIndex <= last.endIndex)
}

/** Statements that leave this one: returns, and jumps to what lies outside of it. Function literals are left alone. */
export function leavesFrom(statement: Node): readonly Node[] {
  const found: Node[] = []
  const visit = (node: Node, inLoop: boolean, inSwitch: boolean): void => {
    if (node.type === 'func_literal') return
    const jumps = node.type === 'continue_statement' ? !inLoop : node.type === 'break_statement' && !inLoop && !inSwitch
    const labelled = /^(continue|break)_statement$/.test(node.type) && node.namedChildCount > 0
    if (node.type === 'return_statement' || node.type === 'goto_statement' || node.type === 'fallthrough_statement' || jumps || labelled) found.push(node)
    const loop = inLoop || node.type === 'for_statement'
    const chooses = inSwitch || /(switch|select)_statement$/.test(node.type)
    for (const child of node.namedChildren) if (child !== null) visit(child, loop, chooses)
  }
  visit(statement, false, false)
  return found
}
