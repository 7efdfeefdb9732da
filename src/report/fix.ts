import pc from 'picocolors'
import { isMended, type FixResult, type FixVerdict, type Seen } from '../model/fix.ts'
import type { Finding } from '../model/finding.ts'
import type { RenderOptions } from './registry.ts'
import { plural, printable, wrap } from './text.ts'

export interface FixReport {
  readonly results: readonly FixResult[]
  readonly applied: boolean
}

/** What was done about each variable, why, and what runs with it have shown. */
export function renderFixes({ results, applied }: FixReport, { colour, width }: RenderOptions): string {
  const paint = pc.createColors(colour)
  const parts = results.map((result, index) => {
    const mark = isMended(result) ? paint.green('fixed') : paint.red(result.verdict.kind === 'failed' ? 'not fixed' : 'explained')
    return [
      `${paint.bold(`${index + 1}/${results.length}`)}  ${mark}  ${paint.bold(printable(result.subject))}`,
      ...result.findings.flatMap((finding) => describeFinding(finding, width)),
      ...(result.fix === undefined && result.alternatives.length === 0 ? [] : ['']),
      ...describeFix(result, width),
      ...describeAlternatives(result).flatMap((text) => indent(text, width)),
      ...(result.fix === undefined ? [] : ['', ...colourDiff(result.fix.diff, paint)]),
      '',
      ...indent(`=> ${describeVerdict(result.verdict)}`, width, '  '),
      '',
    ]
  })
  return `${[...parts.flat(), ...wrap(summarise(results, applied), width)].join('\n')}\n`
}

function describeFinding({ id, message }: Finding, width: number): readonly string[] {
  return indent(`${id}  ${printable(message)}`, width, '  ')
}

function describeFix({ fix }: FixResult, width: number): readonly string[] {
  if (fix === undefined) return []
  return [...indent(`${fix.title}: ${fix.reason}`, width, '  '), ...fix.notes.flatMap((note) => indent(`note: ${note}`, width))]
}

/** What is not done for the same reason is said once. */
function describeAlternatives({ alternatives }: FixResult): readonly string[] {
  const titles = new Map<string, readonly string[]>()
  for (const { title, why } of alternatives) titles.set(why, [...(titles.get(why) ?? []), title])
  return [...titles].map(([why, same]) => `not: ${same.join(', nor ')}, because ${why}`)
}

function indent(text: string, width: number, by = '    '): readonly string[] {
  return wrap(printable(text), width - by.length).map((line) => by + line)
}

function colourDiff(diff: string, paint: ReturnType<typeof pc.createColors>): readonly string[] {
  const colourOf = (line: string): string => {
    const shown = line.replace(/\r$/, '').replace(/[^\t]/gu, (character) => printable(character))
    if (line.startsWith('+')) return paint.green(shown)
    if (line.startsWith('-')) return paint.red(shown)
    return line.startsWith('@@') ? paint.cyan(shown) : shown
  }
  return diff.replace(/\n$/, '').split('\n').map(colourOf)
}

function describeVerdict(verdict: FixVerdict): string {
  if (verdict.kind === 'verified') return `${verdict.rule ? `${verdict.rule} finds it before and not after; races of it ` : ''}reported ${seen(verdict.before)} before, ${seen(verdict.after)} after, ${verdict.ending}`
  if (verdict.kind === 'explained') return `nothing was changed: ${verdict.why}`
  const runs = [verdict.before && `reported ${seen(verdict.before)} before`, verdict.after && `${seen(verdict.after)} after`].filter((one) => one !== undefined)
  return `the fix is not to be used: ${verdict.why}${runs.length > 0 ? ` (${runs.join(', ')})` : ''}`
}

function seen({ in: times, of }: Seen): string {
  return `${times} of ${of}`
}

function summarise(results: readonly FixResult[], applied: boolean): string {
  if (results.length === 0) return 'Nothing to fix: no map race was found.'
  const fixed = results.filter(isMended).length
  const rest = results.length - fixed
  const done = fixed === 0 ? 'No fix' : `${plural(fixed, 'fix', 'fixes')} ${fixed === 1 ? 'was' : 'were'} verified${applied ? ' and applied' : ', and nothing was changed in your tree'}`
  return rest === 0 ? `${done}.` : `${done}${fixed === 0 ? ' was found that is safe and holds' : ''}; ${plural(rest, 'map or variable', 'maps or variables')} ${rest === 1 ? 'is' : 'are'} left to you.`
}
