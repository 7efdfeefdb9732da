import type { FunctionFacts, MutexFacts } from './facts.ts'
import { holds } from './locks.ts'
import { no, type Proposal, type Situation } from './strategy.ts'

/** A place of a finding at which the source does not name the variable: a lock around the variable would not be around that. */
export function notFound({ reported, variable, show }: Situation): Proposal | undefined {
  const place = reported.find(({ found }) => found.length === 0)
  const fresh = reported.find(({ found }) => found.some(({ access }) => access.fresh))
  if (!variable.made || fresh !== undefined) return no(`${variable.name} is only one name of the map, which was made elsewhere and is shared under other names`)
  if (place === undefined) return undefined
  return no(`at ${show(place.file, place.line)} the map is reached in another way than by ${variable.name}`)
}

/** Places that no finding names and that do not hold the lock either. */
export function otherPlaces({ variable, show }: Situation, mutex: MutexFacts, mended: readonly FunctionFacts[]): readonly string[] {
  const others = variable.functions.filter((fn) => !mended.includes(fn)).flatMap((fn) => fn.accesses.filter((access) => !access.fresh && holds(access, mutex) !== 'enough').map(({ line }) => show(fn.file, line)))
  const places = [...new Set(others)]
  if (places.length === 0) return []
  return [`${places.slice(0, 5).join(', ')}${places.length > 5 ? ` and ${places.length - 5} more` : ''} ${places.length === 1 ? 'uses' : 'use'} ${variable.name} without ${mutex.label} as well; no race was seen there, so nothing is changed there`]
}
