import type { Node } from 'web-tree-sitter'
import { hazardsAmong, nameOf, obstacle, type Cover, type Covered } from './cover.ts'
import type { Edit } from './edit.ts'
import type { AccessFacts, FunctionFacts, Hazard, LockCall, MutexFacts } from './facts.ts'
import { lockExpression, modifiesMap } from './locks.ts'
import { bodyOf, planSection } from './section.ts'
import type { Situation } from './strategy.ts'

/** A statement that locks or unlocks and is nothing else. */
interface LockStatement extends LockCall {
  readonly statement: { readonly start: number; readonly end: number }
}

/**
 * One critical section in the place of all those that a function has of a mutex, around these accesses as well: whatever was
 * decided in one of them and done in another is then one step.
 */
export function joinSections(situation: Situation, fn: FunctionFacts, lacking: readonly AccessFacts[], mutex: MutexFacts, covered: Covered): Cover {
  const who = nameOf(situation, fn)
  const calls = fn.locks.filter((one) => one.mutex === mutex.key)
  const accesses = fn.accesses.filter((one) => lacking.includes(one) || one.held.includes(mutex.key))
  const [first] = accesses
  if (first === undefined) return { kind: 'no', why: 'there is nothing to guard' }
  const others = fn.locks.filter((one) => one.mutex !== mutex.key && !isInside(one, calls))
  const why = obstacle(situation, { ...fn, locks: others }, accesses.filter((one) => lacking.includes(one) || one.op !== 'escape'), mutex)
  if (why !== undefined) return { kind: 'no', why }
  const other = calls.find(({ base }) => base !== first.base)
  if (other !== undefined) return { kind: 'no', why: `${who} locks ${mutex.label} of ${other.base}, and uses the map of ${first.base}` }

  const source = situation.texts.get(fn.file) ?? ''
  const statements = findStatements(situation, fn, calls, source)
  if (typeof statements === 'string') return { kind: 'no', why: `${who}: ${statements}` }
  const wasWritten = calls.some(({ method }) => method === 'Lock')
  const forReading = mutex.type === 'sync.RWMutex' && !wasWritten && !lacking.some(modifiesMap)
  const wasRead = calls.some(({ method }) => method === 'RLock')
  const expression = lockExpression(mutex, first)
  const section = planSection({
    fn,
    accesses: [...accesses, ...statements.filter(({ deferred }) => !deferred).map(({ statement, line, base }) => ({ ...statement, line, base, baseFrom: 0 }))],
    hazards: hazardsAmong(fn, covered).filter((hazard) => !calls.some(({ start, end }) => hazard.start === start && hazard.end === end) && isBad(hazard, mutex, wasRead && !forReading)),
    lock: `${expression}.${forReading ? 'RLock' : 'Lock'}()`,
    unlock: `${expression}.${forReading ? 'RUnlock' : 'Unlock'}()`,
    untilEnd: calls.some(({ deferred }) => deferred),
    source,
    syntax: situation.syntax,
  })
  if (section.kind === 'no') return { kind: 'no', why: `${who} has to do all this in one critical section of ${mutex.label}, and cannot: ${section.why}` }
  const edits = takeOut(fn.file, source, statements, section.edits)
  return edits === undefined ? { kind: 'no', why: `${who} locks or unlocks on a line that has more on it` } : { kind: 'covered', edits }
}

/** What must not happen where the lock was not held before; nor, where it was held for reading, what shuts out a writer. */
function isBad({ held, kind, mutex: taken }: Hazard, mutex: MutexFacts, upgraded: boolean): boolean {
  if (!held.includes(mutex.key)) return true
  return upgraded && kind !== 'io' && (kind !== 'takes' || taken === mutex.key)
}

/** Taken where the mutex is held already, so that the order of the two stays what it was. */
function isInside({ start }: LockCall, calls: readonly LockCall[]): boolean {
  const before = calls.findLast((one) => one.start < start && !one.deferred)
  return before !== undefined && /Lock$/.test(before.method)
}

function findStatements({ syntax }: Situation, fn: FunctionFacts, calls: readonly LockCall[], source: string): readonly LockStatement[] | string {
  const tree = syntax.parse(source)
  try {
    const body = bodyOf(tree.rootNode, fn)
    if (body === undefined) return 'the source there is not understood with certainty'
    const found: LockStatement[] = []
    for (const call of calls) {
      const statement = statementOf(body, call)
      if (statement === undefined || call.method.startsWith('Try')) return `${call.method} on line ${call.line} is more than a statement of its own`
      found.push({ ...call, statement: { start: statement.startIndex, end: statement.endIndex } })
    }
    return found
  } finally {
    tree.delete()
  }
}

/** `mu.Lock()` or `defer mu.Unlock()`, in no function literal. */
function statementOf(body: Node, { start, end }: LockCall): Node | undefined {
  const call = body.descendantForIndex(start, end)
  const statement = call?.parent ?? null
  if (call === null || statement === null || call.startIndex !== start || call.endIndex !== end) return undefined
  if (!['expression_statement', 'defer_statement'].includes(statement.type) || statement.parent?.type !== 'statement_list') return undefined
  for (let node: Node | null = statement; node !== null && node.id !== body.id; node = node.parent) if (node.type === 'func_literal') return undefined
  return statement
}

/** The statements that lock and unlock go, with their lines; where the new section begins or ends at one, it becomes that. */
function takeOut(file: string, source: string, statements: readonly LockStatement[], section: readonly Edit[]): readonly Edit[] | undefined {
  const edits: Edit[] = []
  const used = new Set<Edit>()
  for (const { statement: { start, end } } of statements) {
    const [from, to] = [source.lastIndexOf('\n', start - 1) + 1, source.indexOf('\n', end)]
    const lineEnd = to < 0 ? source.length : to
    const here = section.find((edit) => !used.has(edit) && edit.start >= start && edit.start <= lineEnd)
    if (here !== undefined) {
      used.add(here)
      edits.push({ file, start, end, text: here.text.trim() })
      continue
    }
    const rest = source.slice(end, lineEnd).trim()
    if (source.slice(from, start).trim() !== '' || (rest !== '' && !rest.startsWith('//'))) return undefined
    edits.push(rest === '' ? { file, start: from, end: lineEnd + 1, text: '' } : { file, start, end, text: '' })
  }
  return [...section.filter((edit) => !used.has(edit)), ...edits]
}
