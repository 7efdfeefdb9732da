import type { RaceEvent } from './finding.ts'
import type { SharedMaps } from './observation.ts'

/** How the process that wrote a stream ended, as far as it could say. */
export type ProcessState = 'running' | 'exited' | 'died' | 'unknown'

/** Which map accesses were tracked: all of them, or samples; `by rest`: none for some of the time, and no synchronisation. */
export type Sampling = 'none' | 'by site' | 'by time' | 'by rest'

/** What became of the setting `max_overhead`. Costs are in thousandths of what the program costs by itself. */
export interface OverheadBudget {
  readonly limit: number
  /** Measured since the start. */
  readonly maps: number
  readonly synchronisation: number
  /** Map accesses that were not looked at. */
  readonly skipped: number
  /** The cheapest way that was in use. */
  readonly sampling: Sampling
  /** Thousandths of the time in which nothing was tracked at all. */
  readonly rested: number
}

export interface StreamHeader {
  readonly pid: number
  readonly state: ProcessState
  /** Such as `go1.26.8`; empty when the stream does not say. */
  readonly goVersion: string
  /** Races seen, repeats included. */
  readonly races: number
  /** Distinct races that found no room in the stream. */
  readonly dropped: number
  /** Map accesses that were checked but not recorded, because no slot was free. */
  readonly untracked: number
  /** The most goroutines that were tracked at once, and how many could have been. */
  readonly slotsPeak: number
  readonly slotLimit: number
  /** Absent when none was set. */
  readonly budget?: OverheadBudget
  /** How much of how maps are shared found no room, repeats included; absent when that was not observed. */
  readonly unobserved?: number
}

export interface DecodeWarning {
  /** Byte offset in the stream. */
  readonly offset: number
  readonly message: string
}

/** All that one process recorded, or all of it that can still be read. */
export interface DecodedStream {
  readonly header: StreamHeader
  readonly races: readonly RaceEvent[]
  /** Absent when the process did not observe how maps are shared. */
  readonly sharedMaps?: readonly SharedMaps[]
  readonly warnings: readonly DecodeWarning[]
}
