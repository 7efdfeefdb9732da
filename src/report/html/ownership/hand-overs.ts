import { edgeKinds, edgeNouns, type HandOver } from '../../../model/observation.ts'
import { grouped } from '../../text.ts'
import { html, type Markup } from '../markup.ts'
import { sum } from './goroutines.ts'

/** `4,310 by a lock` and `2 by a channel`: what ordered them, the commonest first. */
export function describeKinds(handOvers: readonly HandOver[]): readonly Markup[] {
  const counts = edgeKinds.map((kind) => ({ kind, count: sum(handOvers.filter(({ by }) => by === kind)) }))
  const present = counts.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count)
  return present.map(({ kind, count }) => html`<small${kind === 'nothing' && html` class="danger"`}>${grouped(count)} by ${edgeNouns[kind]}</small>`)
}
