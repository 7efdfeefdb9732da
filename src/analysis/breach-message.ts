import { describeDeclaration } from '../model/declaration.ts'
import type { Access } from '../model/finding.ts'
import { whoMade } from '../model/goroutine.ts'
import { edgeNouns } from '../model/observation.ts'
import type { ProgramOrigin } from '../model/origin.ts'
import type { BreachEvent } from './breaches.ts'
import { describeMap, placeOf, verbs } from './message.ts'

/** One sentence: what was declared, and what was done instead. */
export function describeBreach({ map, accesses: [access, before], breach }: BreachEvent, origin: ProgramOrigin): string {
  const { declaration, by, lock } = breach
  const declared = `${describeMap(map)} is declared ${describeDeclaration(declaration)}`
  if (before === undefined) return `${declared}, but ${verbs[access.op].passive} by ${whoMade(access)} at ${placeOf(access, origin)} holding ${describeHeld(access)}`
  const way = lock ?? edgeNouns[by ?? 'other']
  return `${declared}, but goes from ${whoMade(before)} at ${placeOf(before, origin)} to ${whoMade(access)} at ${placeOf(access, origin)} by ${way}`
}

function describeHeld({ locks }: Access): string {
  if (locks.length === 0) return 'nothing'
  return locks.map(({ name = 'a lock', mode }) => `${name}${mode === 'read' ? ' for reading' : ''}`).join(' and ')
}
