import type { Finding } from '../model/finding.ts'
import { placeKey } from '../model/lines.ts'
import { userFrameOf, type ProgramOrigin } from '../model/origin.ts'
import type { Excerpt } from '../model/report.ts'

/** More findings than anyone reads one by one: reports that quote sources show the rest as a list. */
export const findingsInFull = 50

const linesAround = 2

export interface QuotedPlace {
  readonly file: string
  readonly line: number
}

/** The places whose source lines reports quote, each once. */
export function quotedPlaces(findings: readonly Finding[], origin: ProgramOrigin): QuotedPlace[] {
  const places = new Map<string, QuotedPlace>()
  for (const access of findings.slice(0, findingsInFull).flatMap(({ accesses }) => accesses)) {
    const frame = userFrameOf(access, origin)
    if (frame) places.set(placeKey(frame), { file: frame.file, line: frame.line })
  }
  return [...places.values()]
}

/** The lines around a place; undefined when the source has no such line (it changed since the program was built). */
export function cutExcerpt({ file, line }: QuotedPlace, source: string): Excerpt | undefined {
  const lines = source.split(/\r?\n/)
  if (line < 1 || line > lines.length) return undefined
  const firstLine = Math.max(1, line - linesAround)
  return { file, line, firstLine, lines: lines.slice(firstLine - 1, line + linesAround) }
}

export function indexExcerpts(excerpts: readonly Excerpt[]): ReadonlyMap<string, Excerpt> {
  return new Map(excerpts.map((excerpt) => [placeKey(excerpt), excerpt]))
}
