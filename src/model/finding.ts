/** A place in a Go source file. Lines count from 1. */
export interface Frame {
  readonly function: string
  readonly file: string
  readonly line: number
}

/** Innermost frame first. */
export type Stack = readonly Frame[]

export const mapOperations = ['read', 'write', 'iterate', 'delete', 'clear', 'clone'] as const
export type MapOperation = (typeof mapOperations)[number]

export interface HeldLock {
  /** Address of the mutex, as `0x` and lower-case hexadecimal digits. */
  readonly address: string
  readonly mode: 'read' | 'write'
  /** The frames of the call that took the lock, innermost first; empty when the runtime no longer knows. */
  readonly acquiredAt: Stack
}

export interface Goroutine {
  /** The runtime's goroutine id; 1 is the main goroutine, 0 one that is not known any more. */
  readonly id: number
  /** The stack of the `go` statement; empty for the main goroutine, or when it is not known. */
  readonly createdBy: Stack
}

export interface Access {
  readonly op: MapOperation
  readonly goroutine: Goroutine
  readonly stack: Stack
  readonly locks: readonly HeldLock[]
}

export interface RacedMap {
  /** Go's name of the type, such as `map[string]int`; `map` when the runtime could not tell. */
  readonly type: string
  /** The source expression of the map, when it is known. */
  readonly expression?: string
  readonly address: string
}

/** What one process recorded about one pair of accesses. */
export interface RaceEvent {
  readonly map: RacedMap
  /** The newer access, which noticed the race, comes first. */
  readonly accesses: readonly [Access, Access]
  /** How often this pair of sites raced. */
  readonly count: number
  /** The runtime ended the process with `fatal error: concurrent map …` at this access. */
  readonly fatal: boolean
}

export interface Finding {
  /** Stable across runs: made from the rule, the map type and the two sites. */
  readonly id: string
  readonly rule: 'map-race'
  readonly message: string
  readonly map: RacedMap
  readonly accesses: readonly [Access, Access]
  readonly count: number
  readonly fatal: boolean
}
