/** What to change: one or two sentences for each rule. */
import type { Access, Finding, HeldLock } from '../model/finding.ts'
import { compareLocks, heldTooWeakly, holdOf } from '../model/locks.ts'
import type { Guard } from '../model/observation.ts'
import { isRuleId, type RuleId } from '../model/rule.ts'
import { describeSide } from './terminal/words.ts'
import { grouped, printable } from './text.ts'

export function advice(finding: Finding): string {
  const { rule, lint } = finding
  return isRuleId(rule) ? advices[rule](finding) : (lint?.advice ?? '')
}

const advices: Readonly<Record<RuleId, (finding: Finding) => string>> = {
  'map-race': adviseRace,
  'map-variable-race': adviseRace,
  owner: () => 'Hand the map over by a channel or a go statement only: send it, and do not use it any more. If goroutines are to share it, guard it with a lock and take the comment away.',
  'guarded-by': adviseGuard,
  'data-race': () => 'Guard both places with one lock, use the types of sync/atomic, or leave the memory to one goroutine.',
}

function adviseRace(finding: Finding): string {
  const { accesses, guard } = finding
  const sides = guard === undefined ? [] : accesses.filter((access) => holdOf(access, guard.lock) !== 'enough')
  return guard === undefined || sides.length === 0 ? adviseByLocks(finding) : adviseGuarded(guard, sides)
}

/** For a map with a guard: which of the sides lack it. */
function adviseGuarded(guard: Guard, [side, ...others]: readonly Access[]): string {
  const lock = printable(guard.lock)
  const share = `${describeShare(guard)} held ${lock}`
  if (side === undefined || others.length > 0) return `${share}, and neither of these two. Take it at both places.`
  if (holdOf(side, guard.lock) === 'too weak') return `${share}, but the ${describeSide(side)} only for reading: use Lock there instead of RLock.`
  return `${share}, but not the ${describeSide(side)}: take it there.`
}

/** `4,310 of 4,312 accesses` */
export function describeShare({ held, of }: Guard): string {
  return `${grouped(held)} of ${grouped(of)} accesses`
}

/** What the locks of both sides mean for this race. */
function adviseByLocks({ accesses: [newer, older], map, detector }: Finding): string {
  if (older === undefined) return 'Guard the map with one lock, or leave it to one goroutine.'
  const verdict = compareLocks([newer, older])
  switch (verdict.kind) {
    case 'unknown':
      if (detector === 'race') return `Guard both places with ${candidate(map.variable?.mutexes)}, or ${alternative([newer, older])}.`
      if (newer.locksUnknown || older.locksUnknown) return 'Both were in the middle of it at the same time, so no lock kept them apart. Guard both places with one lock, or leave the map to one goroutine.'
      return 'One of the two accesses is not known any more. Run again to catch both.'
    case 'none':
      return `Guard both places with ${candidate(map.variable?.mutexes)}, or ${alternative([newer, older])}.`
    case 'one-sided': {
      const other = verdict.holder === 0 ? older : newer
      return `Only the ${describeSide(verdict.holder === 0 ? newer : older)} holds a lock. If it guards this map, the ${describeSide(other)} needs it too.`
    }
    case 'different':
      return 'Both sides hold locks, but none in common. Only a lock that both take keeps them apart.'
    case 'shared': {
      const weak = heldTooWeakly([newer, older], verdict.modes)
      return weak
        ? `Both sides hold ${describeLock(verdict.lock)}, but the ${describeSide(weak)} only for reading: use Lock there instead of RLock.`
        : `Both sides hold ${describeLock(verdict.lock)}. Was it unlocked by another goroutine than the one that locked it?`
    }
  }
}

function adviseGuard({ accesses: [access], breach }: Finding): string {
  const lock = breach?.declaration.kind === 'guardedby' ? breach.declaration.lock : 'the declared lock'
  const weak = holdOf(access, lock) === 'too weak'
  return weak ? `Hold ${printable(lock)} for writing there: use Lock instead of RLock.` : `Take ${printable(lock)} there, or in whoever calls it.`
}

export function describeLock({ name, address }: Pick<HeldLock, 'name' | 'address'>): string {
  if (name === undefined) return address === undefined ? 'a lock' : `lock ${address}`
  return address === undefined ? printable(name) : `${printable(name)} (${address})`
}

function alternative(accesses: readonly Access[]): string {
  const onVariable = accesses.some(({ op }) => op === 'load' || op === 'store')
  return onVariable ? 'publish each new map with atomic.Pointer' : 'leave the map to one goroutine'
}

/** Only one that stands alone beside the map is likely to be meant for it. */
function candidate(mutexes: readonly string[] = []): string {
  const [mutex] = mutexes
  return mutex !== undefined && mutexes.length === 1 ? `${printable(mutex)}, which stands beside the map` : 'one lock'
}
