/** All ways through a function: where they part, where they meet, and where none goes on. */
import type { Node } from 'web-tree-sitter'

/** What is followed along the ways. What is undefined has no way that leads to it. */
export interface Meaning<State> {
  /** What a statement that has no ways of its own does. */
  statement(node: Node, state: State): State | undefined
  value(node: Node, state: State): State | undefined
  /** The head of a loop. */
  head(clause: Node, state: State): State | undefined
  /** A `return` or a `goto`. */
  leaving(node: Node, state: State): void
  /** What a select waits for. */
  waiting(node: Node, state: State): State | undefined
  /** What is known where two ways meet. */
  join(a: State | undefined, b: State | undefined): State | undefined
  same(a: State | undefined, b: State | undefined): boolean
  /** Whether this is a trial, to see what a loop does to the state. */
  readonly silent: boolean
  silently<T>(work: () => T): T
}

interface Loop<State> {
  readonly label: string | undefined
  /** A switch or select, which `break` leaves and `continue` does not mean. */
  readonly breakOnly: boolean
  left: State | undefined
  continued: State | undefined
}

export class Ways<State> {
  readonly #meaning: Meaning<State>
  #loops: Loop<State>[] = []

  constructor(meaning: Meaning<State>) {
    this.#meaning = meaning
  }

  /** From the head of a function or closure to its end; undefined where all ways return before. */
  through(fn: Node, state: State): State | undefined {
    const body = fn.childForFieldName('body')
    if (body === null) return state
    const outer = this.#loops
    this.#loops = []
    const end = this.#block(body, state)
    this.#loops = outer
    return end
  }

  #block(block: Node, state: State | undefined): State | undefined {
    return block.namedChildren.reduce((before: State | undefined, child) => this.#statement(child, before), state)
  }

  #statement(node: Node, state: State | undefined, label?: string): State | undefined {
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
        return node.namedChildren.slice(1).reduce((before: State | undefined, child) => this.#statement(child, before, name), state)
      }
      case 'break_statement':
      case 'continue_statement':
        return this.#leave(node, state)
      case 'goto_statement':
      case 'return_statement':
        this.#meaning.leaving(node, state)
        return undefined
      default:
        return this.#meaning.statement(node, state)
    }
  }

  #if(node: Node, state: State): State | undefined {
    const initializer = node.childForFieldName('initializer')
    const started = initializer ? this.#statement(initializer, state) : state
    const condition = node.childForFieldName('condition')
    const decided = condition && started ? this.#meaning.value(condition, started) : started
    const consequence = node.childForFieldName('consequence')
    const alternative = node.childForFieldName('alternative')
    return this.#meaning.join(consequence ? this.#statement(consequence, decided) : decided, alternative ? this.#statement(alternative, decided) : decided)
  }

  #for(node: Node, state: State, label: string | undefined): State | undefined {
    const clause = node.namedChildren[0]
    const body = node.childForFieldName('body')
    const headed = clause && clause.id !== body?.id && clause.type !== 'for_clause' ? this.#meaning.head(clause, state) : state
    const initializer = clause?.type === 'for_clause' ? clause.childForFieldName('initializer') : null
    const entry = initializer ? this.#statement(initializer, headed) : headed
    if (body === null) return entry
    const endless = clause === undefined || clause.id === body.id || (clause.type === 'for_clause' && clause.childForFieldName('condition') === null)
    const round = (before: State | undefined): { readonly loop: Loop<State>; readonly end: State | undefined } => {
      const loop: Loop<State> = { label, breakOnly: false, left: undefined, continued: undefined }
      this.#loops.push(loop)
      const condition = clause?.type === 'for_clause' ? clause.childForFieldName('condition') : null
      const begun = condition && before ? this.#meaning.value(condition, before) : before
      const end = this.#meaning.join(this.#statement(body, begun), loop.continued)
      this.#loops.pop()
      const update = clause?.type === 'for_clause' ? clause.childForFieldName('update') : null
      return { loop, end: update ? this.#statement(update, end) : end }
    }
    // What the first round leaves is what the second begins with. Inside of such a trial one round has to do: loops can be nested.
    const again = this.#meaning.silent ? entry : this.#meaning.join(entry, this.#meaning.silently(() => round(entry)).end)
    const { loop, end } = round(this.#meaning.same(again, entry) ? entry : again)
    return this.#meaning.join(endless ? undefined : this.#meaning.join(entry, end), loop.left)
  }

  #cases(node: Node, state: State, label: string | undefined): State | undefined {
    const initializer = node.childForFieldName('initializer')
    const started = initializer ? this.#statement(initializer, state) : state
    const value = node.childForFieldName('value')
    const decided = value && started ? this.#meaning.value(value, started) : started
    const loop: Loop<State> = { label, breakOnly: true, left: undefined, continued: undefined }
    this.#loops.push(loop)
    const cases = node.namedChildren.filter(({ type }) => type.endsWith('_case'))
    const ends = cases.map((one) => {
      const communication = one.childForFieldName('communication')
      const chosen = decided && node.type === 'select_statement' ? this.#meaning.waiting(communication ?? one, decided) : decided
      const list = one.namedChildren.find(({ type }) => type === 'statement_list')
      const values = one.childForFieldName('value')
      const begun = chosen && values && one.type === 'expression_case' ? this.#meaning.value(values, chosen) : chosen
      return list ? this.#block(list, begun) : begun
    })
    this.#loops.pop()
    const complete = node.type === 'select_statement' || cases.some(({ type }) => type === 'default_case')
    return this.#meaning.join(ends.reduce((a, b) => this.#meaning.join(a, b), complete ? undefined : decided), loop.left)
  }

  #leave(node: Node, state: State): State | undefined {
    const label = node.namedChildren[0]?.text
    const continues = node.type === 'continue_statement'
    const loop = this.#loops.findLast((one) => (label === undefined ? !(continues && one.breakOnly) : one.label === label))
    if (loop === undefined) return undefined
    if (continues) loop.continued = this.#meaning.join(loop.continued, state)
    else loop.left = this.#meaning.join(loop.left, state)
    return undefined
  }
}
