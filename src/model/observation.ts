import type { HeldLock, MapVariable, Operation, Stack } from './finding.ts'

/** A place in the program, and the kind of goroutine that used a map there. */
export interface Place {
  readonly op: Operation
  /** What is written there for the map, such as `c.data`; absent when that is not known. */
  readonly expression?: string
  /** What keeps the map there; absent when that is not known, and in reports, which have it for all places of a map. */
  readonly variable?: MapVariable
  readonly stack: Stack
  /** The stack of the `go` statement of the goroutine; empty for the main goroutine, or when it is not known. */
  readonly createdBy: Stack
  /** The kind of goroutine in words: `the goroutine started at server.go:88 by (*Server).Serve`. */
  readonly goroutine?: string
}

/** A lock that was held, of whatever object: `Config.mu` of one Config or another. */
export type ObservedLock = Omit<HeldLock, 'address'>

/**
 * What was observed at one place, under the same locks. Accesses are sampled: of those that a goroutine makes to one map
 * without synchronising in between, the first is counted.
 */
export interface MapUse extends Place {
  readonly locks: readonly ObservedLock[]
  readonly count: number
  /** How many goroutines: at least so many. */
  readonly goroutines: number
}

export const edgeKinds = ['go statement', 'lock', 'channel', 'WaitGroup', 'once', 'atomic', 'other', 'nothing', 'unknown'] as const
/**
 * What ordered two uses: where the second goroutine came to know of the first use, be it from that goroutine or by way of
 * others. `nothing` is a race; `unknown` is an order that it has known for too long to tell.
 */
export type EdgeKind = (typeof edgeKinds)[number]

/** What ordered two accesses. */
export const edgeNouns: Readonly<Record<EdgeKind, string>> = {
  'go statement': 'a go statement',
  lock: 'a lock',
  channel: 'a channel',
  WaitGroup: 'a WaitGroup',
  once: 'a sync.Once',
  atomic: 'an atomic',
  other: 'other means',
  nothing: 'nothing: they race',
  unknown: 'something that is not known any more',
}

/** A map went from one goroutine to another. */
export interface HandOver {
  readonly from: Place
  readonly to: Place
  readonly by: EdgeKind
  /**
   * Where the second goroutine learnt of the first, runtime's own frames left out; empty when there is no such place. Of an
   * order that is `unknown`: where the first goroutine had taken a lock that it held during the second use.
   */
  readonly at: Stack
  /**
   * Whether the second goroutine received from some channel after it had learnt of the first: then the map may have come
   * over that channel, though something else had ordered the two before. Absent when that is not known.
   */
  readonly received?: boolean
  /** The lock by which it was handed over, or that was held meanwhile (`unknown`), if it was one whose name is known. */
  readonly lock?: string
  readonly count: number
}

/**
 * A goroutine took a map back from another one, which comes back as well; one of the two modifies it, and no lock kept them apart.
 * That is not said to be wrong: where such are recorded, channels, WaitGroups and atomics are not seen.
 */
export type Exchange = Pick<HandOver, 'from' | 'to' | 'count'>

/**
 * Maps that were each used by more than one goroutine: those of one type whose first use was at one place. Only what happened
 * from the moment on when a second goroutine used the map is in here, but for the first use.
 */
export interface SharedMaps {
  readonly type: string
  readonly expression?: string
  readonly variable?: MapVariable
  /** How many maps. */
  readonly count: number
  /** The first use of the first of them. Its goroutine counts as the owner. */
  readonly first: Place
  readonly uses: readonly MapUse[]
  readonly handOvers: readonly HandOver[]
  /** Absent but where a program with the hooks of `mapsan instrument` was asked for them. */
  readonly exchanges?: readonly Exchange[]
  /** Absent when no lock is held by nearly all uses. */
  readonly guard?: Guard
}

/** The lock under which a map was used most often. */
export interface Guard {
  /** `Config.mu`; where it is taken, when it has no name that is known. */
  readonly lock: string
  /** Accesses that held it: those that modify the map for writing, the others for reading or writing. */
  readonly held: number
  /** All accesses. */
  readonly of: number
}

/** A map that has a guard, and is modified, and is used at these places without it: not ordered by design, it seems, but by luck. */
export interface GuardGap {
  readonly map: Pick<SharedMaps, 'type' | 'expression' | 'variable'>
  readonly guard: Guard
  readonly places: readonly MapUse[]
}

export const timelineKinds = ['lock', 'read lock', 'unlock', 'read unlock', 'go statement', 'start', 'access'] as const
export type TimelineKind = (typeof timelineKinds)[number]

/** Something that one of the two goroutines of a race did shortly before it. */
export interface TimelineEvent {
  /** Nanoseconds before the newer access: 0 for that access. */
  readonly before: number
  /** The goroutine's id. */
  readonly goroutine: number
  readonly kind: TimelineKind
  /** The address of the lock; the id of the goroutine that was started, in decimal digits. */
  readonly object?: string
  /** The name of the lock, such as `Config.mu`. */
  readonly name?: string
  readonly stack: Stack
}
