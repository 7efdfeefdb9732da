import { mkdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { groupRaces } from '../analysis/findings.ts'
import { describeMistakes } from '../analysis/mistakes.ts'
import { nameRaces } from '../analysis/names.ts'
import { ToolError } from '../errors.ts'
import { indexLines } from '../model/lines.ts'
import type { Report } from '../model/report.ts'
import { readCatalog, readExcerpts, readLines, readRecord, readStreams, readSuppressions } from '../run/folder.ts'
import { suppress } from '../suppression/suppress.ts'
import { quoteSources } from './excerpts.ts'
import { readStatements } from './lines.ts'
import { PortableSources } from './portable-sources.ts'
import type { ExitCode } from './recording.ts'
import { fails, type ReportingOptions } from './reporting.ts'
import { writeReports } from './reports.ts'
import type { Session } from './session.ts'
import { readBaseline } from './suppressions.ts'

export interface ReportOptions extends ReportingOptions {
  readonly folder: string
}

export interface RecordedReport {
  readonly report: Report
  readonly exitCode: ExitCode
  /** The files that were written, when a folder was given for them. */
  readonly files: readonly string[]
}

/**
 * The report of a recorded run, from its folder alone: it needs neither Go nor the sources (but it quotes them when the
 * program recorded the run by itself, with the hooks of `mapsan instrument`). What was ignored when the
 * run was made is ignored again; another baseline may be given.
 */
export async function report({ cwd }: Pick<Session, 'cwd'>, options: ReportOptions): Promise<RecordedReport> {
  const folder = { path: resolve(cwd, options.folder) }
  const run = await readRecord(folder)
  const catalog = await readCatalog(folder)
  const streams = nameRaces(await readStreams(folder), catalog, run)
  const sources = run.portable ? new PortableSources(run) : undefined
  const lines = sources ? await readStatements(streams, run, sources) : await readLines(folder)
  const analysis = groupRaces(streams, run, indexLines(lines), describeMistakes(catalog, run))
  const recorded = await readSuppressions(folder)
  const suppressions = options.baseline === undefined ? recorded : { ...recorded, baseline: await readBaseline(options.baseline, cwd) }
  const judged = { ...analysis, ...suppress(analysis.findings, suppressions, run) }
  const report: Report = { ...judged, run, excerpts: sources ? await quoteSources(analysis, run, sources) : await readExcerpts(folder) }
  return {
    report,
    exitCode: fails(report, options.failOn) ? 1 : 0,
    files: options.out === undefined ? [] : await writeInto(resolve(cwd, options.out), report, options),
  }
}

async function writeInto(path: string, report: Report, { formats, out = '' }: ReportOptions): Promise<readonly string[]> {
  try {
    await mkdir(path, { recursive: true })
    return await writeReports({ path }, report, formats)
  } catch (cause) {
    throw new ToolError('USAGE', `no reports can be written to ${out}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
}
