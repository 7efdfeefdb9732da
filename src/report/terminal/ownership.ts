/** How maps are shared: each map that more than one goroutine used, who used it, and how it went from one to another. */
import type { HandOver, MapUse, Place, SharedMaps } from '../../model/observation.ts'
import { edgeNouns } from '../../model/observation.ts'
import { isOwn, userFrameOf } from '../../model/origin.ts'
import type { Report } from '../../model/report.ts'
import { describeShare } from '../advice.ts'
import { describeSampling, placeOf } from '../guard-gap.ts'
import { grouped, plural, printable, shorten, wrap } from '../text.ts'
import { openPage, type Page } from './page.ts'
import { placeOf as declaredAt } from './stack.ts'
import { operationNouns } from './words.ts'

/** More places than this say no more about a map. */
const placesShown = 12
const mapsInFull = 200

export const notObserved = 'It was not observed how maps are shared: `mapsan race` does not, an older MapSan recorded this run, or MAPSAN had observe=off. Run `mapsan diagnose` again.'

export function* renderOwnership(report: Report, options: { readonly colour: boolean; readonly width: number }): Generator<string> {
  const page = openPage(report, options)
  const { sharedMaps } = report
  if (sharedMaps === undefined) {
    yield lines(wrap(notObserved, page.width))
    return
  }
  const own = sharedMaps.filter((maps) => isOfModule(maps, page))
  for (const maps of own.slice(0, mapsInFull)) yield lines([...renderMaps(maps, page), ''])
  yield lines(describeSum(sharedMaps.length, own.length, describeSampling(report.run)).flatMap((sentence) => wrap(sentence, page.width)))
}

function describeSum(all: number, own: number, sampling: string): string[] {
  if (all === 0) return ['No map was used by more than one goroutine.']
  const others = all - own
  return [
    `${plural(own, 'map')} of this module ${own === 1 ? 'was' : 'were'} used by more than one goroutine.`,
    ...(own > mapsInFull ? [`The ${mapsInFull} used most are shown; the JSON report has all.`] : []),
    ...(others > 0 ? [`So ${others === 1 ? 'was' : 'were'} ${grouped(others)} of Go's standard library and of dependencies, which the JSON report has.`] : []),
    sampling,
  ]
}

/** Whether any line of the user's own module touches it. */
export function isOfModule({ first, uses }: SharedMaps, { origin }: Pick<Page, 'origin'>): boolean {
  return [first, ...uses].some((place) => {
    const frame = userFrameOf(place, origin)
    return frame !== undefined && isOwn(frame, origin)
  })
}

function renderMaps(maps: SharedMaps, page: Page): string[] {
  const { paint } = page
  const { expression, variable, guard, count, uses, handOvers, first } = maps
  const name = printable(expression ?? `a map first used at ${placeOf(first, page.origin)}`)
  const declared = variable?.declaredAt && `, declared at ${declaredAt(variable.declaredAt, page.origin)}`
  return [
    paint.bold(shorten(name, page.width)),
    ...text(`${variable === undefined ? '' : `${printable(variable.description)}${declared ?? ''}, `}${shorten(printable(maps.type), 60)}${count > 1 ? `, ${plural(count, 'map')}` : ''}`, page),
    ...text(`owner: ${ownerOf(first)}, first used at ${placeOf(first, page.origin)}`, page),
    ...text(guard === undefined ? 'guard: none that nearly all accesses hold' : `guard: ${printable(guard.lock)}, held by ${describeShare(guard)}`, page),
    ...some(uses.toSorted((a, b) => b.count - a.count), 'use', (use) => describeUse(use, page), page),
    ...some(handOvers.toSorted((a, b) => b.count - a.count), 'hand-over', (one) => describeHandOver(one, page), page),
  ]
}

function some<T>(items: readonly T[], noun: string, describe: (item: T) => string, page: Page): string[] {
  const left = items.length - placesShown
  return [...items.slice(0, placesShown).flatMap((item) => text(describe(item), page)), ...(left > 0 ? text(`${plural(left, `more ${noun}`)} in the JSON report`, page) : [])]
}

function text(sentence: string, { width }: Page): string[] {
  return wrap(sentence, width - 4).map((line, index) => (index === 0 ? `  ${line}` : `    ${line}`))
}

function ownerOf({ goroutine, createdBy }: Place): string {
  return printable(goroutine ?? (createdBy[0] ? `a goroutine started by ${createdBy[0].function}` : 'a goroutine that is not known'))
}

export function describeUse(use: MapUse, { origin }: Pick<Page, 'origin'>): string {
  const locks = use.locks.map(({ name = 'a lock', mode }) => `${name}${mode === 'read' ? ' for reading' : ''}`)
  const who = use.goroutines > 1 ? ownerOf(use).replace(/^(the|a) goroutine\b/, `${grouped(use.goroutines)} goroutines`) : ownerOf(use)
  return `${operationNouns[use.op]} at ${placeOf(use, origin)}, ${times(use.count)}, by ${who}, holding ${printable(locks.join(' and ') || 'nothing')}`
}

export function describeHandOver({ from, to, by, lock, at, count }: HandOver, { origin }: Pick<Page, 'origin'>): string {
  const steps = `handed over ${times(count)}, from ${placeOf(from, origin)} to ${placeOf(to, origin)}`
  const isMeanwhile = by === 'unknown' && at.length > 0
  if (isMeanwhile) return `${steps} while the former held ${printable(lock ?? 'a lock')}, taken at ${placeOf({ stack: at }, origin)}`
  const where = at.length > 0 ? ` at ${placeOf({ stack: at }, origin)}` : ''
  return `${steps} by ${lock === undefined ? edgeNouns[by] : printable(lock)}${where}`
}

function times(count: number): string {
  return count === 1 ? 'once' : `${grouped(count)} times`
}

function lines(texts: readonly string[]): string {
  return `${texts.join('\n')}\n`
}
