import type { Report } from '../../model/report.ts'
import { describeShare } from '../advice.ts'
import { describeSampling, placeOf } from '../guard-gap.ts'
import { describeHandOver, describeUse, isOfModule, notObserved } from '../terminal/ownership.ts'
import { plural } from '../text.ts'
import { Budget, longestComment, reserve } from './budget.ts'
import { code, html, inline } from './escape.ts'

/** A table of the maps that goroutines share, and behind clicks where each is used. As long as a comment on GitHub may be. */
export function* renderOwnershipMarkdown(report: Report): Generator<string> {
  const { sharedMaps, run: origin } = report
  if (sharedMaps === undefined) {
    yield `## Maps that goroutines share\n\n${inline(notObserved)}\n`
    return
  }
  const own = sharedMaps.filter((maps) => isOfModule(maps, { origin }))
  const budget = new Budget(longestComment - reserve)
  yield budget.spend(`## Maps that goroutines share\n\n${plural(own.length, 'map')} of this module. ${inline(describeSampling(origin))}\n`)
  const shown = budget.take(own, (maps) => {
    const { expression, type, variable, guard, first, uses, handOvers } = maps
    const guarded = guard === undefined ? 'no guard' : `guarded by ${guard.lock} in ${describeShare(guard)}`
    const what = variable === undefined ? type : `${variable.description}, ${type}`
    const rows = [...uses.map((use) => describeUse(use, { origin })), ...handOvers.map((one) => describeHandOver(one, { origin }))]
    const head = `**${inline(expression ?? `map first used at ${placeOf(first, origin)}`)}** (${code(what)}): ${inline(guarded)}; owner: ${inline(first.goroutine ?? 'not known')}`
    return `\n${head}\n\n<details><summary>${html(plural(uses.length, 'use'))}</summary>\n\n${rows.map((row) => `- ${inline(row)}`).join('\n')}\n\n</details>\n`
  })
  yield* shown
  if (shown.length < own.length) yield `\n${plural(own.length - shown.length, 'more map')}, which a comment has no room for. The JSON report has all of them.\n`
}
