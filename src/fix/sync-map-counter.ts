import type { Node } from 'web-tree-sitter'
import type { Edit } from './edit.ts'
import { no, type Proposal } from './strategy.ts'
import { withCalls, type TwoCalls } from './sync-map.ts'
import type { CallOf } from './sync-map-calls.ts'

/** What is counted: `v`, which the map held, and what comes in its place. */
interface Count {
  /** The statements that become the loop. */
  readonly from: Node
  readonly to: Node
  /** What is there at first. */
  readonly zero: string
  readonly value: string
  readonly sum: string
  /** What is computed between the two calls, as it stands. */
  readonly between: readonly Node[]
  /** Whether the entry was made by the first count, and is zero for a moment now. */
  readonly isNew: boolean
}

/** Load, a sum, and Store: the sum is only stored if nobody has stored another one meanwhile, else it is made anew. */
export function compareAndSwap(calls: TwoCalls): Proposal {
  const { file, source, show } = calls
  return withCalls(calls, ['Load', 'LoadOrStore'], 'Store', (load, store) => {
    const count = inOneList(load, store) ?? inBranches(load, store)
    if (count === undefined) return no(`it is not certain what is counted between ${load.method.text} at ${show(calls.load)} and Store at ${show(calls.act)}: that takes \`v, _ := LoadOrStore(k, 0)\`, or \`v, ok := Load(k)\` and what is there when not ok, then one sum of v and Store of it, each a statement by itself`)
    const { from, to, zero, value, sum, between, isNew } = count
    const why = doubtsAbout(count, load)
    if (why !== undefined) return no(why)
    const lines = [`${value}, _ := ${load.receiver}.LoadOrStore(${load.key}, ${zero})`, ...between.map(({ text }) => text), `if ${load.receiver}.CompareAndSwap(${load.key}, ${value}, ${sum}) {\nbreak\n}`]
    const edit: Edit = { file, start: from.startIndex, end: to.endIndex, text: `for {\n${lines.join('\n')}\n}` }
    if (/\/[/*]/.test(source.slice(edit.start, edit.end))) return no('there are comments in between, which would have to be moved')
    return {
      kind: 'fix',
      edits: [edit],
      reason: `what others count between ${load.method.text} at ${show(calls.load)} and Store at ${show(calls.act)} is lost: CompareAndSwap stores the sum only where the entry is still ${value}, and else it is counted again`,
      notes: [
        ...(isNew ? [`an entry begins as ${zero}, which others may see for a moment before the first count`] : []),
        'where many count at the same key, an *atomic.Int64 as the value is faster: it is never counted again',
      ],
    }
  })
}

/** `v, _ := m.LoadOrStore(k, 0)` … `m.Store(k, v.(int)+1)`, statements of one list. */
function inOneList(load: CallOf, store: CallOf): Count | undefined {
  const [from, to] = [load.statement.node, store.statement.node]
  const { name } = load.value
  if (from.parent?.type !== 'statement_list' || from.parent.id !== to.parent?.id || name === undefined) return undefined
  const between = from.parent.namedChildren.filter((node) => node !== null && node.startIndex >= from.endIndex && node.endIndex <= to.startIndex && node.type !== 'comment')
  const isLoad = load.method.text === 'Load'
  const first = between[0] ? zeroIn(between[0], load) : undefined
  if (isLoad ? first === undefined : load.ok !== undefined || first !== undefined) return undefined
  return { from, to, zero: first ?? load.argument, value: name, sum: store.argument, between: isLoad ? between.slice(1) : between, isNew: isLoad }
}

/** `if !ok { v = 0 }` */
function zeroIn(node: Node, { ok, value: { name } }: CallOf): string | undefined {
  const statement = onlyStatement(node.childForFieldName('consequence'))
  if (node.childForFieldName('initializer') || node.childForFieldName('alternative') || node.childForFieldName('condition')?.text !== `!${ok ?? ''}`) return undefined
  if (statement?.type !== 'assignment_statement' || statement.childForFieldName('operator')?.text !== '=' || statement.childForFieldName('left')?.text !== name) return undefined
  return statement.childForFieldName('right')?.text
}

/** `if v, ok := m.Load(k); ok { m.Store(k, v.(int)+1) } else { m.Store(k, 1) }`: what is stored first is the sum of nothing. */
function inBranches(load: CallOf, store: CallOf): Count | undefined {
  const branch = load.statement.node.parent
  if (branch?.type !== 'if_statement' || load.method.text !== 'Load' || load.value.name === undefined || branch.childForFieldName('condition')?.text !== load.ok || branch.parent?.type !== 'statement_list') return undefined
  const [found, fresh] = [onlyStatement(branch.childForFieldName('consequence')), onlyStatement(branch.childForFieldName('alternative'))]
  const [, type = '', step = ''] = new RegExp(`^${load.value.name}\\.\\((\\w+)\\) ?\\+ ?(\\w+)$`).exec(store.argument) ?? []
  const first = type === 'int' ? step : `${type}(${step})`
  if (found?.id !== store.statement.node.id || fresh?.text !== `${store.receiver}.Store(${store.key}, ${first})`) return undefined
  return { from: branch, to: branch, zero: type === 'int' ? '0' : `${type}(0)`, value: load.value.name, sum: store.argument, between: [], isNew: true }
}

function onlyStatement(block: Node | null): Node | undefined {
  const [list, more] = block?.namedChildren ?? []
  const [statement, another] = list?.type === 'statement_list' ? list.namedChildren : []
  return block?.type === 'block' && !more && !another ? (statement ?? undefined) : undefined
}

const integers = /^u?int(8|16|32|64)?$/

/** Why the loop might not do what was done before, but for what is lost. */
function doubtsAbout({ to, zero, value, sum, between, isNew }: Count, { ok }: CallOf): string | undefined {
  const [, zeroType] = /^(\w+)\(\d+\)$/.exec(zero) ?? []
  const type = zeroType ?? (/^\d+$/.test(zero) ? 'int' : '')
  const all = [...between.map(({ text }) => text), sum].join('\n')
  const asserted = [...all.matchAll(new RegExp(`\\b${value}\\.\\((.*?)\\)`, 'g'))].map(([, one]) => one)
  if (!integers.test(type) || asserted.length !== 1 || asserted[0] !== type) return `it is not certain that ${value} is a whole number, which CompareAndSwap can compare`
  const declared = [value, ...(isNew && ok !== undefined ? [ok] : [])]
  for (const node of between) {
    if (node.type !== 'short_var_declaration') return `what is done on line ${node.startPosition.row + 1} would be done again with each attempt`
    declared.push(...(node.childForFieldName('left')?.descendantsOfType('identifier') ?? []).flatMap((one) => (one === null ? [] : [one.text])))
  }
  const rest = all.replace(/\b\w+\.\(\w+\)/g, 'v')
  if (/[([{<"`]/.test(rest)) return 'more than a sum is made, and would be made again with each attempt'
  const behind = to.parent?.namedChildren.filter((node) => node !== null && node.startIndex >= to.endIndex) ?? []
  const used = declared.find((name) => name !== '_' && behind.some((node) => new RegExp(`\\b${name}\\b`).test(node?.text ?? '')))
  return used === undefined ? undefined : `${used} is used behind Store, where it would not be known any more`
}
