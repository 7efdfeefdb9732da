import picocolors from 'picocolors'
import type { Excerpt, Report } from '../../model/report.ts'
import type { ProgramOrigin } from '../../model/origin.ts'
import { indexExcerpts } from '../excerpts.ts'

/** What all parts of a terminal report need to know. */
export interface Page {
  readonly paint: ReturnType<typeof picocolors.createColors>
  readonly width: number
  readonly origin: ProgramOrigin
  readonly excerpts: ReadonlyMap<string, Excerpt>
}

const narrowest = 40

export function openPage(report: Report, options: { readonly colour: boolean; readonly width: number }): Page {
  return {
    paint: picocolors.createColors(options.colour),
    width: Math.max(options.width, narrowest),
    origin: report.run,
    excerpts: indexExcerpts(report.excerpts),
  }
}
