import type { Access, Finding, Frame } from '../model/finding.ts'
import { modifies } from '../model/locks.ts'
import { displayPath, ownFrameOf, siteOf, type ProgramOrigin } from '../model/origin.ts'
import { describeSide, operationNouns } from './terminal/words.ts'
import { printable } from './text.ts'

/** One of the accesses, as reports show it that know one place only. */
export interface Side {
  readonly access: Access
  /** The innermost line in the user's own modules, which a pull request can show; undefined when there is no stack. */
  readonly frame: Frame | undefined
  /** `write by goroutine 8` */
  readonly title: string
  /** `config/config.go:31` */
  readonly place: string
}

/** A side whose place is known first, of two such the modifying one, else the smaller place: whichever came first in time, so that each run says the same. */
export function sidesOf({ accesses }: Pick<Finding, 'accesses'>, origin: ProgramOrigin): readonly [Side, ...Side[]] {
  const newer = sideOf(accesses[0], origin)
  const [older] = accesses.slice(1).map((access) => sideOf(access, origin))
  if (older === undefined) return [newer]
  // A lint rule has its own order.
  return newer.access.label === undefined && precedes(older, newer) ? [older, newer] : [newer, older]
}

/** The type, if it is known: the race detector of Go says only that it was a map, or other memory; a lint finding may be about no map. */
export function typeOf({ type }: Finding['map']): string | undefined {
  return type === 'map' || type === 'memory' || type === '' ? undefined : type
}

/** What stays the same from run to run: `map[string]int: read in main.get, write in main.set`. */
export function summaryOf({ map, accesses, lint }: Pick<Finding, 'map' | 'accesses' | 'lint'>): string {
  if (lint !== undefined) return `${lint.title} in ${siteOf(accesses[0])?.function ?? 'an unknown function'}`
  const sides = accesses.map((access) => `${operationNouns[access.op]} in ${siteOf(access)?.function ?? 'an unknown function'}`)
  return `${map.type}: ${sides.sort().join(', ')}`
}

function sideOf(access: Access, origin: ProgramOrigin): Side {
  const frame = ownFrameOf(access, origin)
  const place = frame ? `${printable(displayPath(frame.file, origin))}:${frame.line}` : 'an unknown place'
  return { access, frame, title: printable(describeSide(access)), place }
}

function precedes(a: Side, b: Side): boolean {
  if ((a.frame === undefined) !== (b.frame === undefined)) return a.frame !== undefined
  const byKind = Number(modifies(b.access)) - Number(modifies(a.access))
  if (byKind !== 0) return byKind < 0
  if (a.frame?.file !== b.frame?.file) return (a.frame?.file ?? '') < (b.frame?.file ?? '')
  return (a.frame?.line ?? 0) < (b.frame?.line ?? 0)
}
