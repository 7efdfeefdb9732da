import type { Node } from 'web-tree-sitter'
import type { MapOperation } from '../../model/finding.ts'
import { join, nothingHeld, sameHeld, unsure, type Held, type Hold, type State } from './held.ts'
import { isEnding } from './endings.ts'
import { lockCall, unclear, waited } from './locking.ts'
import type { Inside, Step } from './step.ts'
import { usesByCall } from './uses.ts'
import type { Callee } from './walk.ts'
import type { Meaning } from './ways.ts'

type WalkClosure = (closure: Node, held: Held, inside: Inside) => State

const value = { op: 'load', by: undefined } as const

/** The steps of statements and expressions that have no ways of their own, in the order in which Go evaluates them. */
export class ExpressionWalker implements Meaning<Held> {
  readonly join = join
  readonly same = sameHeld
  readonly steps: Step[] = []
  /** Locks that were released before they were taken. */
  readonly heldBefore = new Map<string, Node>()
  readonly #callee: Callee
  readonly #closure: WalkClosure
  #inside: Inside = 'body'
  #fn: Node | undefined
  #silent = false
  #sections = 0

  constructor(callee: Callee, closure: WalkClosure) {
    this.#callee = callee
    this.#closure = closure
  }

  within<T>(fn: Node, inside: Inside, work: () => T): T {
    const [outerFn, outerInside] = [this.#fn, this.#inside]
    this.#fn = fn
    // What runs in a goroutine stays there, whatever closure it is in.
    this.#inside = outerInside === 'goroutine' || inside === 'body' ? outerInside : inside
    const result = work()
    this.#fn = outerFn
    this.#inside = outerInside
    return result
  }

  get silent(): boolean {
    return this.#silent
  }

  /** Without noting steps: what happens before it is known what is held. */
  silently<T>(work: () => T): T {
    const outer = this.#silent
    this.#silent = true
    const result = work()
    this.#silent = outer
    return result
  }

  statement(node: Node, held: Held): State {
    switch (node.type) {
      case 'go_statement':
        return this.#later(node, held, 'goroutine')
      case 'defer_statement':
        return this.#later(node, held, 'deferred')
      case 'assignment_statement':
      case 'short_var_declaration':
        return this.#assign(node, held)
      case 'inc_statement':
      case 'dec_statement':
        return this.#target(node.namedChildren[0], held, undefined)
      case 'send_statement':
        return this.waiting(node, held)
      default:
        return node.namedChildren.reduce((before: State, child) => before && this.value(child, before), held)
    }
  }

  /** The head of a loop. */
  head(clause: Node, held: Held): State {
    const over = clause.type === 'range_clause' ? clause.childForFieldName('right') : null
    if (over === null) return this.value(clause, held)
    this.#use({ op: 'iterate', by: 'range' }, over, over, held)
    return this.#parts(over, held)
  }

  leaving(node: Node, held: Held): void {
    const after = node.namedChildren.reduce((before: State, child) => before && this.value(child, before), held)
    if (after !== undefined && node.type === 'return_statement') this.#note((common) => ({ ...common, kind: 'return' }), node, after)
  }

  /** Something that another goroutine has to do its part for. */
  waiting(node: Node, held: Held): State {
    const after = node.namedChildren.reduce((before: State, child) => before && this.value(child, before), held)
    return after && withHold(after, waited, 'maybe', node)
  }

  value(node: Node, held: Held): State {
    switch (node.type) {
      case 'func_literal':
        this.#closure(node, withHold(unsure(held, held.keys()), unclear, 'maybe', node), 'closure')
        return held
      case 'call_expression':
        return this.#call(node, held)
      case 'index_expression': {
        const [map, key] = [node.childForFieldName('operand'), node.childForFieldName('index')]
        const after = map && this.#parts(map, held)
        const keyed = after && key ? this.value(key, after) : (after ?? held)
        if (map && keyed) this.#use({ op: 'read' }, map, node, keyed, key)
        return keyed
      }
      case 'selector_expression':
        this.#use(value, node, node, held)
        return this.#parts(node, held)
      case 'unary_expression':
        return node.childForFieldName('operator')?.text === '<-' ? this.waiting(node, held) : this.#parts(node, held)
      case 'keyed_element': {
        const element = node.namedChildren.at(-1)
        return element ? this.value(element, held) : held
      }
      default:
        return this.#parts(node, held)
    }
  }

  /** What an expression is made of, but for itself. */
  #parts(node: Node, held: Held): State {
    if (node.type === 'call_expression' || node.type === 'index_expression' || node.type === 'func_literal') return this.value(node, held)
    if (node.type === 'selector_expression') {
      const operand = node.childForFieldName('operand')
      return operand ? this.#parts(operand, held) : held
    }
    return node.namedChildren.reduce((before: State, child) => before && this.value(child, before), held)
  }

  #assign(node: Node, held: Held): State {
    const [left, right] = [node.childForFieldName('left')?.namedChildren ?? [], node.childForFieldName('right')]
    const values = right?.type === 'expression_list' ? right.namedChildren : right ? [right] : []
    const after = values.reduce((before: State, one) => before && this.value(one, before), held)
    if (node.type === 'short_var_declaration') return after
    return left.reduce((before: State, one, index) => before && this.#target(one, before, values.length === left.length ? values[index] : undefined), after)
  }

  #target(node: Node | undefined, held: Held, assigned: Node | undefined): State {
    if (node?.type === 'parenthesized_expression') return this.#target(node.namedChildren[0], held, assigned)
    if (node?.type === 'index_expression') {
      const [map, key] = [node.childForFieldName('operand'), node.childForFieldName('index')]
      const after = map && this.#parts(map, held)
      const keyed = after && key ? this.value(key, after) : (after ?? held)
      if (map && keyed) this.#use({ op: 'write' }, map, node, keyed, key, assigned)
      return keyed
    }
    if (node?.type === 'selector_expression' || node?.type === 'identifier') this.#use({ op: 'store' }, node, node, held, undefined, assigned)
    return node ? this.#parts(node, held) : held
  }

  #call(call: Node, held: Held): State {
    const fn = call.childForFieldName('function')
    const list = call.childForFieldName('arguments')
    const called = fn?.type === 'func_literal' ? held : fn ? this.#parts(fn, held) : held
    const uses = usesByCall(call)
    const after = (list?.namedChildren ?? []).reduce((before: State, argument) => {
      if (before === undefined) return undefined
      const use = uses.find(({ map }) => map.id === argument.id)
      return use ? this.#parts(argument, before) : this.value(argument, before)
    }, called)
    if (after === undefined) return undefined
    for (const { map, op, by } of uses) this.#use({ op, by }, map, call, after, uses.length === 1 && op === 'delete' ? list?.namedChildren[1] : undefined)
    this.#note((common) => ({ ...common, kind: 'call', name: fn?.text ?? '' }), call, after)
    if (fn?.type === 'func_literal') return this.#closure(fn, after, 'body')
    if (isEnding(call)) return undefined
    return this.#lock(call, after)
  }

  #lock(call: Node, held: Held): State {
    const change = lockCall(call)
    switch (change?.kind) {
      case 'lock':
        this.#note((common) => ({ ...common, kind: 'lock', name: change.name }), call, held)
        return withHold(held, change.name, change.mode, call, ++this.#sections)
      case 'unlock': {
        this.#note((common) => ({ ...common, kind: 'unlock', name: change.name }), call, held)
        if (!held.has(change.name) && this.#inside === 'body') this.heldBefore.set(change.name, call)
        const result = new Map(held)
        result.delete(change.name)
        return result
      }
      case 'wait':
        return withHold(held, waited, 'maybe', call)
      case 'unclear':
        return withHold(unsure(held, held.keys()), unclear, 'maybe', call)
      case undefined:
        return this.#callee(call) === 'unclear' ? withHold(unsure(held, held.keys()), unclear, 'maybe', call) : held
    }
  }

  /** A `go` or `defer` statement: the arguments are evaluated now, the call is made then. */
  #later(node: Node, held: Held, inside: 'goroutine' | 'deferred'): State {
    const [call] = node.namedChildren
    if (call?.type !== 'call_expression') return held
    const fn = call.childForFieldName('function')
    const after = (call.childForFieldName('arguments')?.namedChildren ?? []).reduce((before: State, one) => before && this.value(one, before), held)
    if (after === undefined || fn?.type !== 'func_literal') return after
    // Whoever starts goroutines may hold its locks until they are done.
    const others = inside === 'goroutine' && [...held.keys()].every((name) => name === waited) ? nothingHeld : withHold(unsure(held, held.keys()), unclear, 'maybe', node)
    this.#closure(fn, others, inside)
    return after
  }

  #use({ op, by }: { readonly op: MapOperation; readonly by?: string | undefined }, map: Node, node: Node, held: Held, key?: Node | null, assigned?: Node): void {
    this.#note((common) => ({ ...common, kind: 'use', op, map, key: key ?? undefined, value: assigned, by }), node, held)
  }

  #note(make: (common: { readonly node: Node; readonly held: Held; readonly inside: Inside; readonly fn: Node }) => Step, node: Node, held: Held): void {
    if (!this.#silent && this.#fn) this.steps.push(make({ node, held, inside: this.#inside, fn: this.#fn }))
  }
}

function withHold(held: Held, name: string, mode: Hold['mode'], taken: Node, section = 0): Held {
  return new Map([...held, [name, { mode, section, taken }]])
}
