import type { Node } from 'web-tree-sitter'
import type { Hold } from '../flow/held.ts'
import { waited } from '../flow/locking.ts'
import type { Use } from '../flow/step.ts'
import { localOf } from '../types/scope.ts'

/** What a map belongs to, as the source calls it: `c` for `c.items`, nothing for a name. */
export function ownerOf(expression: string): string {
  const dot = expression.lastIndexOf('.')
  return dot < 0 ? '' : expression.slice(0, dot)
}

/**
 * The locks that are held for certain and belong to what the map belongs to: `c.mu`, or `c` itself with an embedded mutex; for a
 * variable of the package another one of it. A local map belongs to nobody: whose lock it is, nobody can say.
 */
export function ownLocks({ map, held }: Pick<Use, 'map' | 'held'>): readonly (readonly [string, Hold])[] {
  const owner = ownerOf(map.text)
  if (owner === '') return map.type === 'identifier' && localOf(map) === undefined ? [...held].filter(([name, { mode, taken }]) => mode !== 'maybe' && !name.includes('.') && isOfPackage(taken)) : []
  return [...held].filter(([name, { mode }]) => mode !== 'maybe' && (ownerOf(name) === owner || name === owner))
}

/** Whether the lock of a call such as `mu.Lock()` is no variable of a function. */
function isOfPackage(call: Node): boolean {
  const lock = call.childForFieldName('function')?.childForFieldName('operand')
  return lock?.type === 'identifier' && localOf(lock) === undefined
}

/** For what the map may be used there: the strongest of the locks, `maybe` when that is not certain. */
export function modeHeld({ held }: Pick<Use, 'held'>): 'write' | 'read' | 'maybe' | 'nothing' {
  const modes = [...held].filter(([name]) => name !== waited).map(([, { mode }]) => mode)
  return (['maybe', 'write', 'read'] as const).find((mode) => modes.includes(mode)) ?? 'nothing'
}
