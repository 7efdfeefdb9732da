import type { Finding } from '../../model/finding.ts'
import { placeKey } from '../../model/lines.ts'
import type { Excerpt } from '../../model/report.ts'
import { advice } from '../advice.ts'
import { describeSeen } from '../lint.ts'
import { sidesOf, typeOf, type Side } from '../sides.ts'
import { locksAreKnown, renderLocks } from '../terminal/locks.ts'
import type { Page } from '../terminal/page.ts'
import { renderStack } from '../terminal/stack.ts'
import { grouped } from '../text.ts'
import { code, codeBlock, html, inline } from './escape.ts'

/** What a reviewer needs at once, and behind a click what it takes to understand it. */
export function findingInFull(finding: Finding, page: Page): string {
  if (finding.lint !== undefined) return lintFinding(finding, page)
  const sides = sidesOf(finding, page.origin)
  const type = typeOf(finding.map)
  const details = sides.map((side, index) => describeSide(side, index === 0 ? side.title : `other side: ${side.title}`, finding, page))
  return [
    `### ${finding.rule} ${code(finding.id)}${finding.fatal ? ' · the process died of it' : ''}`,
    `${inline(finding.message)}.`,
    inline(advice(finding)),
    `<details><summary>${details.length > 1 ? 'Both sides' : 'The access'} (${type === undefined ? '' : `map ${html(type)}, `}seen ${times(finding.count)})</summary>\n\n${details.join('\n\n')}\n\n</details>`,
  ].join('\n\n')
}

/** What a rule found: the lines are the finding, so that they are not behind a click. */
function lintFinding(finding: Finding, page: Page): string {
  const seen = describeSeen(finding)
  const places = sidesOf(finding, page.origin).flatMap(({ frame, title, place }) => {
    const excerpt = frame && page.excerpts.get(placeKey(frame))
    return [`**${inline(title)}** at ${code(place)}`, ...(excerpt ? [quote(excerpt)] : [])]
  })
  return [
    `### ${finding.rule} ${inline(finding.lint?.title ?? '')} ${code(finding.id)}`,
    `${inline(finding.message)}.`,
    ...(seen === undefined ? [] : [`**${inline(seen)}**`]),
    inline(advice(finding)),
    ...places,
  ].join('\n\n')
}

/** One line of a list. */
export function findingInBrief(finding: Finding): string {
  if (finding.lint !== undefined) return `- ${code(finding.id)} ${finding.rule} ${inline(finding.message)}`
  return `- ${code(finding.id)} ${finding.fatal ? 'fatal: ' : ''}${inline(finding.message)} (seen ${times(finding.count)})`
}

function describeSide({ access, frame, place, title: plainTitle }: Side, title: string, finding: Finding, page: Page): string {
  const excerpt = frame && page.excerpts.get(placeKey(frame))
  const quoted = excerpt ? [quote(excerpt)] : []
  const { id, name, createdBy } = access.goroutine
  const started = createdBy.length > 0 ? [id === 0 ? 'started at' : name === undefined ? `goroutine ${id} was created at` : `goroutine ${id} is ${name}`, ...renderStack(createdBy, createdBy[0], '  ', page)] : []
  const stack = [plainTitle, ...renderStack(access.stack, frame, '  ', page), ...(locksAreKnown(access, finding) ? renderLocks(access.locks, '', page) : []), ...started]
  return [`**${inline(title)}** at ${code(place)}`, ...quoted, codeBlock(stack, '')].join('\n\n')
}

function quote({ lines, firstLine, line, changed }: Excerpt): string {
  if (changed) return 'The file has changed since the program was built, so its lines are not shown.'
  return codeBlock(lines.map((text, index) => numbered(text, firstLine + index, line)), 'go')
}

function numbered(text: string, line: number, marked: number): string {
  return `${line === marked ? '>' : ' '} ${line}  ${text}`
}

function times(count: number): string {
  return count === 1 ? 'once' : `${grouped(count)} times`
}
