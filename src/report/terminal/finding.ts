import type { Access, Finding, Goroutine, RacedMap } from '../../model/finding.ts'
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
    `${paint.bold(number)}  ${finding.rule.replaceAll('-', ' ')} ${paint.dim(finding.id)}${finding.fatal ? paint.red('  FATAL: the process died of it') : ''}`,
    ...wrap(printable(finding.message), width).map((line) => paint.bold(line)),
    '',
    ...renderAccess(newer, describeSide(newer), finding.map, page),
    '',
    ...renderAccess(older, `earlier ${describeSide(older)}`, finding.map, page),
    '',
    ...renderMap(finding.map, page),
    `  seen ${times(finding.count)}`,
    ...renderAdvice(finding, page),
  ]
}

/** A finding on one line, or on more when its message needs them. */
export function renderBriefly(finding: Finding, page: Page): string[] {
  const mark = finding.fatal ? 'FATAL ' : ''
  return wrap(`${finding.id}  ${mark}${printable(finding.message)} (seen ${times(finding.count)})`, page.width)
}

function renderAccess(access: Access, heading: string, { expression }: RacedMap, page: Page): string[] {
  const { paint, origin } = page
  const frame = userFrameOf(access, origin)
  const title = `  ${paint.yellow(heading)}${frame ? ` at ${paint.cyan(placeOf(frame, origin))}` : ''}`
  if (!isKnown(access.goroutine)) return [title]
  return [
    title,
    ...renderExcerpt(frame, '    ', page),
    ...(access.expression === undefined || access.expression === expression ? [] : [`    where the map is called ${printable(access.expression)}`]),
    '    stack',
    ...renderStack(access.stack, frame, '      ', page),
    ...renderCreation(access.goroutine, page),
    ...renderLocks(access.locks, '    ', page),
  ]
}

function renderCreation({ id, name, createdBy }: Goroutine, page: Page): string[] {
  if (id === 1) return ['    goroutine 1 is the main goroutine']
  const heading = name === undefined ? [`    goroutine ${id} was created at`] : wrap(`goroutine ${id} is ${printable(name)}`, page.width - 4).map((line) => `    ${line}`)
  return [...heading, ...renderStack(createdBy, createdBy[0], '      ', page)]
}

/** What the map is in the source, then what it is in memory. */
function renderMap({ address, type, expression, variable }: RacedMap, { width, origin }: Page): string[] {
  const inMemory = `  map ${address}, ${shorten(printable(type), width - address.length - 8)}`
  if (expression === undefined || variable === undefined) return [inMemory]
  const declared = variable.declaredAt && `, declared at ${placeOf(variable.declaredAt, origin)}`
  return [...wrap(`${printable(expression)} is ${printable(variable.description)}${declared ?? ''}`, width - 2).map((line) => `  ${line}`), inMemory]
}

function times(count: number): string {
  return count === 1 ? 'once' : `${grouped(count)} times`
}
