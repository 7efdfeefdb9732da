import type { Node } from 'web-tree-sitter'
import type { GoSyntax } from '../syntax/go.ts'
import type { Edit } from './edit.ts'
import { statementOfCall, type CallOf } from './sync-map-calls.ts'
import { no, type Proposal } from './strategy.ts'

/** Two calls of a sync.Map with the same key, one of which decides about the other. */
export interface TwoCalls {
  readonly file: string
  readonly source: string
  readonly syntax: GoSyntax
  /** The lines of `Load` and of what follows from it. */
  readonly load: number
  readonly act: number
  /** A place as a reader wants it. */
  readonly show: (line: number) => string
}

/** Load, and Store when there was nothing. */
export function loadOrStore(calls: TwoCalls): Proposal {
  return withCalls(calls, ['Load'], 'Store', (load, store) => {
    const arrives = storeWithLoad(calls, load, store) ?? asFoundBranch(calls, load, store) ?? intoVariable(calls, load, store)
    if (arrives !== undefined) return arrives
    return no(`what is done when there is a value is not repeated easily behind Store at ${calls.show(calls.act)}: that takes \`if v, ok := Load; ok { return … }\`, \`if !ok\` with nothing before Store, or one variable for what was loaded or stored`)
  })
}

/** Load, and Delete of what was there. */
export function loadAndDelete(calls: TwoCalls): Proposal {
  return withCalls(calls, ['Load'], 'Delete', (load, remove) => {
    const [found, between] = [load.statement.node, statementsBetween(load.statement.node, remove.statement.node)]
    const branch = found.parent?.type === 'if_statement' ? found.parent.childForFieldName('condition')?.text : load.ok
    const why = between === undefined || branch !== load.ok ? 'Delete is not certain to follow' : between.map((node) => leavesWithoutValue(node, load)).find((one) => one !== undefined)
    if (why !== undefined || remove.statement.node.type !== 'expression_statement') {
      return no(`between Load at ${calls.show(calls.load)} and Delete at ${calls.show(calls.act)} ${why ?? 'more is decided'}: the value may have to stay`)
    }
    const { file } = calls
    return {
      kind: 'fix',
      edits: [{ file, start: load.method.startIndex, end: load.method.endIndex, text: 'LoadAndDelete' }, lineOf(calls, remove.statement.node)],
      reason: `Load at ${calls.show(found.startPosition.row + 1)} is followed by Delete of the same key whenever there is a value: LoadAndDelete does both in one step, and gives the value to one goroutine only`,
      notes: [],
    }
  })
}

export function withCalls(calls: TwoCalls, loads: readonly string[], method: string, propose: (load: CallOf, act: CallOf) => Proposal): Proposal {
  const tree = calls.syntax.parse(calls.source)
  try {
    if (tree.rootNode.hasError) return no('the source there is not understood with certainty')
    const load = loads.map((one) => statementOfCall(tree.rootNode, calls.load, one)).find((one) => one !== undefined)
    const act = statementOfCall(tree.rootNode, calls.act, method)
    if (load === undefined || act === undefined) return no(`${loads[0]} at ${calls.show(calls.load)} and ${method} at ${calls.show(calls.act)} are not two calls of statements that can be told apart`)
    if (load.receiver !== act.receiver || load.key !== act.key) return no('the two calls are not written with the same map and key')
    const changed = load.names.find((name) => isAssigned(tree.rootNode, name, load.call.endIndex, act.call.startIndex))
    if (changed !== undefined || /[([]/.test(load.receiver + load.key)) return no(`${changed ?? `${load.receiver} with ${load.key}`} may be another one at ${calls.show(calls.act)}`)
    return propose(load, act)
  } finally {
    tree.delete()
  }
}

/** `_, ok := m.Load(k)`, and Store of what can as well be named before, first thing when not ok. */
function storeWithLoad(calls: TwoCalls, load: CallOf, store: CallOf): Proposal | undefined {
  const branch = load.statement.node.parent?.type === 'if_statement' ? load.statement.node.parent : nextStatement(load.statement.node)
  const body = branch?.type === 'if_statement' ? branch.childForFieldName('consequence') : undefined
  const [first] = body?.namedChildren.find((node) => node?.type === 'statement_list')?.namedChildren.filter((node) => node?.type !== 'comment') ?? []
  if (branch?.childForFieldName('condition')?.text !== `!${load.ok ?? ''}` || first?.id !== store.statement.node.id || load.value.name !== undefined) return undefined
  if (branch.id !== load.statement.node.parent?.id && branch.childForFieldName('initializer') !== null) return undefined
  if (!plainValues.includes(store.call.childForFieldName('arguments')?.namedChildren[1]?.type ?? '')) return undefined
  const { file, show } = calls
  return {
    kind: 'fix',
    edits: [{ file, start: load.method.startIndex, end: load.call.endIndex, text: `LoadOrStore(${load.key}, ${store.argument})` }, lineOf(calls, store.statement.node)],
    reason: `between Load at ${show(load.call.startPosition.row + 1)} and Store at ${show(store.call.startPosition.row + 1)} others can find nothing either: LoadOrStore does both in one step, and only one goroutine finds nothing`,
    notes: [],
  }
}

const plainValues = ['true', 'false', 'nil', 'identifier', 'int_literal', 'float_literal', 'interpreted_string_literal', 'raw_string_literal', 'rune_literal']

function nextStatement(node: Node): Node | undefined {
  return node.parent?.namedChildren.find((one) => one !== null && one.type !== 'comment' && one.startIndex >= node.endIndex) ?? undefined
}

/** `if v, ok := m.Load(k); ok { return … }` … `m.Store(k, fresh)`: whoever came first is found behind as before. */
function asFoundBranch({ file, source, show }: TwoCalls, load: CallOf, store: CallOf): Proposal | undefined {
  const branch = load.statement.node.parent
  if (branch?.type !== 'if_statement' || branch.childForFieldName('alternative') !== null || load.ok === undefined) return undefined
  if (branch.childForFieldName('condition')?.text !== load.ok || store.statement.node.type !== 'expression_statement') return undefined
  const found = branch.childForFieldName('consequence')
  const last = found?.namedChildren.find((node) => node?.type === 'statement_list')?.namedChildren.findLast((node) => node?.type !== 'comment')
  const between = statementsBetween(branch, store.statement.node)
  if (found === null || found === undefined || last?.type !== 'return_statement' || between === undefined || found.endPosition.row - found.startPosition.row > 4) return undefined
  if (load.names.some((name) => between.some((node) => declares(node, name))) || usesDeclared(found, between)) return undefined
  const value = source.slice(load.value.start, load.value.end)
  const edit = `if ${value}, ${load.ok} := ${store.receiver}.LoadOrStore(${store.key}, ${store.argument}); ${load.ok} ${found.text}`
  return {
    kind: 'fix',
    edits: [{ file, start: store.statement.node.startIndex, end: store.statement.node.endIndex, text: edit }],
    reason: `Load at ${show(load.call.startPosition.row + 1)} finds nothing and Store at ${show(store.call.startPosition.row + 1)} overwrites what others have stored meanwhile: LoadOrStore keeps what came first, and then the same is done as when it had been there`,
    notes: [`${store.argument} is made before it is known whether it is needed; when another goroutine was first, it is dropped: something that has to be closed would stay open`],
  }
}

/** `v, ok := m.Load(k)` … `m.Store(k, v)`: the variable gets whichever value came first. */
function intoVariable({ file, show }: TwoCalls, load: CallOf, store: CallOf): Proposal | undefined {
  const { name } = load.value
  if (name === undefined || store.argument !== name || store.statement.node.type !== 'expression_statement') return undefined
  const branch = load.statement.node.parent
  if (load.statement.node.type !== 'short_var_declaration' || branch?.type !== 'statement_list') return undefined
  const only = statementAround(store.statement.node, branch)
  if (only?.type !== 'if_statement' || only.childForFieldName('condition')?.text !== `!${load.ok ?? ''}`) return undefined
  // What is done behind Store would be done with a value that nobody else has.
  if (store.statement.node.parent?.parent?.id !== only.childForFieldName('consequence')?.id || nextStatement(store.statement.node) !== undefined) return undefined
  if (only.descendantsOfType(['short_var_declaration', 'var_spec']).some((node) => node !== null && declares(node, name))) return undefined
  const { startIndex: start, endIndex: end } = store.statement.node
  return {
    kind: 'fix',
    edits: [{ file, start, end, text: `${name}, _ = ${store.receiver}.LoadOrStore(${store.key}, ${name})` }],
    reason: `Load at ${show(load.call.startPosition.row + 1)} finds nothing and Store at ${show(store.call.startPosition.row + 1)} overwrites what others have stored meanwhile: LoadOrStore keeps what came first, and ${name} is that for everybody`,
    notes: [`the value is made before it is known whether it is needed; when another goroutine was first, it is dropped: something that has to be closed would stay open`],
  }
}

/** Those behind `first` up to `last` in the same block; undefined where they are in different ones. */
function statementsBetween(first: Node, last: Node): readonly Node[] | undefined {
  const holder = first.parent?.type === 'if_statement' ? first.parent : first
  // `if v, ok := m.Load(k); ok { m.Delete(k)`: the body begins where the condition holds.
  if (holder.id !== first.id && holder.childForFieldName('consequence')?.id === last.parent?.parent?.id) {
    return (last.parent?.namedChildren ?? []).filter((node) => node !== null && node.type !== 'comment' && node.endIndex <= last.startIndex)
  }
  if (holder.parent === null || holder.parent.id !== last.parent?.id) return undefined
  return holder.parent.namedChildren.filter((node) => node !== null && node.type !== 'comment' && node.startIndex >= holder.endIndex && node.endIndex <= last.startIndex)
}

/** `if !ok { … return }` leaves when there is nothing to delete; anything else may leave the value where it is. */
function leavesWithoutValue(node: Node, { ok }: CallOf): string | undefined {
  const leaves = node.childForFieldName('consequence')?.namedChildren.find((one) => one?.type === 'statement_list')?.namedChildren.at(-1)?.type ?? ''
  const isGuard = ok !== undefined && node.type === 'if_statement' && node.childForFieldName('condition')?.text === `!${ok}` && /^(return|continue|break)_statement$/.test(leaves)
  if (isGuard && node.childForFieldName('initializer') === null && node.childForFieldName('alternative') === null) return undefined
  return `line ${node.startPosition.row + 1} comes first`
}

function statementAround(node: Node, list: Node): Node | undefined {
  for (let at: Node | null = node; at !== null; at = at.parent) if (at.parent?.id === list.id) return at
  return undefined
}

function isAssigned(root: Node, name: string, from: number, to: number): boolean {
  return root.descendantsOfType(['assignment_statement', 'inc_statement', 'dec_statement', 'short_var_declaration', 'var_spec', 'unary_expression', 'range_clause'])
    .some((node) => node !== null && node.startIndex < to && node.endIndex > from && declares(node, name))
}

/** Something is assigned to the name, or its address is taken. */
function declares(node: Node, name: string): boolean {
  const pattern = new RegExp(`(^|[^.\\w])${name}\\b`)
  return [node, ...node.descendantsOfType(['assignment_statement', 'inc_statement', 'dec_statement', 'short_var_declaration', 'var_spec', 'unary_expression', 'range_clause'])].some((one) => {
    if (one === null) return false
    if (one.type === 'unary_expression') return one.text.startsWith('&') && pattern.test(one.text)
    const target = one.childForFieldName('left') ?? one.childForFieldName('name') ?? (/^(inc|dec)_/.test(one.type) ? one : undefined)
    return target !== undefined && target !== null && pattern.test(target.text)
  })
}

/** The branch would mean something else behind what is declared in between. */
function usesDeclared(branch: Node, between: readonly Node[]): boolean {
  const names = new Set(branch.descendantsOfType('identifier').flatMap((node) => (node === null ? [] : [node.text])))
  return [...names].some((name) => between.some((node) => declares(node, name)))
}

function lineOf({ file, source }: TwoCalls, { startIndex, endIndex }: Node): Edit {
  const [from, to] = [source.lastIndexOf('\n', startIndex - 1) + 1, source.indexOf('\n', endIndex)]
  const alone = source.slice(from, startIndex).trim() === '' && source.slice(endIndex, to).trim() === ''
  return alone ? { file, start: from, end: to + 1, text: '' } : { file, start: startIndex, end: endIndex, text: '' }
}
