/** What makes two uses of maps one place: reached by other callers, or at another time, it is still the same. */
import type { Place } from '../model/observation.ts'
import { siteOf, userFrameOf, type ProgramOrigin } from '../model/origin.ts'

/** The line and what is done there, by whatever goroutine. */
export function lineKey({ op, stack }: Pick<Place, 'op' | 'stack'>, origin: ProgramOrigin): string {
  return JSON.stringify([op, siteOf({ stack }), userFrameOf({ stack }, origin)])
}

/** The same by one kind of goroutine: those that one `go` statement starts. */
export function placeKey(place: Pick<Place, 'op' | 'stack' | 'createdBy'>, origin: ProgramOrigin): string {
  return lineKey(place, origin) + kindKey(place)
}

export function kindKey({ createdBy: [started] }: Pick<Place, 'createdBy'>): string {
  return JSON.stringify(started ?? null)
}
