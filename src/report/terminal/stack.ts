import type { Frame, Stack } from '../../model/finding.ts'
import { displayPath, isStandard, packageOf, type ProgramOrigin } from '../../model/origin.ts'
import { plural, printable, shorten, widthOf } from '../text.ts'
import type { Page } from './page.ts'

const gap = '  '
const packagesNamed = 2

/** One frame a line; runs of frames of the standard library become one line. `kept` is a frame that is shown in any case. */
export function renderStack(stack: Stack, kept: Frame | undefined, indent: string, page: Page): string[] {
  if (stack.length === 0) return [`${indent}${page.paint.dim('stack not known')}`]
  const rows = foldStandard(stack, kept, page.origin)
  const columns = page.width - indent.length
  const symbols = rows.flatMap((row) => ('frame' in row ? [printable(row.frame.function)] : []))
  const places = rows.flatMap((row) => ('frame' in row ? [placeOf(row.frame, page.origin)] : []))
  const symbolWidth = widest(symbols)
  const fits = symbolWidth + gap.length + widest(places) <= columns
  return rows.flatMap((row) => {
    if ('folded' in row) return [indent + page.paint.dim(describeFolded(row.folded))]
    const symbol = printable(row.frame.function)
    const place = page.paint.cyan(placeOf(row.frame, page.origin))
    if (fits) return [indent + symbol + ' '.repeat(symbolWidth - widthOf(symbol)) + gap + place]
    return [indent + shorten(symbol, columns), indent + gap + gap + place]
  })
}

/** Never shortened: it is what a reader copies into an editor. */
export function placeOf(frame: Pick<Frame, 'file' | 'line'>, origin: ProgramOrigin): string {
  return `${printable(displayPath(frame.file, origin))}:${frame.line}`
}

export type Row = { readonly frame: Frame } | { readonly folded: Frame[] }

/** The frames, with runs of those of the standard library in one row; `kept` is not folded. */
export function foldStandard(stack: Stack, kept: Frame | undefined, origin: ProgramOrigin): Row[] {
  const rows: Row[] = []
  for (const frame of stack) {
    const last = rows.at(-1)
    if (frame === kept || !isStandard(frame, origin)) rows.push({ frame })
    else if (last && 'folded' in last) last.folded.push(frame)
    else rows.push({ folded: [frame] })
  }
  return rows
}

/** `… 3 frames of net/http` */
export function describeFolded(frames: readonly Frame[]): string {
  const packages = [...new Set(frames.map((frame) => printable(packageOf(frame.function))))].filter((path) => path !== '')
  const named = packages.slice(0, packagesNamed).join(', ')
  const more = packages.length - packagesNamed
  const of = named === '' ? '' : ` of ${named}${more > 0 ? ` and ${more} more` : ''}`
  return `… ${plural(frames.length, 'frame')}${of}`
}

function widest(texts: readonly string[]): number {
  return texts.reduce((width, text) => Math.max(width, widthOf(text)), 0)
}
