import type { Access, Finding, HeldLock } from '../../model/finding.ts'
import { userFrameOf } from '../../model/origin.ts'
import { advice, describeLock } from '../advice.ts'
import { wrap } from '../text.ts'
import type { Page } from './page.ts'
import { placeOf } from './stack.ts'

/** Of a use that was only observed, the locks are not known when they were not always the same. */
export function locksAreKnown({ observed, locksUnknown, label }: Access, { breach }: Finding): boolean {
  return locksUnknown === undefined && label === undefined && (breach === undefined || observed !== undefined)
}

/** The locks that one side held, one line each. */
export function renderLocks(locks: readonly HeldLock[], indent: string, page: Page): string[] {
  if (locks.length === 0) return [`${indent}holding no lock`]
  return locks.map((lock) => {
    const mode = lock.mode === 'read' ? 'for reading' : 'for writing'
    return `${indent}holding ${describeLock(lock)} ${mode}${takenAt(lock, page)}`
  })
}

function takenAt(lock: HeldLock, page: Page): string {
  const frame = userFrameOf({ stack: lock.acquiredAt }, page.origin)
  return frame ? `, taken at ${page.paint.cyan(placeOf(frame, page.origin))}` : ''
}

/** What to change. */
export function renderAdvice(finding: Finding, page: Page): string[] {
  const lines = wrap(advice(finding), page.width - arrow.length)
  return lines.map((line, index) => (index === 0 ? arrow : ' '.repeat(arrow.length)) + line)
}

const arrow = '  => '
