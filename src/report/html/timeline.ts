import type { Finding } from '../../model/finding.ts'
import { nameOf } from '../../model/goroutine.ts'
import { isRace } from '../../model/rule.ts'
import { plural } from '../text.ts'
import { html, type Markup } from './markup.ts'
import type { Page } from './page.ts'
import { place } from './place.ts'
import { drawing } from './timeline/drawing.ts'
import { timelineOf, type BothAccesses, type Row } from './timeline/rows.ts'
import { describeRow, timeBefore } from './timeline/words.ts'

/** The latest events: more make a drawing in which nobody sees the race. */
const rowsDrawn = 24

/** What both goroutines did, as a drawing and, for those who cannot see it or want all of it, as a list. */
export function timeline(finding: Finding, { origin }: Page): Markup | undefined {
  const [newer, older] = finding.accesses
  // Of a breach, only how places are used is known, and not what came when.
  if (older === undefined || !isRace(finding.rule)) return undefined
  const accesses: BothAccesses = [newer, older]
  const { observed, rows } = timelineOf(accesses, finding.timeline, origin)
  const drawn = latest(rows)
  const map = finding.map.expression ?? 'the map'
  const label = `What ${nameOf(newer.goroutine)} and ${nameOf(older.goroutine)} did up to the race, told in the list below`
  return html`<h4>What the two goroutines did</h4>
<p class="quiet">${explanation(observed, rows, rows.length - drawn.length)}</p>
<div class="scroll" tabindex="0" role="group" aria-label="Timeline">${drawing(accesses, drawn, { map, label, origin })}</div>
<details class="events"><summary>${plural(rows.length, 'event')} as a list</summary>
<ol>${rows.map((row) => html`<li>${listed(row, accesses, map)}${row.frame && html` at ${place(row.frame, origin)}`}</li>`)}</ol>
</details>`
}

/** The two accesses are always among them. */
function latest(rows: readonly Row[]): readonly Row[] {
  const first = rows.length - rowsDrawn
  return rows.filter((row, index) => index >= first || row.access || row.since)
}

function explanation(observed: boolean, rows: readonly Row[], left: number): string {
  const order = observed
    ? 'Time runs down, in steps of unequal length; times are before the newer access.'
    : 'What came before was not observed. Each lane is in order; of one lane and the other, only the accesses are known to have come in this order.'
  const bars = rows.some(({ object }) => object !== undefined) ? ' A bar beside a lane is a lock that is held: filled for writing, dashed for reading.' : ''
  const omitted = left > 0 ? ` ${plural(left, 'earlier event')} ${left === 1 ? 'is' : 'are'} only in the list.` : ''
  return order + bars + omitted
}

function listed(row: Row, accesses: BothAccesses, map: string): Markup {
  const when = timeBefore(row.before)
  return html`${when !== '' && html`<span class="time">${when}</span> `}${nameOf(accesses[row.lane].goroutine)}: ${describeRow(row, map)}`
}
