import type { CodeFlow, Location, Result, Suppression, ThreadFlowLocation } from 'sarif'
import type { Finding, Frame } from '../../model/finding.ts'
import type { FindingRule } from '../../model/rule.ts'
import { advice } from '../advice.ts'
import { describeSeen } from '../lint.ts'
import { sidesOf, typeOf, type Side } from '../sides.ts'
import { printable } from '../text.ts'
import { locationOf, type SarifContext } from './location.ts'
import { artifactLocation } from './uri.ts'

export interface ResultContext extends SarifContext {
  readonly rules: readonly FindingRule[]
  /** The findings were compared with a baseline. */
  readonly compared: boolean
  /** Some finding is suppressed: SARIF then wants a list, if an empty one, at each. */
  readonly suppressing: boolean
}

/** One finding. Viewers such as GitHub's show the message and the first location, so the message has a link to the other. */
export function resultOf(finding: Finding, context: ResultContext, withFlows: boolean): Result {
  const sides = sidesOf(finding, context.origin)
  const [side, ...others] = sides
  const type = typeOf(finding.map)
  const seen = describeSeen(finding)
  // A result without a location is shown nowhere.
  const place = sides.map(({ frame }) => frame).find((frame) => frame !== undefined)
  const related = [...others, side].flatMap(({ frame, title }, index) =>
    frame ? [locationOf(frame, context, { id: index + 1, message: { text: plain(title) } })] : [],
  )
  return {
    ruleId: finding.rule,
    ruleIndex: context.rules.indexOf(finding.rule),
    level: finding.lint?.severity ?? 'error',
    message: { text: [sentence(finding.message), ...(seen === undefined ? [] : [sentence(seen)]), ...others.map(describeOther), plain(advice(finding))].join(' ') },
    locations: place ? [locationOf(place, context)] : [],
    relatedLocations: related,
    ...(withFlows && { codeFlows: sides.flatMap((one) => codeFlow(one, context)) }),
    // GitHub tells alerts apart by primaryLocationLineHash, which would make one of all races of a line.
    partialFingerprints: { 'mapsanRace/v1': finding.id, primaryLocationLineHash: finding.id },
    occurrenceCount: finding.count,
    ...(context.compared && { baselineState: finding.suppression?.kind === 'baseline' ? 'unchanged' : 'new' }),
    ...(context.suppressing && { suppressions: suppressionsOf(finding, context) }),
    properties: { id: finding.id, ...(type !== undefined && { mapType: type }), fatal: finding.fatal, ...(finding.lint?.seen && { seenInRun: finding.lint.seen }) },
  }
}

function describeOther({ access, frame, title, place }: Side): string {
  return frame ? `${nameOther(access)}${plain(title)} at [${plain(place)}](1).` : `${nameOther(access)}${plain(title)}.`
}

function nameOther({ label }: Side['access']): string {
  return label === undefined ? 'The other side: ' : 'See also: '
}

function sentence(text: string): string {
  return `${plain(text)}.`
}

/** `[x](y)` is a link in SARIF's messages, also where a type or a path only looks like one; then the brackets are escaped. */
function plain(text: string): string {
  const shown = printable(text)
  return /\]\(|\\/.test(shown) ? shown.replace(/[\\[\]]/g, '\\$&') : shown
}

/**
 * The way of one goroutine to its access: where it was started, then its frames, outermost first. Each side is a flow
 * of its own, not a second thread of one flow, because GitHub shows only the first thread of a flow.
 */
function codeFlow({ access, title }: Side, context: SarifContext): CodeFlow[] {
  const { stack, goroutine } = access
  // One place is no way to anywhere.
  if (stack.length === 0 || access.label !== undefined) return []
  const started = goroutine.createdBy.toReversed()
  const steps = [
    ...started.map((frame, index) => step(frame, index, index === started.length - 1 ? ': starts the goroutine' : '', context)),
    ...stack.toReversed().map((frame, index) => step(frame, index, index === stack.length - 1 ? `: ${title}` : '', context)),
  ]
  return [{ message: { text: plain(title) }, threadFlows: [{ id: plain(title), locations: steps }] }]
}

function step(frame: Frame, nestingLevel: number, what: string, context: SarifContext): ThreadFlowLocation {
  const location: Location = locationOf(frame, context, { message: { text: plain(frame.function + what) } })
  return { location, nestingLevel }
}

function suppressionsOf({ suppression }: Finding, { origin }: SarifContext): Suppression[] {
  if (!suppression) return []
  if (suppression.kind === 'baseline') return [{ kind: 'external', status: 'accepted', justification: `It is in the baseline ${suppression.file}.` }]
  const { kind, reason, file, line } = suppression
  return [{
    kind: kind === 'comment' ? 'inSource' : 'external',
    status: 'accepted',
    justification: reason,
    location: { physicalLocation: { artifactLocation: artifactLocation(file, origin), region: { startLine: line } } },
  }]
}
