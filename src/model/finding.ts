import type { Declaration } from './declaration.ts'
import type { LintMatch } from './lint.ts'
import type { EdgeKind, Guard, TimelineEvent } from './observation.ts'
import type { FindingRule } from './rule.ts'
import type { Suppression } from './suppression.ts'

/** A place in a Go source file. Lines count from 1. */
export interface Frame {
  readonly function: string
  readonly file: string
  readonly line: number
}

/** Where something is declared. */
export type Declared = Pick<Frame, 'file' | 'line'>

/** Innermost frame first. */
export type Stack = readonly Frame[]

/** What happens to a map; `load` and `store` happen to the variable that holds it. */
export const mapOperations = ['read', 'write', 'iterate', 'delete', 'clear', 'clone', 'load', 'store'] as const
export type MapOperation = (typeof mapOperations)[number]

/** What a finding is about at one place; `other` is what a lint rule found that is done to no map. */
export const operations = [...mapOperations, 'other'] as const
export type Operation = (typeof operations)[number]

export interface HeldLock {
  /** Address of the mutex, as `0x` and lower-case hexadecimal digits; absent where locks of many objects are meant. */
  readonly address?: string
  /** As the source knows it: `Config.mu` for a field, `mu` for a variable. Absent when that is not known. */
  readonly name?: string
  /** Where the mutex is declared; absent when the name may be another one's as well, as that of a pointer may. */
  readonly declaredAt?: Declared
  readonly mode: 'read' | 'write'
  /** The frames of the call that took the lock, innermost first; empty when the runtime no longer knows. */
  readonly acquiredAt: Stack
}

export interface Goroutine {
  /** The runtime's goroutine id; 1 is the main goroutine, 0 one that is not known any more, or many. */
  readonly id: number
  /** The stack of the `go` statement; empty for the main goroutine, or when it is not known. */
  readonly createdBy: Stack
  /** What it is, in words that hold for the next run as well: `the goroutine started at server.go:88 by (*Server).Serve`. */
  readonly name?: string
}

export interface Access {
  readonly op: Operation
  /** What a lint rule calls this place, where no goroutine and no lock is known: `write under RLock`. */
  readonly label?: string
  /** What this side calls the map, such as `c.data`; absent when that is not known. */
  readonly expression?: string
  readonly goroutine: Goroutine
  readonly stack: Stack
  /**
   * The function that makes the access is not in `stack`, only the call of it: the race detector of go1.27 leaves out who
   * reads a map as `v := m[k]`, where runtime.mapaccess1 calls runtime.mapaccess2.
   */
  readonly inCallee?: true
  readonly locks: readonly HeldLock[]
  /** Set where it was not recorded which locks were held; `locks` is empty then. */
  readonly locksUnknown?: true
  /** What was observed of all accesses that were made at this place by goroutines of this kind; absent when nothing was. */
  readonly observed?: Observed
}

/** Numbers that are samples: see MapUse. */
export interface Observed {
  readonly count: number
  readonly goroutines: number
}

export const variableKinds = ['field', 'package variable', 'local variable', 'parameter', 'element', 'result'] as const
export type VariableKind = (typeof variableKinds)[number]

/** Where the source keeps a map. */
export interface MapVariable {
  readonly kind: VariableKind
  /** What it is: `field data of *Config`, `package variable cache`, `element of field byUser of *Sessions`. */
  readonly description: string
  /** Where it is declared; absent for the result of a call. */
  readonly declaredAt?: Declared
  /** The mutexes that stand beside it: in the same struct, or in variables of the same package. */
  readonly mutexes: readonly string[]
  /** What comments at its declaration say about its maps; absent when there are none. */
  readonly declarations?: readonly Declaration[]
}

export interface RacedMap {
  /**
   * Go's name of the type, such as `map[string]int`; `map` when nobody could tell; `memory` where it is no map that raced;
   * empty where a lint finding is about no map.
   */
  readonly type: string
  /**
   * The source expression of the map, as that side has it which says most about where the map lives; `dst or src` when
   * its line uses more than one such map. Absent when it is not known: the sources were not there, or the lines say nothing.
   */
  readonly expression?: string
  /** Absent when it is not known, or not certain. */
  readonly variable?: MapVariable
  /** Absent where many maps are meant. */
  readonly address?: string
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
  /** The race detector of Go reported it; absent when MapSan's own engine did. */
  readonly detector?: 'race'
  /** What the two goroutines did before, the oldest first; absent when it was not observed. */
  readonly timeline?: readonly TimelineEvent[]
}

export interface Breach {
  readonly declaration: Declaration
  /** What ordered the two accesses, when the map went from one goroutine to another in a way that was not declared. */
  readonly by?: EdgeKind
  /** Where the second goroutine learnt of the first, and by which lock. */
  readonly at?: Stack
  readonly lock?: string
}

export interface Finding {
  /** Stable across runs, machines and moved lines: made from the rule, the map type and the two statements. */
  readonly id: string
  readonly rule: FindingRule
  readonly message: string
  readonly map: RacedMap
  /** Of a race both, the newer one first. A breach of a declaration has the access that broke it, and perhaps the one before. */
  readonly accesses: readonly [Access, ...Access[]]
  readonly count: number
  readonly fatal: boolean
  readonly detector?: 'race'
  /** What was declared, and how it was broken; absent for races. */
  readonly breach?: Breach
  /** What a lint rule has to say; absent for what was found in a run. */
  readonly lint?: LintMatch
  /** The lock that nearly all other accesses to the map held, if there is one and it was observed. */
  readonly guard?: Guard
  readonly timeline?: readonly TimelineEvent[]
  /** Why this finding does not count; absent when it does. */
  readonly suppression?: Suppression
}
