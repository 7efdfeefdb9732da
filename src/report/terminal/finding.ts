import type { Access, Finding, Goroutine } from '../../model/finding.ts'
import { isKnown } from '../../model/goroutine.ts'
import { userFrameOf } from '../../model/origin.ts'
import { grouped, printable, shorten, wrap } from '../text.ts'
import { renderExcerpt } from './excerpt.ts'
import { renderAdvice, renderLocks } from './locks.ts'
import type { Page } from './page.ts'
import { placeOf, renderStack } from './stack.ts'
import { describeSide } from './words.ts'

/** A finding with both of its sides. */
export function renderFinding(finding: Finding, number: string, page: Page): string[] {
  const [newer, older] = finding.accesses
  const { paint, width } = page
  return [
    `${paint.bold(number)}  map race ${paint.dim(finding.id)}${finding.fatal ? paint.red('  FATAL: the process died of it') : ''}`,
    ...wrap(printable(finding.message), width).map((line) => paint.bold(line)),
    '',
    ...renderAccess(newer, describeSide(newer), page),
    '',
    ...renderAccess(older, `earlier ${describeSide(older)}`, page),
    '',
    `  map ${finding.map.address}, ${shorten(printable(finding.map.type), width - finding.map.address.length - 8)}`,
    `  seen ${times(finding.count)}`,
    ...renderAdvice(finding.accesses, page),
  ]
}

/** A finding on one line, or on more when its message needs them. */
export function renderBriefly(finding: Finding, page: Page): string[] {
  const mark = finding.fatal ? 'FATAL ' : ''
  return wrap(`${finding.id}  ${mark}${printable(finding.message)} (seen ${times(finding.count)})`, page.width)
}

function renderAccess(access: Access, heading: string, page: Page): string[] {
  const { paint, origin } = page
  const frame = userFrameOf(access, origin)
  const title = `  ${paint.yellow(heading)}${frame ? ` at ${paint.cyan(placeOf(frame, origin))}` : ''}`
  if (!isKnown(access.goroutine)) return [title]
  return [
    title,
    ...renderExcerpt(frame, '    ', page),
    '    stack',
    ...renderStack(access.stack, frame, '      ', page),
    ...renderCreation(access.goroutine, page),
    ...renderLocks(access.locks, '    ', page),
  ]
}

function renderCreation({ id, createdBy }: Goroutine, page: Page): string[] {
  if (id === 1) return ['    goroutine 1 is the main goroutine']
  return [`    goroutine ${id} was created at`, ...renderStack(createdBy, createdBy[0], '      ', page)]
}

function times(count: number): string {
  return count === 1 ? 'once' : `${grouped(count)} times`
}
