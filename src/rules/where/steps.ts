/** Words about what functions do, step by step, and under which locks. */
import { z } from 'zod'
import type { Node } from 'web-tree-sitter'
import { mapOperations } from '../../model/finding.ts'
import { unclear, waited } from '../flow/locking.ts'
import type { Call, Use } from '../flow/step.ts'
import { extend, type Match } from '../match.ts'
import { ancestors } from './around.ts'
import { modeHeld, ownLocks } from './locks.ts'
import { isUsedAfter, reachedWhenMissing, resultsUsedAt } from './depends.ts'
import { capture, nodeOf, predicate } from './predicate.ts'

const inside = z.array(z.enum(['body', 'goroutine', 'deferred', 'closure'])).default(['body'])

export function useOf(match: Match, name: string): Use | undefined {
  const step = match.steps.get(name.slice(1))
  return step?.kind === 'use' ? step : undefined
}

function stepOf(match: Match, name: string): Use | Call | undefined {
  return match.steps.get(name.slice(1))
}

export const steps = {
  /** One match for each use of what may be a map; binds `<as>`, `<as>-map` and `<as>-key`. */
  uses: predicate(
    z.strictObject({ in: capture, as: capture, ops: z.array(z.enum(mapOperations)), of: z.enum(['field', 'name', 'any']).default('any'), inside, whole: z.boolean().optional() }),
    ({ in: where, as, ops, of, inside, whole }, match, context) => {
      const fn = nodeOf(match, where)
      if (fn === undefined) return false
      const name = as.slice(1)
      return context.stepsOf(fn).flatMap((step) => {
        if (step.kind !== 'use' || !ops.includes(step.op) || !inside.includes(step.inside)) return []
        if (of !== 'any' && step.map.type !== (of === 'field' ? 'selector_expression' : 'identifier')) return []
        if (whole !== undefined && whole !== (step.by !== undefined)) return []
        const words: Record<string, string> = { [`${name}-op`]: step.op, ...(step.by !== undefined && { [`${name}-by`]: step.by }) }
        return [extend(match, { nodes: { [name]: step.node, [`${name}-map`]: step.map, [`${name}-key`]: step.key, [`${name}-value`]: step.value }, steps: { [name]: step }, words })]
      })
    },
  ),

  /** One match for each call of a method with this name; binds `<as>`, `<as>-receiver`, `<as>-key` and `<as>-value`, its first two arguments. */
  calls: predicate(
    z.strictObject({ in: capture, as: capture, methods: z.array(z.string()), inside }),
    ({ in: where, as, methods, inside }, match, context) => {
      const fn = nodeOf(match, where)
      if (fn === undefined) return false
      const name = as.slice(1)
      return context.stepsOf(fn).flatMap((step) => {
        const called = step.kind === 'call' ? step.node.childForFieldName('function') : null
        if (step.kind !== 'call' || called?.type !== 'selector_expression' || !inside.includes(step.inside)) return []
        if (!methods.includes(called.childForFieldName('field')?.text ?? '')) return []
        const [key, value] = step.node.childForFieldName('arguments')?.namedChildren ?? []
        const receiver = called.childForFieldName('operand') ?? undefined
        return [extend(match, { nodes: { [name]: step.node, [`${name}-receiver`]: receiver, [`${name}-key`]: key, [`${name}-value`]: value }, steps: { [name]: step } })]
      })
    },
  ),

  /**
   * How the map of a step is guarded there. `read`: by a lock of its own struct that is held for reading, and by no other.
   * `own`: by a lock of its own struct, in whatever way. `nothing`: no lock is held, for certain, and nobody was waited for.
   */
  held: predicate(z.strictObject({ at: capture, how: z.enum(['read', 'own', 'nothing']) }), ({ at, how }, match) => {
    const step = stepOf(match, at)
    if (step === undefined) return false
    if (how === 'nothing') return step.held.size === 0
    if (step.kind !== 'use') return false
    const own = ownLocks(step)
    if (own.length === 0 || (how === 'read' && modeHeld(step) !== 'read')) return false
    return [extend(match, { nodes: { lock: own[0]?.[1].taken }, words: { lock: own[0]?.[0] ?? '' } })]
  }),

  /** No lock is held for certain or perhaps. A closure may be called by someone who holds one that is not seen. */
  unlocked: predicate(capture, (name, match) => {
    const step = stepOf(match, name)
    return step !== undefined && [...step.held].every(([lock, { taken }]) => lock === waited || (lock === unclear && taken.type === 'func_literal'))
  }),

  /** The first step comes before the second, in one function or closure. */
  before: predicate(z.tuple([capture, capture]), ([a, b], match) => {
    const [first, second] = [stepOf(match, a), stepOf(match, b)]
    return first !== undefined && second !== undefined && first.fn.id === second.fn.id && first.node.endIndex <= second.node.startIndex
  }),

  /** Both are in critical sections of one lock, and in different ones, with nothing that holds them together. */
  'two-sections': predicate(z.tuple([capture, capture]), ([a, b], match) => {
    const [first, second] = [useOf(match, a), useOf(match, b)]
    if (first === undefined || second === undefined) return false
    const kept = [...first.held].some(([name, { section }]) => second.held.get(name)?.section === section)
    const unsure = [...first.held.values(), ...second.held.values()].some(({ mode }) => mode === 'maybe')
    if (kept || unsure) return false
    const lock = ownLocks(second).find(([name, { mode }]) => mode === 'write' && first.held.has(name))?.[0]
    return lock !== undefined && [extend(match, { words: { lock } })]
  }),

  /** Nothing is read from the map in the critical section of the second step before it. */
  'not-checked-again': predicate(z.strictObject({ in: capture, at: capture }), ({ in: where, at }, match, context) => {
    const [fn, use] = [nodeOf(match, where), useOf(match, at)]
    if (fn === undefined || use === undefined) return false
    const sections = new Set(Array.from(use.held.values(), ({ section }) => section))
    return !context.stepsOf(fn).some(
      (step) => step !== use && step.node.startIndex < use.node.startIndex && [...step.held.values()].some(({ section }) => sections.has(section))
        && ((step.kind === 'use' && step.map.text === use.map.text && step.op !== 'load') || (step.kind === 'call' && /check|find|get|lookup|exist|has/i.test(step.name))),
    )
  }),

  /** Behind the place, the value that the call gave is still used. */
  'value-used': predicate(z.strictObject({ of: capture, after: capture }), ({ of, after }, match) => {
    const [source, place] = [nodeOf(match, of), nodeOf(match, after)]
    return source !== undefined && place !== undefined && isUsedAfter(source, place)
  }),

  /** None of these methods is called between the two steps. */
  'not-between': predicate(z.strictObject({ in: capture, from: capture, to: capture, methods: z.array(z.string()) }), ({ in: where, from, to, methods }, match, context) => {
    const [fn, first, second] = [nodeOf(match, where), stepOf(match, from), stepOf(match, to)]
    if (fn === undefined || first === undefined || second === undefined) return false
    return !context.stepsOf(fn).some(
      (step) => step.kind === 'call' && step.node.startIndex > first.node.startIndex && step.node.endIndex < second.node.endIndex && methods.includes(step.name.split('.').at(-1) ?? ''),
    )
  }),

  /** The place is only reached when the call has found nothing. */
  'only-if-missing': predicate(z.strictObject({ what: capture, on: capture }), ({ what, on }, match) => {
    const [dependent, source] = [nodeOf(match, what), nodeOf(match, on)]
    return dependent !== undefined && source !== undefined && reachedWhenMissing(source, dependent)
  }),

  /** Whether the second is reached, or what it stores, is decided by a result of the first. */
  'depends-on': predicate(z.strictObject({ what: capture, on: capture, as: z.enum(['condition', 'sum']) }), ({ what, on, as }, match) => {
    const [dependent, source] = [nodeOf(match, what), nodeOf(match, on)]
    if (dependent === undefined || source === undefined) return false
    return resultsUsedAt(source, dependent, as)
  }),

  /** The step runs in a goroutine that a loop starts again and again, and the map comes from outside of the loop. */
  'started-in-loop': predicate(capture, (name, match) => {
    const use = useOf(match, name)
    const statement = use && startOf(use.fn)
    if (use === undefined || statement === undefined) return false
    const around = ancestors(statement)
    const fn = around.findIndex(({ type }) => type === 'func_literal' || type.endsWith('_declaration'))
    const loop = around.slice(0, fn).find(({ type }) => type === 'for_statement')
    if (loop === undefined) return false
    const root = use.map.text.split(/[.[(]/)[0] ?? ''
    const after = loop.text.slice(statement.endIndex - loop.startIndex)
    // What is declared in the loop, or in the closure, is another map each time; what waits in the loop lets one run at a time.
    return !new RegExp(`\\b${root}\\b[^=\\n]*:=|\\bvar ${root}\\b|\\bfunc\\([^)]*\\b${root}\\b`).test(loop.text) && !/\.Wait\(|<-|\bselect\b/.test(after) && !/\bbreak\b|\breturn\b/.test(lastStatement(loop, statement))
  }),
}

/** The go statement that runs a closure. */
function startOf(closure: Node): Node | undefined {
  const call = closure.parent
  const statement = call?.parent
  return call?.type === 'call_expression' && statement?.type === 'go_statement' ? statement : undefined
}

/** What stands right behind a goroutine's start in the loop. */
function lastStatement(loop: Node, statement: Node): string {
  const next = statement.nextNamedSibling
  return next !== null && next.endIndex <= loop.endIndex ? next.text : ''
}
