import { createHash } from 'node:crypto'
import type { Access, Finding, RaceEvent } from '../model/finding.ts'
import { placeKey, type SourceLines } from '../model/lines.ts'
import { siteOf, userFrameOf, type ProgramOrigin } from '../model/origin.ts'
import type { RuleId } from '../model/rule.ts'

/** Equal for events that are the same race: type, operations and lines agree, whichever access came first. */
export function raceKey(event: RaceEvent, origin: ProgramOrigin): string {
  return describe(event, (access) => {
    const frames = [siteOf(access), userFrameOf(access, origin)]
    return [access.op, ...frames.map((frame) => frame && [frame.function, frame.file, frame.line])]
  })
}

/**
 * An id that is the same on another machine, after lines have moved and after the closures before this one were
 * renumbered: made of functions and of the statements themselves, as far as the sources are there. Two races between
 * the same statements get the same one.
 */
export function raceIdentity(rule: RuleId, event: RaceEvent, origin: ProgramOrigin, lines: SourceLines): string {
  return hash(`${rule} ${describe(event, (access) => statementOf(access, origin, lines))}`)
}

/** The same for a breach of what is declared of a map. */
export function breachIdentity(event: Pick<Finding, 'rule' | 'map' | 'accesses'>, origin: ProgramOrigin, lines: SourceLines): string {
  return hash(`${event.rule} ${describe(event, (access) => statementOf(access, origin, lines))} ${event.map.variable?.description}`)
}

function statementOf(access: Access, origin: ProgramOrigin, lines: SourceLines): readonly string[] {
  const frame = userFrameOf(access, origin)
  const functions = [siteOf(access), frame].map((one) => withoutNumbers(one?.function ?? ''))
  return [access.op, ...functions, (frame && lines.get(placeKey(frame))) ?? '']
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}

/** The compiler numbers closures: `main.serve.func2.1`, `main.all-range3`, `main.serve.gowrap1`. */
function withoutNumbers(symbol: string): string {
  return symbol.replace(/(\.(?:func|gowrap)?|-range)\d+(?=[.-]|$)/g, '$1')
}

function describe(event: Pick<Finding, 'map' | 'accesses'>, describeAccess: (access: Access) => readonly unknown[]): string {
  const accesses = event.accesses.map((access) => JSON.stringify(describeAccess(access)))
  return JSON.stringify([event.map.type, ...accesses.sort()])
}
