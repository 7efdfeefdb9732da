/** The maps that more than one goroutine used, as a table that can be searched and sorted. */
import type { Guard, MapUse, SharedMaps } from '../../model/observation.ts'
import { modifies } from '../../model/locks.ts'
import { userFrameOf } from '../../model/origin.ts'
import { describeSampling } from '../guard-gap.ts'
import { isOfModule, notObserved } from '../terminal/ownership.ts'
import { grouped, plural, shorten } from '../text.ts'
import { share } from './guard.ts'
import { html, type Markup } from './markup.ts'
import { mapDetails } from './ownership/details.ts'
import { goroutinesOf, goroutineWords, sum } from './ownership/goroutines.ts'
import { describeKinds } from './ownership/hand-overs.ts'
import { anchors, searchBox, type Page } from './page.ts'
import { place } from './place.ts'
import { prose } from './prose.ts'

/** More rows than anyone looks through, even with a search. */
const mapsListed = 1000

const longestName = 80

export function* ownership(maps: readonly SharedMaps[] | undefined, page: Page): Generator<Markup> {
  yield html`<section aria-labelledby="${anchors.maps}">\n<h2 id="${anchors.maps}">Shared maps</h2>\n`
  if (maps === undefined) yield html`<p class="quiet">${prose(notObserved)}</p>\n`
  else if (maps.length === 0) yield html`<p class="quiet">No map was used by more than one goroutine.</p>\n`
  else yield* table(maps, page)
  yield html`</section>\n`
}

function* table(maps: readonly SharedMaps[], page: Page): Generator<Markup> {
  const own = maps.filter((one) => isOfModule(one, page))
  const others = maps.filter((one) => !isOfModule(one, page))
  const listed = [...own, ...others].slice(0, mapsListed)
  yield html`<p class="quiet">Every map that more than one goroutine used, those of this module first: whose it is, who uses it, what makes it go from one goroutine to the next. The owner is the goroutine that used it first. ${describeSampling(page.origin)}</p>
${maps.length > listed.length && html`<p class="note">${grouped(listed.length)} maps are listed; the JSON report has all ${grouped(maps.length)}.</p>`}
${searchBox('maps-table', 'Search maps')}
<table class="wide" id="maps-table" data-sortable>
<caption class="unseen">Maps that were used by more than one goroutine</caption>
<thead><tr><th scope="col">Map</th><th scope="col">Owner</th><th scope="col" class="number">Readers</th><th scope="col" class="number">Writers</th><th scope="col" class="number">Hand-overs</th><th scope="col">Guard</th><th scope="col" class="number">Accesses</th></tr></thead>
`
  for (const map of listed) yield row(map, page)
  yield html`</table>\n`
}

function row(map: SharedMaps, page: Page): Markup {
  const { type, expression, variable, count, first, uses, handOvers, guard } = map
  const accesses = sum(uses)
  const transfers = sum(handOvers)
  return html`<tbody data-item>
<tr><th scope="row"><code>${shorten(expression ?? type, longestName)}</code>${count > 1 && html` <span class="tag">${grouped(count)} maps</span>`}<small>${variable?.description}${expression !== undefined && html` <code>${shorten(type, longestName)}</code>`}</small></th>
<td data-label="Owner">${goroutineWords(first)}<small>first used at ${place(userFrameOf(first, page.origin), page.origin)}</small></td>
${usersCell('Readers', uses.filter((use) => !modifies(use)))}
${usersCell('Writers', uses.filter(modifies))}
<td data-label="Hand-overs" class="number" data-value="${transfers}">${grouped(transfers)}${describeKinds(handOvers)}</td>
${guardCell(guard)}
<td data-label="Accesses" class="number" data-value="${accesses}">${grouped(accesses)}</td></tr>
<tr class="details"><td colspan="7">${mapDetails(map, page)}</td></tr>
</tbody>
`
}

function usersCell(label: string, uses: readonly MapUse[]): Markup {
  const goroutines = goroutinesOf(uses)
  return html`<td data-label="${label}" class="number" data-value="${goroutines}">${grouped(goroutines)}<small>${uses.length > 0 && `at ${plural(uses.length, 'place')}`}</small></td>`
}

function guardCell(guard: Guard | undefined): Markup {
  if (!guard) return html`<td data-label="Guard" class="none">none</td>`
  return html`<td data-label="Guard"><code>${guard.lock}</code><small>${share(guard)} of accesses</small></td>`
}
