import { errorTable, type ToolError } from '../errors.ts'
import type { Outcome } from '../workflows/recording.ts'
import type { Context } from './context.ts'

/** One line: what happened, the code to search for, what to do next. */
export function describeError({ code, message }: ToolError): string {
  return `${message.replace(/\.$/, '')} (${code}). ${errorTable[code].help}`
}

/** What is left to say on standard error when the report itself was printed, or when the program's output was the point. */
export function noteOutcome({ progress }: Context, { folder, report, failure }: Outcome): void {
  const { findings, coverage } = report
  if (failure !== undefined) progress.note(describeError(failure))
  const found = findings.length === 1 ? '1 map race found' : `${findings.length || 'no'} map races found`
  const processes = coverage.processes === 1 ? '1 process' : `${coverage.processes} processes`
  progress.note(`${found} in ${processes}; see \`mapsan report ${shellWord(folder.path)}\``)
}

/** As a shell reads it back. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
