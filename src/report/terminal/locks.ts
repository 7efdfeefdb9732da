import type { Access, Finding, HeldLock } from '../../model/finding.ts'
import { compareLocks, heldTooWeakly } from '../../model/locks.ts'
import { userFrameOf } from '../../model/origin.ts'
import { printable, wrap } from '../text.ts'
import type { Page } from './page.ts'
import { placeOf } from './stack.ts'
import { describeSide } from './words.ts'

/** The locks that one side held, one line each. */
export function renderLocks(locks: readonly HeldLock[], indent: string, page: Page): string[] {
  if (locks.length === 0) return [`${indent}holding no lock`]
  return locks.map((lock) => {
    const mode = lock.mode === 'read' ? 'for reading' : 'for writing'
    return `${indent}holding ${describeLock(lock)} ${mode}${takenAt(lock, page)}`
  })
}

function describeLock({ name, address }: Pick<HeldLock, 'name' | 'address'>): string {
  return name === undefined ? `lock ${address}` : `${printable(name)} (${address})`
}

function takenAt(lock: HeldLock, page: Page): string {
  const frame = userFrameOf({ stack: lock.acquiredAt }, page.origin)
  return frame ? `, taken at ${page.paint.cyan(placeOf(frame, page.origin))}` : ''
}

/** What the locks of both sides mean for this race. */
export function renderAdvice({ accesses, map }: Finding, page: Page): string[] {
  const lines = wrap(advice(accesses, map.variable?.mutexes), page.width - arrow.length)
  return lines.map((line, index) => (index === 0 ? arrow : ' '.repeat(arrow.length)) + line)
}

const arrow = '  => '

/** One or two sentences: what to change. `mutexes` are those that stand beside the map. */
export function advice(accesses: readonly [Access, Access], mutexes: readonly string[] = []): string {
  const verdict = compareLocks(accesses)
  switch (verdict.kind) {
    case 'unknown':
      return 'One of the two accesses is not known any more. Run again to catch both.'
    case 'none':
      return `Guard both places with ${candidate(mutexes)}, or ${alternative(accesses)}.`
    case 'one-sided': {
      const other = accesses[verdict.holder === 0 ? 1 : 0]
      return `Only the ${describeSide(accesses[verdict.holder])} holds a lock. If it guards this map, the ${describeSide(other)} needs it too.`
    }
    case 'different':
      return 'Both sides hold locks, but none in common. Only a lock that both take keeps them apart.'
    case 'shared': {
      const weak = heldTooWeakly(accesses, verdict.modes)
      const held = accesses[0].locks.find(({ address }) => address === verdict.address) ?? verdict
      return weak
        ? `Both sides hold ${describeLock(held)}, but the ${describeSide(weak)} only for reading: use Lock there instead of RLock.`
        : `Both sides hold ${describeLock(held)}. Was it unlocked by another goroutine than the one that locked it?`
    }
  }
}

function alternative(accesses: readonly [Access, Access]): string {
  const onVariable = accesses.some(({ op }) => op === 'load' || op === 'store')
  return onVariable ? 'publish each new map with atomic.Pointer' : 'leave the map to one goroutine'
}

/** Only one that stands alone beside the map is likely to be meant for it. */
function candidate(mutexes: readonly string[]): string {
  const [mutex] = mutexes
  return mutex !== undefined && mutexes.length === 1 ? `${printable(mutex)}, which stands beside the map` : 'one lock'
}
