/** Whether what one call has given, with something added to it, is what another one gets: where it was counted, and not set anew in between. */
import type { Node } from 'web-tree-sitter'
import { localOf } from '../types/scope.ts'
import { isEnding } from './endings.ts'
import { highest, join, keyOf, same, withLevel, type Key, type Level, type Levels } from './levels.ts'
import { Ways, type Meaning } from './ways.ts'

/** Whether the last argument of a call in `fn` may be a sum that the first result of `source` is part of. */
export function getsSumOf(source: Node, call: Node, fn: Node): boolean {
  const meaning = new Sums(source, call, fn)
  new Ways(meaning).through(fn, new Map())
  return meaning.found
}

class Sums implements Meaning<Levels> {
  readonly join = join
  readonly same = same
  found = false
  silent = false
  readonly #source: Node
  readonly #call: Node
  /** What closures set: nobody can say when they do. */
  readonly #unclear: ReadonlySet<Key>
  readonly #ways: Ways<Levels>
  #returned: Levels | undefined

  constructor(source: Node, call: Node, fn: Node) {
    this.#source = source
    this.#call = call
    this.#unclear = new Set(fn.descendantsOfType('func_literal').filter(({ id }) => id !== fn.id).flatMap(setFromInside))
    this.#ways = new Ways<Levels>(this)
  }

  statement(node: Node, levels: Levels): Levels | undefined {
    switch (node.type) {
      case 'go_statement':
      case 'defer_statement':
        return levels
      case 'short_var_declaration':
      case 'assignment_statement':
        return this.#assign(node, levels)
      case 'var_declaration':
        return node.descendantsOfType('var_spec').reduce((before: Levels | undefined, spec) => before && this.#assign(spec, before), levels)
      case 'inc_statement':
      case 'dec_statement': {
        const [counted] = node.namedChildren
        return counted && this.#levelOf(counted, levels) !== 'nothing' ? withLevel(levels, keyOf(counted), 'sum') : levels
      }
      default:
        return this.value(node, levels)
    }
  }

  /** What is in an expression: the two calls, closures, and addresses of variables, behind which they may be anything. */
  value(node: Node, levels: Levels): Levels | undefined {
    if (node.type === 'func_literal') return this.#closure(node, levels)
    const after = node.namedChildren.reduce((before: Levels | undefined, child) => before && this.value(child, before), levels)
    if (after === undefined) return undefined
    if (node.id === this.#source.id) return new Map()
    if (node.id === this.#call.id) this.#see(after)
    if (node.type === 'call_expression' && isEnding(node)) return undefined
    const [operand] = node.namedChildren
    return node.type === 'unary_expression' && node.text.startsWith('&') && operand?.type === 'identifier' ? withLevel(after, keyOf(operand), 'nothing') : after
  }

  head(clause: Node, levels: Levels): Levels | undefined {
    return clause.type === 'range_clause' ? this.#assign(clause, levels) : this.value(clause, levels)
  }

  leaving(node: Node, levels: Levels): void {
    this.#returned = this.join(this.#returned, this.value(node, levels))
  }

  waiting(node: Node, levels: Levels): Levels | undefined {
    return node.type === 'receive_statement' ? this.#assign(node, levels) : levels
  }

  silently<T>(work: () => T): T {
    const outer = this.silent
    this.silent = true
    const result = work()
    this.silent = outer
    return result
  }

  /** As if it were called where it stands. */
  #closure(node: Node, levels: Levels): Levels | undefined {
    const outer = this.#returned
    this.#returned = undefined
    const end = this.join(this.#ways.through(node, levels), this.#returned)
    this.#returned = outer
    return end ?? levels
  }

  #see(levels: Levels): void {
    const stored = this.#call.childForFieldName('arguments')?.namedChildren.at(-1)
    this.found ||= stored !== undefined && this.#levelOf(stored, levels) === 'sum'
  }

  #assign(node: Node, before: Levels): Levels | undefined {
    const right = node.childForFieldName('right') ?? node.childForFieldName('value')
    const levels = right ? this.value(right, before) : before
    if (levels === undefined) return undefined
    const names = node.type === 'var_spec' ? node.childrenForFieldName('name').filter(({ type }) => type === 'identifier') : (node.childForFieldName('left')?.namedChildren ?? [])
    const values = right?.type === 'expression_list' ? right.namedChildren : right ? [right] : []
    const operator = node.childForFieldName('operator')?.text ?? '='
    const declares = node.type === 'var_spec' || node.children.some(({ type }) => type === ':=')
    return names.reduce((known, name, index) => {
      if (name.type !== 'identifier') return known
      const gets = this.#levelOfPart(node, values, names.length, index, levels)
      const [had] = operator === '=' ? [] : [this.#levelOf(name, levels)]
      const both = highest([gets, had])
      return withLevel(known, declares ? name.id : keyOf(name), /^[+-]=$/.test(operator) && both !== 'nothing' ? 'sum' : both)
    }, levels)
  }

  /** What one name of several gets. The second result of a lookup, an assertion or a load only says whether there is one. */
  #levelOfPart({ type }: Node, values: readonly Node[], names: number, index: number, levels: Levels): Level {
    if (type === 'range_clause') return 'nothing'
    const [only] = values
    if (values.length === names) return values[index] ? this.#levelOf(values[index], levels) : 'nothing'
    if (only === undefined) return 'nothing'
    return index > 0 && (only.type !== 'call_expression' || only.id === this.#source.id) ? 'nothing' : this.#levelOf(only, levels)
  }

  #levelOf(node: Node, levels: Levels): Level {
    if (node.id === this.#source.id) return 'value'
    switch (node.type) {
      case 'identifier':
        return this.#levelOfName(node, levels)
      case 'func_literal':
        return 'nothing'
      case 'unary_expression':
        // What comes out of a channel is not the channel.
        return node.text.startsWith('<-') ? 'nothing' : highest(node.namedChildren.map((part) => this.#levelOf(part, levels)))
      case 'keyed_element':
        return highest(node.namedChildren.slice(1).map((value) => this.#levelOf(value, levels)))
      default: {
        const parts = highest(node.namedChildren.map((part) => this.#levelOf(part, levels)))
        const operator = node.type === 'binary_expression' ? (node.childForFieldName('operator')?.text ?? '') : ''
        if (/^(&&|\|\||[=!<>]=|[<>])$/.test(operator)) return 'nothing'
        return /^[+-]$/.test(operator) && parts !== 'nothing' ? 'sum' : parts
      }
    }
  }

  #levelOfName(name: Node, levels: Levels): Level {
    const local = localOf(name)
    const key = keyOf(name)
    if (this.#unclear.has(key)) return 'nothing'
    const known = levels.get(key)
    const around = local?.name.parent?.parent
    // `switch n := v.(type)`
    const switched = known === undefined && around?.type === 'type_switch_statement' ? around.childForFieldName('value') : null
    return switched ? this.#levelOf(switched, levels) : (known ?? 'nothing')
  }
}

/** Variables from outside of a closure that it sets to what they do not depend on. */
function setFromInside(closure: Node): readonly Key[] {
  return closure.descendantsOfType('assignment_statement').filter((one) => one.childForFieldName('operator')?.text === '=').flatMap((one) =>
    (one.childForFieldName('left')?.namedChildren ?? []).flatMap((name) => {
      const local = name.type === 'identifier' ? localOf(name) : undefined
      const inside = local !== undefined && local.name.startIndex >= closure.startIndex && local.name.endIndex <= closure.endIndex
      const itself = one.childForFieldName('right')?.descendantsOfType('identifier').some(({ text }) => text === name.text) ?? false
      return name.type !== 'identifier' || inside || itself ? [] : [keyOf(name)]
    }))
}
