import { describeDeclaration } from '../../model/declaration.ts'
import type { Access, Finding, Goroutine } from '../../model/finding.ts'
import { edgeNouns } from '../../model/observation.ts'
import { isKnown } from '../../model/goroutine.ts'
import { userFrameOf } from '../../model/origin.ts'
import { isRuleId } from '../../model/rule.ts'
import { ruleTexts } from '../rules/registry.ts'
import { typeOf } from '../sides.ts'
import { renderLintFinding } from './lint.ts'
import { grouped, printable, shorten, wrap } from '../text.ts'
import { renderExcerpt } from './excerpt.ts'
import { locksAreKnown, renderAdvice, renderLocks } from './locks.ts'
import type { Page } from './page.ts'
import { placeOf, renderStack } from './stack.ts'
import { describeSide } from './words.ts'

/** A finding with both of its sides. */
export function renderFinding(finding: Finding, number: string, page: Page): string[] {
  const { rule } = finding
  if (!isRuleId(rule)) return renderLintFinding(finding, number, page)
  const [newer, ...others] = finding.accesses
  const { paint, width } = page
  return [
    `${paint.bold(number)}  ${ruleTexts[rule].title} ${paint.dim(finding.id)}${finding.fatal ? paint.red('  FATAL: the process died of it') : ''}`,
    ...wrap(printable(finding.message), width).map((line) => paint.bold(line)),
    '',
    ...renderAccess(newer, describeSide(newer), finding, page),
    '',
    ...others.flatMap((older) => [...renderAccess(older, `earlier ${describeSide(older)}`, finding, page), '']),
    ...renderMap(finding, page),
    `  seen ${times(finding.count)}`,
    ...renderBreach(finding, page),
    ...renderAdvice(finding, page),
  ]
}

/** A finding on one line, or on more when its message needs them. */
export function renderBriefly(finding: Finding, page: Page): string[] {
  const mark = finding.fatal ? 'FATAL ' : ''
  if (finding.lint !== undefined) return wrap(`${finding.id}  ${finding.rule} ${printable(finding.message)}`, page.width)
  return wrap(`${finding.id}  ${mark}${printable(finding.message)} (seen ${times(finding.count)})`, page.width)
}

function renderAccess(access: Access, heading: string, finding: Finding, page: Page): string[] {
  const { expression } = finding.map
  const { paint, origin } = page
  const frame = userFrameOf(access, origin)
  const title = `  ${paint.yellow(heading)}${frame ? ` at ${paint.cyan(placeOf(frame, origin))}` : ''}`
  if (access.stack.length === 0 && !isKnown(access.goroutine)) return [title]
  return [
    title,
    ...renderExcerpt(frame, '    ', page),
    ...(access.expression === undefined || access.expression === expression ? [] : [`    where the map is called ${printable(access.expression)}`]),
    '    stack',
    ...renderStack(access.stack, frame, '      ', page),
    ...renderCreation(access.goroutine, page),
    ...(locksAreKnown(access, finding) ? renderLocks(access.locks, '    ', page) : []),
  ]
}

function renderCreation({ id, name, createdBy }: Goroutine, page: Page): string[] {
  if (id === 1) return ['    goroutine 1 is the main goroutine']
  if (id === 0) return createdBy.length === 0 ? [] : ['    started at', ...renderStack(createdBy, createdBy[0], '      ', page)]
  const heading = name === undefined ? [`    goroutine ${id} was created at`] : wrap(`goroutine ${id} is ${printable(name)}`, page.width - 4).map((line) => `    ${line}`)
  return [...heading, ...renderStack(createdBy, createdBy[0], '      ', page)]
}

/** What the map is in the source, then what it is in memory. */
function renderMap({ rule, map }: Finding, { width, origin }: Page): string[] {
  const { address, type, expression, variable } = map
  const what = rule === 'map-variable-race' ? 'variable' : 'map'
  const head = address === undefined ? '  maps of type ' : `  ${what} ${address}, `
  const inMemory = typeOf(map) === undefined && address !== undefined ? `  ${type} ${address}` : head + shorten(printable(type), width - head.length)
  if (expression === undefined || variable === undefined) return [inMemory]
  const declared = variable.declaredAt && `, declared at ${placeOf(variable.declaredAt, origin)}`
  return [...wrap(`${printable(expression)} is ${printable(variable.description)}${declared ?? ''}`, width - 2).map((line) => `  ${line}`), inMemory]
}

/** What was declared, and by what else than declared the map went on. */
function renderBreach({ breach }: Finding, page: Page): string[] {
  if (breach === undefined) return []
  const { declaration, by, lock, at = [] } = breach
  const declared = `  // ${printable(describeDeclaration(declaration))}, at ${placeOf(declaration, page.origin)}`
  if (by === undefined) return [declared]
  const frame = userFrameOf({ stack: at }, page.origin)
  return [declared, `  handed over by ${lock === undefined ? edgeNouns[by] : printable(lock)}${frame ? ` at ${page.paint.cyan(placeOf(frame, page.origin))}` : ''}`]
}

function times(count: number): string {
  return count === 1 ? 'once' : `${grouped(count)} times`
}
