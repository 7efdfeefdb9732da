import type { Node } from 'web-tree-sitter'
import type { MapOperation } from '../../model/finding.ts'
import type { Held } from './held.ts'

/** Whose code it is: the function's own, or a closure's that runs in a goroutine, at the end, or whenever it is called. */
export type Inside = 'body' | 'goroutine' | 'deferred' | 'closure'

interface Common {
  readonly node: Node
  /** The locks that are held before it. */
  readonly held: Held
  readonly inside: Inside
  /** The function or closure that it stands in. */
  readonly fn: Node
}

/** Something is done to what may be a map: whether it is one, types have to say. */
export interface Use extends Common {
  readonly kind: 'use'
  readonly op: MapOperation
  readonly map: Node
  readonly key?: Node | undefined
  /** What is assigned: to the entry, or to the variable. */
  readonly value?: Node | undefined
  /** What reads or copies all of it: `json.Marshal`, `range`. */
  readonly by?: string | undefined
}

export interface Call extends Common {
  readonly kind: 'call'
  /** As it is written: `c.flush`. */
  readonly name: string
}

export interface LockChange extends Common {
  readonly kind: 'lock' | 'unlock'
  readonly name: string
}

export interface Return extends Common {
  readonly kind: 'return'
}

/** What a function does, in the order of its source. */
export type Step = Use | Call | LockChange | Return
