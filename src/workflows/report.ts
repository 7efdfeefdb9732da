import { resolve } from 'node:path'
import { groupRaces } from '../analysis/findings.ts'
import type { Report } from '../model/report.ts'
import { readExcerpts, readRecord, readStreams } from '../run/folder.ts'
import type { Session } from './session.ts'

export interface ReportOptions {
  readonly folder: string
}

/** The report of a recorded run, from its folder alone: it needs neither Go nor the sources. */
export async function report({ cwd }: Pick<Session, 'cwd'>, { folder }: ReportOptions): Promise<Report> {
  const runFolder = { path: resolve(cwd, folder) }
  const run = await readRecord(runFolder)
  const analysis = groupRaces(await readStreams(runFolder), run)
  return { ...analysis, run, excerpts: await readExcerpts(runFolder) }
}
