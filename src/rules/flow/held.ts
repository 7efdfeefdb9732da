import type { Node } from 'web-tree-sitter'

/** `maybe`: held on some ways to this place, or not known. */
export type Mode = 'write' | 'read' | 'maybe'

export interface Hold {
  readonly mode: Mode
  /** Which critical section: each call that takes a lock begins one. */
  readonly section: number
  /** The call that took the lock. */
  readonly taken: Node
}

/** The locks that are held at a place, by how the source calls them: `c.mu`. */
export type Held = ReadonlyMap<string, Hold>

export const nothingHeld: Held = new Map()

/** Undefined where no way leads to. */
export type State = Held | undefined

/** What is held where two ways meet. */
export function join(a: State, b: State): State {
  if (a === undefined) return b
  if (b === undefined || a === b) return a
  const joined = new Map<string, Hold>()
  for (const name of new Set([...a.keys(), ...b.keys()])) {
    const [left, right] = [a.get(name), b.get(name)]
    const known = left ?? right
    if (known === undefined) continue
    const same = left !== undefined && right !== undefined && left.mode === right.mode
    joined.set(name, same ? left : { ...known, mode: 'maybe' })
  }
  return joined
}

export function sameHeld(a: State, b: State): boolean {
  if (a === undefined || b === undefined) return a === b
  return a.size === b.size && [...a].every(([name, { mode, section }]) => b.get(name)?.mode === mode && b.get(name)?.section === section)
}

/** After something that may have locked or unlocked. */
export function unsure(held: Held, names: Iterable<string>): Held {
  const result = new Map(held)
  for (const name of names) {
    const known = held.get(name)
    if (known !== undefined) result.set(name, { ...known, mode: 'maybe' })
  }
  return result
}
