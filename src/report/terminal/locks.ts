import type { Access, HeldLock } from '../../model/finding.ts'
import { compareLocks, heldTooWeakly } from '../../model/locks.ts'
import { userFrameOf } from '../../model/origin.ts'
import { wrap } from '../text.ts'
import type { Page } from './page.ts'
import { placeOf } from './stack.ts'
import { describeSide } from './words.ts'

/** The locks that one side held, one line each. */
export function renderLocks(locks: readonly HeldLock[], indent: string, page: Page): string[] {
  if (locks.length === 0) return [`${indent}holding no lock`]
  return locks.map((lock) => {
    const mode = lock.mode === 'read' ? 'for reading' : 'for writing'
    return `${indent}holding lock ${lock.address} ${mode}${takenAt(lock, page)}`
  })
}

function takenAt(lock: HeldLock, page: Page): string {
  const frame = userFrameOf({ stack: lock.acquiredAt }, page.origin)
  return frame ? `, taken at ${page.paint.cyan(placeOf(frame, page.origin))}` : ''
}

/** What the locks of both sides mean for this race. */
export function renderAdvice(accesses: readonly [Access, Access], page: Page): string[] {
  const lines = wrap(advice(accesses), page.width - arrow.length)
  return lines.map((line, index) => (index === 0 ? arrow : ' '.repeat(arrow.length)) + line)
}

const arrow = '  => '

/** One or two sentences: what to change. */
export function advice(accesses: readonly [Access, Access]): string {
  const verdict = compareLocks(accesses)
  switch (verdict.kind) {
    case 'unknown':
      return 'One of the two accesses is not known any more. Run again to catch both.'
    case 'none':
      return 'Guard both places with one lock, or leave the map to one goroutine.'
    case 'one-sided': {
      const other = accesses[verdict.holder === 0 ? 1 : 0]
      return `Only the ${describeSide(accesses[verdict.holder])} holds a lock. If it guards this map, the ${describeSide(other)} needs it too.`
    }
    case 'different':
      return 'Both sides hold locks, but none in common. Only a lock that both take keeps them apart.'
    case 'shared': {
      const weak = heldTooWeakly(accesses, verdict.modes)
      return weak
        ? `Both sides hold lock ${verdict.address}, but the ${describeSide(weak)} only for reading: use Lock there instead of RLock.`
        : `Both sides hold lock ${verdict.address}. Was it unlocked by another goroutine than the one that locked it?`
    }
  }
}
