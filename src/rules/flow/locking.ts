import type { Node } from 'web-tree-sitter'

export type LockCall =
  | { readonly kind: 'lock'; readonly name: string; readonly mode: 'read' | 'write' }
  | { readonly kind: 'unlock'; readonly name: string }
  /** A lock may have been taken or released, nobody can say which. */
  | { readonly kind: 'unclear' }
  /** Another goroutine was waited for. */
  | { readonly kind: 'wait' }

/** Holds that have no name. What is held of `unclear` may be any lock; `waited` stands for an order made by other means. */
export const unclear = '*lock'
export const waited = '*wait'

const calls: Readonly<Record<string, (name: string) => LockCall>> = {
  Lock: (name) => ({ kind: 'lock', name, mode: 'write' }),
  RLock: (name) => ({ kind: 'lock', name, mode: 'read' }),
  Unlock: (name) => ({ kind: 'unlock', name }),
  RUnlock: (name) => ({ kind: 'unlock', name }),
  Wait: () => ({ kind: 'wait' }),
}

/** What a call does to locks, as far as its name says; undefined when it has nothing to do with them. */
export function lockCall(call: Node): LockCall | undefined {
  const fn = call.childForFieldName('function')
  const method = fn?.type === 'selector_expression' ? fn.childForFieldName('field')?.text : fn?.text
  if (method === undefined) return undefined
  const operand = fn?.type === 'selector_expression' ? fn.childForFieldName('operand') : null
  const known = Object.hasOwn(calls, method) ? calls[method] : undefined
  if (known !== undefined && operand !== null) return known(lockName(operand))
  return /lock|acquire/i.test(method) && !/block|clock|locks?ize/i.test(method) ? { kind: 'unclear' } : undefined
}

/** `c.mu` for `c.mu`, `(&c.mu)` and `(*c).mu`. */
export function lockName(operand: Node): string {
  return operand.text.replace(/[\s()&*]/g, '')
}
