import type { Frame } from '../../model/finding.ts'
import { placeKey } from '../../model/lines.ts'
import { printable, widthOf } from '../text.ts'
import type { Page } from './page.ts'

const tab = '    '

/** The source lines around a frame, its own line marked; nothing when they were not kept. */
export function renderExcerpt(frame: Frame | undefined, indent: string, page: Page): string[] {
  const excerpt = frame && page.excerpts.get(placeKey(frame))
  if (!excerpt) return []
  if (excerpt.changed) return [`${indent}${page.paint.dim('the file has changed since the program was built, so its lines are not shown')}`]
  const numberWidth = String(excerpt.firstLine + excerpt.lines.length - 1).length
  return dedent(excerpt.lines).map((text, index) => {
    const number = excerpt.firstLine + index
    const marked = number === excerpt.line
    const gutter = `${indent}${marked ? '>' : ' '} ${String(number).padStart(numberWidth)} |`
    const line = text === '' ? '' : ` ${cut(printable(text), page.width - widthOf(gutter) - 1)}`
    return marked ? page.paint.bold(gutter + line) : page.paint.dim(gutter) + line
  })
}

/** Tabs become spaces, and the indentation that all lines share goes. */
export function dedent(lines: readonly string[]): string[] {
  const expanded = lines.map((line) => line.replaceAll('\t', tab).trimEnd())
  const indents = expanded.filter((line) => line !== '').map((line) => line.search(/\S/))
  const shared = Math.min(...indents)
  return expanded.map((line) => line.slice(shared))
}

function cut(text: string, width: number): string {
  return widthOf(text) <= width ? text : `${Array.from(text).slice(0, Math.max(width - 1, 0)).join('')}…`
}
