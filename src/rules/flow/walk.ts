/** Which locks are held at each step of a function: all ways through it are followed, and where they meet, what differs is not known. */
import type { Node } from 'web-tree-sitter'
import { ExpressionWalker } from './expressions.ts'
import { nothingHeld, type Held, type Hold } from './held.ts'
import type { Step } from './step.ts'
import { Ways } from './ways.ts'

export type Callee = (call: Node) => 'balanced' | 'unclear'

/** All steps of a function, closures included. `callee` tells of functions that leave with other locks than they came with. */
export function walkFunction(fn: Node, callee: Callee = () => 'balanced'): readonly Step[] {
  const first = walk(fn, callee, nothingHeld)
  if (first.heldBefore.size === 0) return first.steps
  // It unlocks what it has not locked, so that its callers have.
  const entry: Held = new Map(Array.from(first.heldBefore, ([name, taken]): [string, Hold] => [name, { mode: 'maybe', section: 0, taken }]))
  return walk(fn, callee, entry).steps
}

function walk(fn: Node, callee: Callee, entry: Held): ExpressionWalker {
  const expressions = new ExpressionWalker(callee, (closure, held, inside) => expressions.within(closure, inside, () => ways.through(closure, held)))
  const ways = new Ways<Held>(expressions)
  expressions.within(fn, 'body', () => ways.through(fn, entry))
  return expressions
}
