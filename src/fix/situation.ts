import { userFrameOf, type ProgramOrigin } from '../model/origin.ts'
import type { GoSyntax } from '../syntax/go.ts'
import type { Facts, VariableFacts } from './facts.ts'
import type { Group } from './group.ts'
import type { ReportedPlace, Situation } from './strategy.ts'

export interface SituationRequest {
  readonly group: Group
  readonly variable: VariableFacts
  /** With indices into the texts. */
  readonly facts: Facts
  readonly texts: ReadonlyMap<string, string>
  readonly origin: ProgramOrigin
  readonly syntax: GoSyntax
  /** Where a file lies that the compiler calls so. */
  readonly pathOf: (file: string) => string
  readonly show: Situation['show']
}

/** What strategies look at. */
export function describeSituation({ group: { findings }, variable, facts, texts, origin, syntax, pathOf, show }: SituationRequest): Situation {
  const guard = findings.find((one) => one.guard !== undefined)?.guard
  const accesses = findings.flatMap((finding) => finding.accesses)
  const reported = accesses.flatMap((access): ReportedPlace[] => {
    const frame = userFrameOf(access, origin)
    if (frame === undefined) return []
    const file = pathOf(frame.file)
    return [{ access, file, line: frame.line, found: foundAt(variable, file, frame.line) }]
  })
  return { findings, variable, reported, files: new Map(facts.files.map((file) => [file.path, file])), texts, syntax, show, ...(guard && { guard }) }
}

function foundAt({ functions }: VariableFacts, file: string, line: number): ReportedPlace['found'] {
  const inFile = functions.filter((fn) => fn.file === file)
  return inFile.flatMap((fn) => fn.accesses.filter((access) => access.line <= line && line <= access.last).map((access) => ({ fn, access })))
}
