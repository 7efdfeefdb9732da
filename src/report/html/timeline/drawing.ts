/**
 * One lane a goroutine, time running down, each event beside its lane. All is placed from the middle line, so that the
 * drawing takes whatever width there is, and letters keep their size.
 */
import type { Goroutine } from '../../../model/finding.ts'
import { nameOf } from '../../../model/goroutine.ts'
import type { ProgramOrigin } from '../../../model/origin.ts'
import { placeOf } from '../../terminal/stack.ts'
import { printable, shorten } from '../../text.ts'
import { html, type Markup } from '../markup.ts'
import { holdsOf, type Hold } from './held.ts'
import type { BothAccesses, Lane, Row } from './rows.ts'
import { describeRow, timeBefore } from './words.ts'

const rowHeight = 38
const headHeight = 52
/** From the middle to the lanes. */
const reach = 60
const holdWidth = 8
/** More than that does not fit beside a lane, and is in the list of events. */
const longestText = 60

export interface DrawingOptions {
  readonly map: string
  readonly label: string
  readonly origin: ProgramOrigin
}

export function drawing(accesses: BothAccesses, rows: readonly Row[], options: DrawingOptions): Markup {
  const height = yOf(rows.length)
  const holds = holdsOf(rows)
  const columns = Math.max(0, ...holds.map(({ column }) => column + 1))
  return html`<svg class="timeline" width="100%" height="${height}" role="img" aria-label="${options.label}"><svg x="50%" overflow="visible">
${([0, 1] as const).map((lane) => laneLine(lane, accesses[lane].goroutine, rows, height))}
${holds.map((hold) => holdBar(hold, height))}
${rows.map((row, index) => goArrow(row, index, rows, accesses))}
${raceLine(rows)}
${rows.map((row, index) => event(row, index, columns, options))}
</svg></svg>`
}

function yOf(index: number): number {
  return headHeight + index * rowHeight + rowHeight / 2
}

/** Left of the middle for the newer access, right of it for the other, as the sides above. */
function sign(lane: Lane): -1 | 1 {
  return lane === 0 ? -1 : 1
}

function laneClass(lane: Lane): string {
  return lane === 0 ? 'newer' : 'earlier'
}

function laneLine(lane: Lane, goroutine: Goroutine, rows: readonly Row[], height: number): Markup {
  const x = sign(lane) * reach
  const start = rows.findIndex((row) => row.lane === lane && row.kind === 'start')
  const top = start < 0 ? headHeight : yOf(start)
  return html`<g class="${laneClass(lane)}"><text class="lane" x="${x}" y="22" text-anchor="${anchor(lane)}">${nameOf(goroutine)}</text>
<text class="where" x="${x}" y="38" text-anchor="${anchor(lane)}">${shorten(printable(goroutine.name ?? (goroutine.id === 1 ? 'the main goroutine' : '')), longestText)}</text>
<line class="lane" x1="${x}" y1="${top}" x2="${x}" y2="${height - rowHeight / 2 + 8}"/></g>`
}

function anchor(lane: Lane): string {
  return lane === 0 ? 'end' : 'start'
}

function holdBar({ lane, mode, from, to, column }: Hold, height: number): Markup {
  const outer = reach + 8 + column * (holdWidth + 3)
  const top = from < 0 ? headHeight : yOf(from) - 4
  const bottom = Math.min(yOf(to) + 4, height - rowHeight / 2 + 8)
  const x = lane === 0 ? -outer - holdWidth : outer
  return html`<rect class="hold ${laneClass(lane)} ${mode}" x="${x}" y="${top}" width="${holdWidth}" height="${bottom - top}" rx="3"/>`
}

/** From a go statement to the goroutine that it started, where that is the other one of the race. */
function goArrow({ kind, lane, object }: Row, index: number, rows: readonly Row[], accesses: BothAccesses): Markup | undefined {
  const other: Lane = lane === 0 ? 1 : 0
  if (kind !== 'go statement' || object !== String(accesses[other].goroutine.id)) return undefined
  const started = rows.findIndex((row, at) => at > index && row.lane === other && row.kind === 'start')
  const x = sign(other) * (reach - 7)
  const y = yOf(started < 0 ? index : started)
  return html`<path class="go" d="M ${-x} ${yOf(index)} L ${x} ${y} m ${-sign(other) * 7} -5 l ${sign(other) * 7} 5 l ${-sign(other) * 7} 5"/>`
}

function raceLine(rows: readonly Row[]): Markup | undefined {
  const [newer, older] = ([0, 1] as const).map((lane) => rows.findLastIndex((row) => row.lane === lane && row.access))
  if (newer === undefined || older === undefined || newer < 0 || older < 0) return undefined
  return html`<line class="race" x1="${-reach}" y1="${yOf(newer)}" x2="${reach}" y2="${yOf(older)}"/>`
}

function event(row: Row, index: number, columns: number, { map, origin }: DrawingOptions): Markup {
  const x = sign(row.lane) * reach
  const y = yOf(index)
  const text = sign(row.lane) * (reach + 14 + columns * (holdWidth + 3))
  const side = html`class="${laneClass(row.lane)}${row.access && ' race'}"`
  return html`<g ${side}>${marker(row, x, y)}
<text class="time" x="0" y="${y + 4}" text-anchor="middle">${timeBefore(row.before)}</text>
<text class="what" x="${text}" y="${row.frame ? y - 3 : y + 4}" text-anchor="${anchor(row.lane)}">${shorten(printable(describeRow(row, map)), longestText)}</text>
${row.frame && html`<text class="where" x="${text}" y="${y + 12}" text-anchor="${anchor(row.lane)}">${shorten(placeOf(row.frame, origin), longestText)}</text>`}
</g>`
}

function marker({ kind, access, since }: Row, x: number, y: number): Markup | undefined {
  if (since) return undefined
  if (access) return html`<path class="mark" d="M ${x} ${y - 8} l 8 8 l -8 8 l -8 -8 z"/>`
  return html`<circle class="mark${(kind === 'unlock' || kind === 'read unlock') && ' hollow'}" cx="${x}" cy="${y}" r="4"/>`
}
