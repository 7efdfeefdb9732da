import type { Location, PhysicalLocation } from 'sarif'
import type { Frame } from '../../model/finding.ts'
import { placeKey } from '../../model/lines.ts'
import type { ProgramOrigin } from '../../model/origin.ts'
import type { Excerpt } from '../../model/report.ts'
import { artifactLocation } from './uri.ts'

/** What all parts of a SARIF report need to know. */
export interface SarifContext {
  readonly origin: ProgramOrigin
  readonly excerpts: ReadonlyMap<string, Excerpt>
}

export function locationOf(frame: Frame, { origin, excerpts }: SarifContext, more: Pick<Location, 'id' | 'message'> = {}): Location {
  return {
    ...more,
    physicalLocation: physicalLocation(frame, origin, excerpts),
    logicalLocations: [{ fullyQualifiedName: frame.function, kind: 'function' }],
  }
}

function physicalLocation(frame: Frame, origin: ProgramOrigin, excerpts: SarifContext['excerpts']): PhysicalLocation {
  const location: PhysicalLocation = { artifactLocation: artifactLocation(frame.file, origin) }
  // The runtime knows no line of what the compiler made up.
  if (frame.line === 0) return location
  const excerpt = excerpts.get(placeKey(frame))
  const text = excerpt?.lines[frame.line - excerpt.firstLine]
  return { ...location, region: { startLine: frame.line, ...(text !== undefined && { snippet: { text } }) } }
}
