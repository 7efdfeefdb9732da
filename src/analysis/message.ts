import type { Access, MapOperation, RacedMap } from '../model/finding.ts'
import { nameOf } from '../model/goroutine.ts'
import { compareLocks, heldTooWeakly, modifies } from '../model/locks.ts'
import { displayPath, userFrameOf, type ProgramOrigin } from '../model/origin.ts'

interface Verb {
  readonly passive: string
  readonly active: string
}

const verbs: Readonly<Record<MapOperation, Verb>> = {
  read: { passive: 'is read', active: 'reads it' },
  write: { passive: 'is written', active: 'writes it' },
  iterate: { passive: 'is iterated over', active: 'iterates over it' },
  delete: { passive: 'has an entry deleted', active: 'deletes from it' },
  clear: { passive: 'is cleared', active: 'clears it' },
  clone: { passive: 'is cloned', active: 'clones it' },
  load: { passive: 'is read', active: 'reads the variable' },
  store: { passive: 'is assigned', active: 'assigns it' },
}

/** One sentence that names both accesses and what is wrong with their locks, the modifying access first. */
export function describeRace(map: RacedMap, accesses: readonly [Access, Access], origin: ProgramOrigin): string {
  const [newer, older] = accesses
  const [subject, other] = !modifies(newer) && modifies(older) ? [older, newer] : [newer, older]
  const first = `${describeMap(map)} ${verbs[subject.op].passive} by ${nameOf(subject.goroutine)} at ${place(subject, origin)}`
  const second = `while ${nameOf(other.goroutine)} ${verbs[other.op].active} at ${place(other, origin)}`
  return `${first} ${second}${describeLocks([subject, other])}`
}

function describeLocks(accesses: readonly [Access, Access]): string {
  const verdict = compareLocks(accesses)
  switch (verdict.kind) {
    case 'unknown':
      return ''
    case 'none':
      return ', and neither holds a lock'
    case 'one-sided':
      return `, and only ${nameOf(accesses[verdict.holder].goroutine)} holds ${heldBy(accesses[verdict.holder])}`
    case 'different':
      return ', with no lock in common'
    case 'shared': {
      const weak = heldTooWeakly(accesses, verdict.modes)
      const lock = accesses[0].locks.find(({ address }) => address === verdict.address)?.name ?? 'one lock'
      return weak ? `, under ${lock}, which ${nameOf(weak.goroutine)} holds only for reading` : `, though under ${lock}`
    }
  }
}

function heldBy({ locks }: Access): string {
  const [lock] = locks
  return lock?.name !== undefined && locks.length === 1 ? lock.name : 'a lock'
}

function place(access: Access, origin: ProgramOrigin): string {
  const frame = userFrameOf(access, origin)
  return frame ? `${displayPath(frame.file, origin)}:${frame.line}` : 'an unknown place'
}

/** `cfg.data (field data of *Config, map[string]int)` */
function describeMap({ expression, variable, type }: RacedMap): string {
  if (expression === undefined) return shorten(type)
  const details = variable === undefined ? [type] : [variable.description, type]
  return `${shorten(expression)} (${details.map(shorten).join(', ')})`
}

const longest = 80

/** A type made of generic structs can have a name of a thousand characters; the finding keeps it whole. */
function shorten(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`
}
