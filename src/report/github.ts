/** Workflow commands of GitHub Actions: printed in a job, they become annotations of the pull request. */
import type { Finding } from '../model/finding.ts'
import { diskPath } from '../model/origin.ts'
import type { Report } from '../model/report.ts'
import { nounOf, raceNoun } from '../model/rule.ts'
import { countedFindings } from '../model/suppression.ts'
import { describeGuardGap } from './guard-gap.ts'
import { describeSeen } from './lint.ts'
import { sidesOf } from './sides.ts'
import { advice } from './advice.ts'
import { plural, printable } from './text.ts'

/** GitHub shows so many annotations of each level for one step, and drops the others without a word. */
const annotationsShown = 10

export function* renderGithub(report: Report): Generator<string> {
  const findings = countedFindings(report)
  yield* shown(findings.map((finding) => () => annotate(finding, report)), 'error', nounOf(findings) === 'race' ? raceNoun[report.run.detector ?? 'mapsan'] : 'finding')
  const notes = [...report.warnings, ...report.guardGaps.map((gap) => describeGuardGap(gap, report.run)), ...report.unusedSuppressions]
  yield* shown(notes.map((note) => () => command('warning', {}, printable(note))), 'warning', 'warning')
}

/** As many as GitHub shows; the last one then says how many there are besides. */
function* shown(annotations: readonly (() => string)[], level: Level, noun: string): Generator<string> {
  const fits = annotations.length <= annotationsShown
  for (const annotation of fits ? annotations : annotations.slice(0, annotationsShown - 1)) yield annotation()
  if (fits) return
  const left = annotations.length - annotationsShown + 1
  yield command(level, { title: plural(left, `more ${noun}`) }, `GitHub shows ${annotationsShown} annotations of a step. The other formats have all of them.`)
}

function annotate(finding: Finding, { run }: Report): string {
  const { lint } = finding
  const [{ frame }, ...others] = sidesOf(finding, run)
  // An absolute path below the workspace is one that the runner finds in the repository, wherever the module lies in it.
  const path = frame && (diskPath(frame.file, run) ?? frame.file)
  const place = frame && path !== undefined ? { file: printable(path), ...(frame.line > 0 && { line: String(frame.line) }) } : {}
  const other = others.map(({ access, title, place }) => `${access.label === undefined ? 'The other side' : 'See also'}: ${title} at ${place}.\n`)
  const seen = describeSeen(finding)
  const text = `${printable(finding.message)}.\n${seen === undefined ? '' : `${seen}.\n`}${other.join('')}${printable(advice(finding))}`
  return command(lint === undefined || lint.severity === 'error' ? 'error' : 'warning', { ...place, title: `${finding.rule} ${finding.id}` }, text)
}

type Level = 'error' | 'warning'

/** Escaped as actions/toolkit does it; the runner takes no other escapes. */
function command(level: Level, properties: Readonly<Record<string, string>>, text: string): string {
  const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeData(value).replaceAll(':', '%3A').replaceAll(',', '%2C')}`)
  return `::${level}${list.length > 0 ? ` ${list.join(',')}` : ''}::${escapeData(text)}\n`
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}
