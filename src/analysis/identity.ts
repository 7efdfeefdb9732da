import { createHash } from 'node:crypto'
import type { Access, RaceEvent } from '../model/finding.ts'
import { siteOf, userFrameOf, type ProgramOrigin } from '../model/origin.ts'

/** Equal for events that are the same race: type, operations and lines agree, whichever access came first. */
export function raceKey(event: RaceEvent, origin: ProgramOrigin): string {
  return describe(event, (access) => {
    const frames = [siteOf(access), userFrameOf(access, origin)]
    return [access.op, ...frames.map((frame) => frame && [frame.function, frame.file, frame.line])]
  })
}

/**
 * An id that is the same on another machine and after lines have moved: made of functions instead of lines.
 * Two races between the same functions get the same one.
 */
export function raceIdentity(event: RaceEvent, origin: ProgramOrigin): string {
  const identity = describe(event, (access) => [
    access.op,
    siteOf(access)?.function ?? '',
    userFrameOf(access, origin)?.function ?? '',
  ])
  return createHash('sha256').update(`map-race ${identity}`).digest('hex').slice(0, 12)
}

function describe(event: RaceEvent, describeAccess: (access: Access) => readonly unknown[]): string {
  const accesses = event.accesses.map((access) => JSON.stringify(describeAccess(access)))
  return JSON.stringify([event.map.type, ...accesses.sort()])
}
