import { evidence, type Evidence } from './locks.ts'
import { no, type Proposal, type Situation } from './strategy.ts'

/** The mutex that guards the map as far as can be told, or why that cannot be told. */
export function findGuard(situation: Situation): { readonly kind: 'guard'; readonly guard: Evidence } | Extract<Proposal, { readonly kind: 'no' }> {
  const { variable } = situation
  const [best, next] = evidence(situation)
  if (best === undefined) return no(`no mutex stands beside ${variable.name}`)
  const { mutex, held, observed } = best
  if (mutex.uncertain !== '') return no(`${mutex.label} cannot be followed: ${mutex.uncertain}`)
  const isGuard = held + observed > 0 || situation.guard?.lock === mutex.label
  if (!isGuard) return no(`${mutex.label} stands beside it, and no access to ${variable.name} holds it: what it guards is not known`)
  if (next !== undefined && situation.guard === undefined && next.held + next.observed === held + observed) {
    return no(`${mutex.label} and ${next.mutex.label} are held at as many places: which of them guards ${variable.name} is not known`)
  }
  return { kind: 'guard', guard: best }
}

/** `2,000 of 2,010 accesses that were observed held shop.mu` */
export function describeGuard({ guard, variable }: Situation, { mutex, held, of, observed }: Evidence): string {
  if (guard?.lock === mutex.label) return `${grouped(guard.held)} of ${grouped(guard.of)} accesses that were observed held ${mutex.label}`
  if (held > 0) return `${held} of ${of} places that use ${variable.name} hold ${mutex.label}`
  return `${mutex.label} was held at ${observed === 1 ? 'the other place' : `${observed} of the places`}`
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}
