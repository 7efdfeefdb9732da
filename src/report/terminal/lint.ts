import type { Access, Finding } from '../../model/finding.ts'
import { ownFrameOf } from '../../model/origin.ts'
import { describeSeen } from '../lint.ts'
import { printable, wrap } from '../text.ts'
import { renderExcerpt } from './excerpt.ts'
import { renderAdvice } from './locks.ts'
import type { Page } from './page.ts'
import { placeOf } from './stack.ts'
import { describeSide } from './words.ts'

/** A finding of a lint rule: the rule, what is wrong, the places, what to change. */
export function renderLintFinding(finding: Finding, number: string, page: Page): string[] {
  const { paint, width } = page
  const { rule, id, lint, message, accesses } = finding
  const seen = describeSeen(finding)
  return [
    `${paint.bold(number)}  ${rule} ${printable(lint?.title ?? '')} ${paint.dim(id)}${lint?.severity === 'error' ? '' : paint.yellow(`  ${lint?.severity}`)}`,
    ...wrap(printable(message), width).map((line) => paint.bold(line)),
    ...(seen === undefined ? [] : wrap(seen, width).map((line) => paint.red(line))),
    '',
    ...accesses.flatMap((access) => [...renderPlace(access, page), '']),
    ...renderAdvice(finding, page),
  ]
}

function renderPlace(access: Access, page: Page): string[] {
  const { paint, origin } = page
  const frame = ownFrameOf(access, origin)
  const place = frame ? ` at ${paint.cyan(placeOf(frame, origin))}` : ''
  const inside = frame && frame.function !== '' ? paint.dim(` in ${printable(frame.function)}`) : ''
  return [`  ${paint.yellow(printable(describeSide(access)))}${place}${inside}`, ...renderExcerpt(frame, '    ', page)]
}
