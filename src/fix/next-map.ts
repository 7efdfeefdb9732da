import type { Node } from 'web-tree-sitter'
import { nameOf, type Cover, type Range } from './cover.ts'
import type { Edit } from './edit.ts'
import type { AccessFacts, FunctionFacts, MapValue } from './facts.ts'
import { modifiesMap } from './locks.ts'
import { behind, bodyOf, chainOf, leavesFrom, siblings, type Link } from './section.ts'
import type { Situation } from './strategy.ts'

export interface Changes {
  readonly situation: Situation
  readonly fn: FunctionFacts
  /** Whether a loop may be run with one copy: what keeps other writers away is held around all of it. */
  readonly isOneStep: (loop: Range) => boolean
}

/** Statements of one list, of which the first or the last change the map. */
interface Region extends Range {
  readonly statements: readonly Node[]
}

/** What a function changes is changed in a copy, which then takes the place of the map. Names the reads that are none of that. */
export function changeNext(changes: Changes): Cover & { readonly rest: readonly AccessFacts[] } {
  const { situation, fn } = changes
  const source = situation.texts.get(fn.file) ?? ''
  const cannot = (why: string): ReturnType<typeof changeNext> => ({ kind: 'no', why: `${nameOf(situation, fn)}: ${why}`, rest: [] })
  const tree = situation.syntax.parse(source)
  try {
    const body = bodyOf(tree.rootNode, fn)
    if (body === undefined) return cannot('the source there is not understood with certainty')
    const links = fn.accesses.filter(modifiesMap).map((access) => unitOf(body, access, changes))
    if (links.includes(undefined)) return cannot('a change there is no statement of its own')
    const regions = regionsOf(links.flatMap((link) => link ?? []))
    const edits: Edit[] = []
    for (const region of regions) {
      const inside = fn.accesses.filter(({ start, end }) => start >= region.start && end <= region.end)
      const made = obstacleIn(changes, region, inside) ?? editRegion(changes, region, inside, source)
      if (typeof made === 'string') return cannot(made)
      edits.push(...made)
    }
    return { kind: 'covered', edits, rest: fn.accesses.filter(({ start }) => !regions.some((one) => start >= one.start && start < one.end)) }
  } finally {
    tree.delete()
  }
}

/** The statement that changes the map, or the outermost loop around it that is one step. */
function unitOf(body: Node, access: AccessFacts, { isOneStep }: Changes): Link | undefined {
  const [inner, ...outer] = chainOf(body, access.start, access.end)
  if (inner === undefined || ['defer_statement', 'go_statement'].includes(inner.statement.type)) return undefined
  const isLoop = ({ statement }: Link): boolean => (statement.type === 'labeled_statement' ? statement.namedChildren.at(-1) : statement)?.type === 'for_statement'
  const loops = [inner, ...outer].filter(isLoop)
  const wide = loops.findLast(({ statement: { startIndex: start, endIndex: end } }) => access.baseFrom < start && isOneStep({ start, end }))
  return loops.length > 0 && wide === undefined && isLoop(inner) ? undefined : (wide ?? inner)
}

function regionsOf(links: readonly Link[]): readonly Region[] {
  const all = [...new Set(links.map(({ list }) => list.id))].flatMap((id): Region[] => {
    const nodes = links.filter(({ list }) => list.id === id).map(({ statement }) => statement).toSorted((a, b) => a.startIndex - b.startIndex)
    const [first, last] = [nodes[0], nodes.at(-1)]
    return first && last ? [{ start: first.startIndex, end: last.endIndex, statements: siblings(first, last) }] : []
  })
  return all.filter((one) => !all.some((other) => other !== one && other.start <= one.start && one.end <= other.end)).toSorted((a, b) => a.start - b.start)
}

function obstacleIn({ situation: { variable }, fn }: Changes, region: Region, inside: readonly AccessFacts[]): string | undefined {
  const isIn = ({ start, end }: Range): boolean => start >= region.start && end <= region.end
  const [leaves] = region.statements.flatMap(leavesFrom)
  if (leaves !== undefined) return `the statements that change the map are left in the middle, on line ${leaves.startPosition.row + 1}`
  const isPlain = region.statements.length === 1 && !/^(if|for|.*switch|select|labeled)_statement$|^block$/.test(region.statements[0]?.type ?? '')
  const uses = fn.hazards.find((one) => one.kind === 'uses' && isIn(one) && (one.writes || !isPlain))
  if (uses !== undefined) return `in the middle of a change, line ${uses.line} ${uses.text}`
  if (variable.functions.some((other) => other.literal && other.file === fn.file && other.key !== fn.key && isIn(other))) return 'a function literal in the middle of a change uses the map as well'
  const escape = inside.find(({ op }) => op === 'escape')
  if (escape !== undefined) return `line ${escape.line} gives the map away in the middle of a change`
  const unstable = inside.find((one) => one.unstable !== '')
  if (unstable !== undefined) return unstable.unstable
  if (new Set(inside.map(({ base }) => base)).size > 1) return 'it changes the maps of several objects in one step'
  if (inside.some(({ baseFrom }) => baseFrom >= region.start)) return 'the object is declared in the middle of a change'
  const known = inside.find(({ op, stored }) => op === 'store' && stored?.why !== '')
  return known && (known.stored?.why ?? `line ${known.line} sets the map together with something else`)
}

function editRegion({ situation: { variable }, fn: { file, start, end } }: Changes, region: Region, inside: readonly AccessFacts[], source: string): readonly Edit[] | string {
  const [first] = inside
  if (first === undefined) return 'a change there is no statement of its own'
  const pointer = source.slice(first.start, first.end)
  const { type } = variable.retype
  const body = source.slice(start, end)
  const next = ['next', `next${variable.name.charAt(0).toUpperCase()}${variable.name.slice(1)}`].find((name) => !new RegExp(`\\b${name}\\b`).test(body))
  const stored = region.statements.length > 0 && first.start === region.start && first.op === 'store' ? first.stored : undefined
  if (stored !== undefined && inside.length === 1 && stored.how !== 'other') {
    const text = addressOf(stored, type, source)
    return text === undefined ? `the type of ${variable.name} is written in another way on line ${first.line}` : [{ file, start: region.start, end: region.end, text: `${pointer}.Store(${text})` }]
  }
  if (next === undefined) return 'next, by which the changed map would be known, is the name of something else there'
  const at = behind(region.end, source)
  return [
    ...(stored === undefined ? [{ file, start: region.start, end: region.start, text: `${next} := maps.Clone(*${pointer}.Load())\n` }] : []),
    ...inside.map((one): Edit => (one === first && stored !== undefined ? declareNext(file, one, stored, next, type) : { file, start: one.start, end: one.end, text: next })),
    { file, start: at, end: at, text: `\n${pointer}.Store(&${next})` },
  ]
}

function declareNext(file: string, { start }: AccessFacts, stored: MapValue, next: string, type: string): Edit {
  return stored.how === 'nil' ? { file, start, end: stored.end, text: `${next} := ${type}(nil)` } : { file, start, end: stored.start, text: `${next} := ` }
}

/** `&map[string]int{}`; undefined where that would be a pointer to another type. */
export function addressOf({ how, type: own, start, end }: MapValue, type: string, source: string): string | undefined {
  if (how === 'nil') return `new(${type})`
  if (own !== type) return undefined
  return how === 'make' ? `&${type}{}` : `&${source.slice(start, end)}`
}
