import type { Access, Operation, RacedMap } from '../model/finding.ts'
import { areMany, whoMade } from '../model/goroutine.ts'
import { compareLocks, heldTooWeakly, modifies } from '../model/locks.ts'
import type { Guard } from '../model/observation.ts'
import { displayPath, userFrameOf, type ProgramOrigin } from '../model/origin.ts'

interface Verb {
  readonly passive: string
  readonly active: string
  /** Of many goroutines. */
  readonly actives: string
}

export const verbs: Readonly<Record<Operation, Verb>> = {
  read: { passive: 'is read', active: 'reads it', actives: 'read it' },
  write: { passive: 'is written', active: 'writes it', actives: 'write it' },
  iterate: { passive: 'is iterated over', active: 'iterates over it', actives: 'iterate over it' },
  delete: { passive: 'has an entry deleted', active: 'deletes from it', actives: 'delete from it' },
  clear: { passive: 'is cleared', active: 'clears it', actives: 'clear it' },
  clone: { passive: 'is cloned', active: 'clones it', actives: 'clone it' },
  load: { passive: 'is read', active: 'reads the variable', actives: 'read the variable' },
  store: { passive: 'is assigned', active: 'assigns it', actives: 'assign it' },
  other: { passive: 'is used', active: 'uses it', actives: 'use it' },
}

/** One sentence that names both accesses and what is wrong with their locks, the modifying access first. */
export function describeRace(map: RacedMap, accesses: readonly [Access, Access], origin: ProgramOrigin, guard?: Guard): string {
  const [newer, older] = accesses
  const [subject, other] = !modifies(newer) && modifies(older) ? [older, newer] : [newer, older]
  const [by, at] = [` by ${whoMade(subject)}`, atPlaceOf(subject, origin)]
  // What is known of many goroutines names a place as well.
  const first = `${describeMap(map)} ${verbs[subject.op].passive}${subject.observed === undefined ? by + at : at + by}`
  const second = `while ${whoMade(other)} ${verbs[other.op][areMany(other) ? 'actives' : 'active']}${atPlaceOf(other, origin)}`
  return `${first} ${second}${describeLocks([subject, other])}${describeGuard(guard)}`
}

/** `; 4,310 of 4,312 accesses held Config.mu` */
function describeGuard(guard: Guard | undefined): string {
  return guard === undefined ? '' : `; ${grouped(guard.held)} of ${grouped(guard.of)} accesses held ${guard.lock}`
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}

function describeLocks(accesses: readonly [Access, Access]): string {
  const verdict = compareLocks(accesses)
  switch (verdict.kind) {
    case 'unknown':
      return ''
    case 'none':
      return ', and neither holds a lock'
    case 'one-sided':
      return `, and only ${referTo(accesses, verdict.holder)} ${heldBy(accesses[verdict.holder])}`
    case 'different':
      return ', with no lock in common'
    case 'shared': {
      const weak = heldTooWeakly(accesses, verdict.modes)
      const lock = verdict.lock.name ?? 'one lock'
      return weak ? `, under ${lock}, which ${referTo(accesses, weak === accesses[0] ? 0 : 1)} only for reading` : `, though under ${lock}`
    }
  }
}

/** Short for one of the two that the sentence has named, and its verb: names can be long. */
function referTo(accesses: readonly [Access, Access], index: 0 | 1): string {
  const access = accesses[index]
  const short = access.observed === undefined ? whoMade(access) : index === 0 ? 'the former' : 'the latter'
  return `${short} ${areMany(access) ? 'hold' : 'holds'}`
}

function heldBy({ locks }: Access): string {
  const [lock] = locks
  return lock?.name !== undefined && locks.length === 1 ? lock.name : 'a lock'
}

function atPlaceOf(access: Access, origin: ProgramOrigin): string {
  return ` ${access.inCallee ? 'in a function called at' : 'at'} ${placeOf(access, origin)}`
}

export function placeOf(access: Access, origin: ProgramOrigin): string {
  const frame = userFrameOf(access, origin)
  return frame ? `${displayPath(frame.file, origin)}:${frame.line}` : 'an unknown place'
}

/** What to say when all that is known is what kind of thing it is. */
const unknownTypes: Readonly<Record<string, string>> = { map: 'a map', memory: 'the same memory' }

/** `cfg.data (field data of *Config, map[string]int)` */
export function describeMap({ expression, variable, type }: RacedMap): string {
  if (expression === undefined) return unknownTypes[type] ?? shorten(type)
  const details = [...(variable === undefined ? [] : [variable.description]), ...(type in unknownTypes ? [] : [type])]
  if (details.length === 0) return shorten(expression)
  return `${shorten(expression)} (${details.map(shorten).join(', ')})`
}

const longest = 80

/** A type made of generic structs can have a name of a thousand characters; the finding keeps it whole. */
function shorten(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`
}
