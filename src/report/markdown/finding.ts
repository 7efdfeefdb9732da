import type { Finding } from '../../model/finding.ts'
import { placeKey } from '../../model/lines.ts'
import { sidesOf, type Side } from '../sides.ts'
import { renderStack } from '../terminal/stack.ts'
import { advice, renderLocks } from '../terminal/locks.ts'
import type { Page } from '../terminal/page.ts'
import { grouped } from '../text.ts'
import { code, codeBlock, html, inline } from './escape.ts'

/** What a reviewer needs at once, and behind a click what it takes to understand it. */
export function findingInFull(finding: Finding, page: Page): string {
  const sides = sidesOf(finding, page.origin)
  const details = sides.map((side, index) => describeSide(side, index === 0 ? side.title : `other side: ${side.title}`, page))
  return [
    `### ${finding.rule} ${code(finding.id)}${finding.fatal ? ' · the process died of it' : ''}`,
    `${inline(finding.message)}.`,
    inline(advice(finding.accesses)),
    `<details><summary>Both sides (map ${html(finding.map.type)}, seen ${times(finding.count)})</summary>\n\n${details.join('\n\n')}\n\n</details>`,
  ].join('\n\n')
}

/** One line of a list. */
export function findingInBrief(finding: Finding): string {
  return `- ${code(finding.id)} ${finding.fatal ? 'fatal: ' : ''}${inline(finding.message)} (seen ${times(finding.count)})`
}

function describeSide({ access, frame, place, title: plainTitle }: Side, title: string, page: Page): string {
  const excerpt = frame && page.excerpts.get(placeKey(frame))
  const quoted = excerpt ? [codeBlock(excerpt.lines.map((text, index) => numbered(text, excerpt.firstLine + index, excerpt.line)), 'go')] : []
  const { id, createdBy } = access.goroutine
  const started = createdBy.length > 0 ? [`goroutine ${id} was created at`, ...renderStack(createdBy, createdBy[0], '  ', page)] : []
  const stack = [plainTitle, ...renderStack(access.stack, frame, '  ', page), ...renderLocks(access.locks, '', page), ...started]
  return [`**${inline(title)}** at ${code(place)}`, ...quoted, codeBlock(stack, '')].join('\n\n')
}

function numbered(text: string, line: number, marked: number): string {
  return `${line === marked ? '>' : ' '} ${line}  ${text}`
}

function times(count: number): string {
  return count === 1 ? 'once' : `${grouped(count)} times`
}
