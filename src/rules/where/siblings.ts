/** How the methods of one type guard one of its maps. */
import type { Node } from 'web-tree-sitter'
import { modifies } from '../../model/locks.ts'
import type { Use } from '../flow/step.ts'
import { extend, type Context } from '../match.ts'
import { remember } from '../memo.ts'
import type { FunctionSource } from '../parsed-file.ts'
import { fieldsOf, type PackageFacts } from '../types/declarations.ts'
import { isMapType } from '../types/kinds.ts'
import { calledFunction, stripped, underlying } from '../types/type-of.ts'
import { declarationAround, docOf, nameOf, receiverOf } from './around.ts'
import { capture, nodeOf, predicate } from './predicate.ts'
import { useOf } from './steps.ts'

/** Of the uses in other methods, so many at least hold the lock, and so many times as many as do not. */
const leastGuarded = 1
const timesAsMany = 3

/** Methods that are called before there is a second goroutine, or after. */
const lifecycle = /^(new|init|setup|start|open|close|stop|shutdown|reset|load|read|parse|build|with|unmarshal|decode|test|bench)/i
const calledWithLock = /(Locked|NoLock|Nolock|Unlocked|UnderLock|WithLock|Unsafe|unsafe|LockHeld|Lk)$|^(locked|unsafe|nolock)/
const saidInComment = /lock|mutex|\bmu\b|\bheld\b|\bhold|concurren|goroutine|thread|synchron|not safe|\brac[ey]/i

export const siblings = {
  /**
   * The use, of a field of the receiver or of all of it with the field that `<at>-field` names, is without any lock, while other methods of the type modify the same map under a mutex
   * of the struct, and nearly all of them hold it. Nobody calls the method with a lock, and nothing says that it needs none.
   */
  'guarded-in-siblings': predicate(capture, (name, match, context) => {
    const use = useOf(match, name)
    const method = use && declarationAround(use.node)
    const path = match.words.get(`${name.slice(1)}-field`)
    const field = use && method && (path === undefined ? fieldOfReceiver(use, method) : { type: receiverOf(method)?.type ?? '', path })
    if (!use || !method || !field || use.held.size > 0) return false
    const mutexes = mutexesOf(field.type, context)
    const others = usesOf(field, context).filter(({ method: one }) => one.id !== method.id)
    const guarded = others.filter((one) => one.guards.some((guard) => mutexes.includes(guard)))
    const written = guarded.filter(({ use: one }) => modifies(one))
    const bare = others.filter(({ use: one, method: other }) => one.held.size === 0 && one.inside === 'body' && !lifecycle.test(nameOf(other)))
    if (written.length === 0 || guarded.length < leastGuarded || guarded.length < timesAsMany * bare.length || isExcused(method, field.type, context)) return false
    const [example] = written
    const lock = example?.guards.find((guard) => mutexes.includes(guard)) ?? ''
    const words = { lock: `${field.type}${lock}`, guarded: String(guarded.length), uses: String(others.length) }
    return [extend(match, { nodes: { see: example?.use.node }, words })]
  }),

  /** The struct that a method belongs to has a mutex, and the method mentions a field of it that may be a map. Cheap, so that it comes first. */
  'receiver-has-mutex': predicate(
    capture,
    (name, match, { facts }) => {
      const method = nodeOf(match, name)
      return method !== undefined && usesGuarded({ receiver: receiverOf(method), text: method.text }, facts)
    },
    (of) => ({ of, glance: usesGuarded }),
  ),

  /** Some other method of the type modifies the entries of this field's map. */
  'entries-written': predicate(capture, (name, match, context) => {
    const use = useOf(match, name)
    const method = use && declarationAround(use.node)
    const field = use && method && fieldOfReceiver(use, method)
    if (!method || !field) return false
    const writes = usesOf(field, context).filter(({ use: one, method: other }) => one.op !== 'store' && modifies(one) && !lifecycle.test(nameOf(other)) && other.id !== method.id)
    const [example] = writes.filter(({ guards }) => guards.length > 0)
    return example !== undefined && [extend(match, { nodes: { see: example.use.node } })]
  }),
}

function usesGuarded({ receiver, text }: Pick<FunctionSource, 'receiver' | 'text'>, facts: PackageFacts): boolean {
  if (receiver === undefined || mutexPaths(facts, receiver.type).length === 0) return false
  return mapFieldsOf(facts, receiver.type).some((field) => text.includes(`${receiver.name}.${field}`))
}

interface ReceiverField {
  readonly type: string
  /** `.items` */
  readonly path: string
}

interface FieldUse {
  readonly use: Use
  readonly method: Node
  /** The locks of the receiver that are held for certain: `.mu`; `` for one that is embedded. */
  readonly guards: readonly string[]
}

function fieldOfReceiver({ map }: Use, method: Node): ReceiverField | undefined {
  const receiver = receiverOf(method)
  if (receiver === undefined || !map.text.startsWith(`${receiver.name}.`)) return undefined
  const path = map.text.slice(receiver.name.length)
  return /^\.\w+$/.test(path) ? { type: receiver.type, path } : undefined
}

/** All uses of the field in methods of its type. */
function usesOf({ type, path }: ReceiverField, context: Context): readonly FieldUse[] {
  return context.facts.all.flatMap((source) => {
    const { receiver } = source
    if (receiver?.type !== type || !source.text.includes(receiver.name + path)) return []
    const method = source.node
    return method === undefined ? [] : context.stepsOf(method).flatMap((step) => {
      if (step.kind !== 'use' || step.map.text !== receiver.name + path || step.op === 'load') return []
      const held = [...step.held].filter(([name, { mode }]) => mode !== 'maybe' && (name === receiver.name || name.startsWith(`${receiver.name}.`)))
      const enough = held.filter(([, { mode }]) => mode === 'write' || !modifies(step))
      return [{ use: step, method, guards: enough.map(([name]) => name.slice(receiver.name.length)) }]
    })
  })
}

/** The mutexes in a struct, as paths: `.mu`; empty for one that is embedded. */
function mutexesOf(type: string, { facts }: Context): readonly string[] {
  return mutexPaths(facts, type)
}

const mutexPaths = remember((facts: PackageFacts, type): readonly string[] => {
  const struct = underlying(facts.types.get(type)?.childForFieldName('type') ?? undefined, facts)
  if (struct?.type !== 'struct_type') return []
  return fieldsOf(struct).filter((field) => /^\*?sync\.(RW)?Mutex$/.test(field.type.text)).flatMap(({ name, embedded }) => (embedded ? ['', `.${name}`] : [`.${name}`]))
})

/** The fields of a struct of which the type does not say that they are no maps. */
const mapFieldsOf = remember((facts: PackageFacts, type): readonly string[] => {
  const struct = underlying(facts.types.get(type)?.childForFieldName('type') ?? undefined, facts)
  if (struct?.type !== 'struct_type') return []
  return fieldsOf(struct).filter((field) => isMapType(stripped(field.type), facts) !== 'no').map((field) => field.name)
})

function isExcused(method: Node, type: string, context: Context): boolean {
  const name = nameOf(method)
  if (lifecycle.test(name) || calledWithLock.test(name) || saidInComment.test(docOf(method))) return true
  if (isCalledLocked(method, context)) return true
  // What only this package calls, and never was seen called, is called in a way that cannot be seen.
  return !/^[A-Z]/.test(name) && !callsOf(name, context).some(
    ({ caller, call, goroutine }) => calledFunction(call, context.facts)?.id === method.id && (goroutine || (!lifecycle.test(nameOf(caller)) && receiverOf(caller)?.type === type && /^[A-Z]/.test(nameOf(caller)))),
  )
}

/** Whether somebody in the package calls the method with a lock that is held, or may be; or is called so itself. */
function isCalledLocked(method: Node, context: Context, seen: ReadonlySet<string> = new Set()): boolean {
  const name = nameOf(method)
  if (seen.has(name)) return false
  const path = new Set([...seen, name])
  return callsOf(name, context).some(({ caller, locked }) => locked || calledWithLock.test(nameOf(caller)) || saidInComment.test(docOf(caller)) || isCalledLocked(caller, context, path))
}

interface CallSite {
  readonly caller: Node
  readonly call: Node
  /** A lock is held there, or may be. */
  readonly locked: boolean
  readonly goroutine: boolean
}

/** Where methods of this name are called in the package. */
function callsOf(name: string, { facts, stepsOf }: Context): readonly CallSite[] {
  let ofPackage = callSites.get(facts)
  if (ofPackage === undefined) callSites.set(facts, (ofPackage = new Map()))
  let calls = ofPackage.get(name)
  if (calls === undefined) ofPackage.set(name, (calls = findCalls(name, facts, stepsOf)))
  return calls
}

const callSites = new WeakMap<PackageFacts, Map<string, readonly CallSite[]>>()

function findCalls(name: string, { all }: PackageFacts, stepsOf: Context['stepsOf']): readonly CallSite[] {
  return all.filter(({ text }) => text.includes(name)).flatMap(({ node: caller }) => {
    if (caller === undefined) return []
    return stepsOf(caller).flatMap((step): readonly CallSite[] => {
      const dot = step.kind === 'call' ? step.name.lastIndexOf('.') : -1
      if (step.kind !== 'call' || dot < 0 || step.name.slice(dot + 1) !== name) return []
      return [{ caller, call: step.node, locked: step.held.size > 0 || step.inside === 'deferred', goroutine: step.inside === 'goroutine' }]
    })
  })
}
