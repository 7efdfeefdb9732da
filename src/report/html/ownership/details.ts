import { edgeNouns, type HandOver, type MapUse, type ObservedLock, type Place, type SharedMaps } from '../../../model/observation.ts'
import { userFrameOf } from '../../../model/origin.ts'
import { operationNouns } from '../../terminal/words.ts'
import { grouped, plural } from '../../text.ts'
import { html, joined, type Content, type Markup } from '../markup.ts'
import type { Page } from '../page.ts'
import { place } from '../place.ts'
import { goroutineWords } from './goroutines.ts'

/** Places and hand-overs that are listed of one map, those that happened most. */
const listed = 50

export function mapDetails({ uses, handOvers, type, variable }: SharedMaps, page: Page): Markup {
  return html`<details><summary>${plural(uses.length, 'place')}, ${plural(handOvers.length, 'kind')} of hand-over</summary>
<p>Type <code>${type}</code>${variable?.declaredAt && html`, declared at ${place(variable.declaredAt, page.origin)}`}</p>
<h3>Used at</h3>
${list(uses, (use) => useLine(use, page))}
${handOvers.length > 0 && html`<h3>Handed over</h3>
${list(handOvers, (handOver) => handOverLine(handOver, page))}`}
</details>`
}

function list<T extends { readonly count: number }>(items: readonly T[], line: (item: T) => Markup): Markup {
  const most = items.toSorted((a, b) => b.count - a.count).slice(0, listed)
  const left = items.length - most.length
  return html`<ul>${most.map((item) => html`<li>${line(item)}</li>`)}${left > 0 && html`<li>${plural(left, 'more')}, in the JSON report</li>`}</ul>`
}

function useLine(use: MapUse, page: Page): Markup {
  const { locks, count } = use
  return html`${step(use, page)} by ${whoOf(use)}, ${heldLocks(locks, page)}: <strong>${plural(count, 'access', 'accesses')}</strong>`
}

/** As in `12 goroutines started at server.go:88`: so many at least. */
function whoOf(use: MapUse): string {
  const words = goroutineWords(use)
  return use.goroutines > 1 ? words.replace(/^(the|a) goroutine\b/, `${grouped(use.goroutines)} or more goroutines`) : words
}

function handOverLine({ from, to, by, lock, at, count }: HandOver, page: Page): Markup {
  const frame = userFrameOf({ stack: at }, page.origin)
  const way = by === 'unknown' && frame !== undefined
    ? html`<strong class="edge">while the former held ${lock ?? 'a lock'}</strong>, taken at ${place(frame, page.origin)}`
    : html`<strong class="${by === 'nothing' ? 'danger' : 'edge'}">${lock ?? edgeNouns[by]}</strong>${frame && html` at ${place(frame, page.origin)}`}`
  return html`${way}: from ${step(from, page)} (${goroutineWords(from)}) to ${step(to, page)} (${goroutineWords(to)}), ${grouped(count)} ${count === 1 ? 'time' : 'times'}`
}

function step(where: Place, { origin }: Page): Markup {
  return html`${operationNouns[where.op]} at ${place(userFrameOf(where, origin), origin)}`
}

function heldLocks(locks: readonly ObservedLock[], { origin }: Page): Content {
  if (locks.length === 0) return 'holding no lock'
  const held = locks.map(({ name, mode, acquiredAt }) => {
    const lock = name === undefined ? html`a lock taken at ${place(userFrameOf({ stack: acquiredAt }, origin), origin)}` : html`<code>${name}</code>`
    return html`${lock} for ${mode === 'read' ? 'reading' : 'writing'}`
  })
  return html`holding ${joined(held, ' and ')}`
}
