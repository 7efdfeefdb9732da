/** Which locks are held at each step of a function: all ways through it are followed, and where they meet, what differs is not known. */
import type { Node } from 'web-tree-sitter'
import { ExpressionWalker } from './expressions.ts'
import { join, nothingHeld, sameHeld, type Held, type Hold, type State } from './held.ts'
import type { Inside, Step } from './step.ts'

interface Loop {
  readonly label: string | undefined
  /** A switch or select, which `break` leaves and `continue` does not mean. */
  readonly breakOnly: boolean
  left: State
  continued: State
}

export type Callee = (call: Node) => 'balanced' | 'unclear'

/** All steps of a function, closures included. `callee` tells of functions that leave with other locks than they came with. */
export function walkFunction(fn: Node, callee: Callee = () => 'balanced'): readonly Step[] {
  const first = new Walker(callee)
  first.function(fn, nothingHeld, 'body')
  if (first.expressions.heldBefore.size === 0) return first.expressions.steps
  // It unlocks what it has not locked, so that its callers have.
  const entry: Held = new Map(Array.from(first.expressions.heldBefore, ([name, taken]): [string, Hold] => [name, { mode: 'maybe', section: 0, taken }]))
  const second = new Walker(callee)
  second.function(fn, entry, 'body')
  return second.expressions.steps
}

class Walker {
  readonly expressions: ExpressionWalker
  #loops: Loop[] = []

  constructor(callee: Callee) {
    this.expressions = new ExpressionWalker(callee, (closure, held, inside) => this.function(closure, held, inside))
  }

  function(fn: Node, held: Held, inside: Inside): State {
    const body = fn.childForFieldName('body')
    if (body === null) return held
    const outer = this.#loops
    this.#loops = []
    const end = this.expressions.within(fn, inside, () => this.#block(body, held))
    this.#loops = outer
    return end
  }

  #block(block: Node, state: State): State {
    return block.namedChildren.reduce((before: State, child) => this.#statement(child, before), state)
  }

  #statement(node: Node, state: State, label?: string): State {
    if (state === undefined) return undefined
    switch (node.type) {
      case 'comment':
        return state
      case 'block':
      case 'statement_list':
        return this.#block(node, state)
      case 'if_statement':
        return this.#if(node, state)
      case 'for_statement':
        return this.#for(node, state, label)
      case 'expression_switch_statement':
      case 'type_switch_statement':
      case 'select_statement':
        return this.#cases(node, state, label)
      case 'labeled_statement': {
        const name = node.childForFieldName('label')?.text
        return node.namedChildren.slice(1).reduce((before: State, child) => this.#statement(child, before, name), state)
      }
      case 'break_statement':
      case 'continue_statement':
        return this.#leave(node, state)
      case 'goto_statement':
      case 'return_statement':
        this.expressions.leaving(node, state)
        return undefined
      default:
        return this.expressions.statement(node, state)
    }
  }

  #if(node: Node, state: Held): State {
    const initializer = node.childForFieldName('initializer')
    const started = initializer ? this.#statement(initializer, state) : state
    const condition = node.childForFieldName('condition')
    const decided = condition && started ? this.expressions.value(condition, started) : started
    const consequence = node.childForFieldName('consequence')
    const alternative = node.childForFieldName('alternative')
    return join(consequence ? this.#statement(consequence, decided) : decided, alternative ? this.#statement(alternative, decided) : decided)
  }

  #for(node: Node, state: Held, label: string | undefined): State {
    const clause = node.namedChildren[0]
    const body = node.childForFieldName('body')
    const headed = clause && clause.id !== body?.id && clause.type !== 'for_clause' ? this.expressions.head(clause, state) : state
    const initializer = clause?.type === 'for_clause' ? clause.childForFieldName('initializer') : null
    const entry = initializer ? this.#statement(initializer, headed) : headed
    if (body === null) return entry
    const endless = clause === undefined || clause.id === body.id || (clause.type === 'for_clause' && clause.childForFieldName('condition') === null)
    const round = (before: State): { readonly loop: Loop; readonly end: State } => {
      const loop: Loop = { label, breakOnly: false, left: undefined, continued: undefined }
      this.#loops.push(loop)
      const condition = clause?.type === 'for_clause' ? clause.childForFieldName('condition') : null
      const begun = condition && before ? this.expressions.value(condition, before) : before
      const end = join(this.#statement(body, begun), loop.continued)
      this.#loops.pop()
      const update = clause?.type === 'for_clause' ? clause.childForFieldName('update') : null
      return { loop, end: update ? this.#statement(update, end) : end }
    }
    // What the first round leaves is what the second begins with. Inside of such a trial one round has to do: loops can be nested.
    const again = this.expressions.silent ? entry : join(entry, this.expressions.silently(() => round(entry)).end)
    const { loop, end } = round(sameHeld(again, entry) ? entry : again)
    return join(endless ? undefined : join(entry, end), loop.left)
  }

  #cases(node: Node, state: Held, label: string | undefined): State {
    const initializer = node.childForFieldName('initializer')
    const started = initializer ? this.#statement(initializer, state) : state
    const value = node.childForFieldName('value')
    const decided = value && started ? this.expressions.value(value, started) : started
    const loop: Loop = { label, breakOnly: true, left: undefined, continued: undefined }
    this.#loops.push(loop)
    const cases = node.namedChildren.filter(({ type }) => type.endsWith('_case'))
    const ends = cases.map((one) => {
      const communication = one.childForFieldName('communication')
      const chosen = decided && node.type === 'select_statement' ? this.expressions.waiting(communication ?? one, decided) : decided
      const list = one.namedChildren.find(({ type }) => type === 'statement_list')
      const values = one.childForFieldName('value')
      const begun = chosen && values && one.type === 'expression_case' ? this.expressions.value(values, chosen) : chosen
      return list ? this.#block(list, begun) : begun
    })
    this.#loops.pop()
    const complete = node.type === 'select_statement' || cases.some(({ type }) => type === 'default_case')
    return join(ends.reduce(join, complete ? undefined : decided), loop.left)
  }

  #leave(node: Node, state: Held): State {
    const label = node.namedChildren[0]?.text
    const continues = node.type === 'continue_statement'
    const loop = this.#loops.findLast((one) => (label === undefined ? !(continues && one.breakOnly) : one.label === label))
    if (loop === undefined) return undefined
    if (continues) loop.continued = join(loop.continued, state)
    else loop.left = join(loop.left, state)
    return undefined
  }
}
