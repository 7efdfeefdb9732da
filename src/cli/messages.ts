import { errorTable, type ToolError } from '../errors.ts'
import { describeCount } from '../model/rule.ts'
import { countedFindings } from '../model/suppression.ts'
import { describeGuardGap } from '../report/guard-gap.ts'
import { logFormats, type Format } from '../report/registry.ts'
import type { Outcome } from '../workflows/recording.ts'
import type { Context } from './context.ts'
import { printReports } from './reporting.ts'

/** One line: what happened, the code to search for, what to do next. */
export function describeError({ code, message }: ToolError): string {
  return `${message.replace(/\.$/, '')} (${code}). ${errorTable[code].help}`
}

/** After a report on standard output: what failed, and where all of it is kept. */
export function noteRecorded({ progress }: Context, { folder, failure }: Outcome): void {
  if (failure !== undefined) progress.note(describeError(failure))
  progress.note(`this run is kept in ${folder.path}`)
}

/** In place of a report, where the output of the program was the point. */
export function noteFindings({ progress, style }: Context, { folder, report, failure }: Outcome, formats: readonly Format[]): void {
  const { findings, coverage } = report
  const counted = countedFindings(report)
  printReports(report, formats.filter((format) => logFormats.includes(format)), progress.relay, { ...style, colour: false })
  if (failure !== undefined) progress.note(describeError(failure))
  if (coverage.processes === 0) {
    progress.note('no program with the map sanitizer ran: Go answered from its cache, or there was nothing to run')
    return
  }
  const suppressed = findings.length - counted.length
  const found = `${counted.length === 0 ? 'no map races' : describeCount(counted)} found`
  const processes = coverage.processes === 1 ? '1 process' : `${coverage.processes} processes`
  for (const gap of report.guardGaps) progress.note(`warning: ${describeGuardGap(gap, report.run)}`)
  for (const sentence of report.unusedSuppressions) progress.note(sentence)
  progress.note(`${found} in ${processes}${suppressed > 0 ? `, ${suppressed} suppressed` : ''}; see \`mapsan report ${shellWord(folder.path)}\``)
}

/** What the race detector found: its own words went into files, so ours are the only ones. */
export function noteRaces({ progress, style }: Context, { folder, report, failure }: Outcome, formats: readonly Format[]): void {
  printReports(report, formats.filter((format) => logFormats.includes(format)), progress.relay, { ...style, colour: false })
  if (failure !== undefined) progress.note(describeError(failure))
  progress.note(`this run is kept; see \`mapsan report ${shellWord(folder.path)}\``)
}

/** As a shell reads it back. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
