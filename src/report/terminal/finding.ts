import type { Access, Finding } from '../../model/finding.ts'
import { userFrameOf } from '../../model/origin.ts'
import { grouped, printable, shorten, wrap } from '../text.ts'
import { renderExcerpt } from './excerpt.ts'
import { renderAdvice, renderLocks } from './locks.ts'
import type { Page } from './page.ts'
import { placeOf, renderStack } from './stack.ts'
import { operationNouns } from './words.ts'

/** A finding with both of its sides. */
export function renderFinding(finding: Finding, number: string, page: Page): string[] {
  const [newer, older] = finding.accesses
  const { paint, width } = page
  return [
    `${paint.bold(number)}  map race ${paint.dim(finding.id)}${finding.fatal ? paint.red('  FATAL: the process died of it') : ''}`,
    ...wrap(printable(finding.message), width).map((line) => paint.bold(line)),
    '',
    ...renderAccess(newer, title('', newer), page),
    '',
    ...renderAccess(older, title('earlier ', older), page),
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
  const frame = userFrameOf(access, page.origin)
  const place = frame ? ` at ${page.paint.cyan(placeOf(frame, page.origin))}` : ''
  const { createdBy } = access.goroutine
  return [
    `  ${page.paint.yellow(heading)}${place}`,
    ...renderExcerpt(frame, '    ', page),
    '    stack',
    ...renderStack(access.stack, frame, '      ', page),
    ...(createdBy.length > 0
      ? [`    goroutine ${access.goroutine.id} was created at`, ...renderStack(createdBy, createdBy[0], '      ', page)]
      : access.goroutine.id === 1
        ? ['    goroutine 1 is the main goroutine']
        : []),
    ...renderLocks(access.locks, '    ', page),
  ]
}

function title(prefix: string, { op, goroutine }: Access): string {
  return `${prefix}${operationNouns[op]} by goroutine ${goroutine.id}`
}

function times(count: number): string {
  return count === 1 ? 'once' : `${grouped(count)} times`
}
