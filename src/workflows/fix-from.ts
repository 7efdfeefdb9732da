import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { ToolError } from '../errors.ts'
import { countedFindings } from '../model/suppression.ts'
import { readCatalog, readRecord, type RunFolder } from '../run/folder.ts'
import { chooseFindings, fix, type FixOptions, type FixOutcome } from './fix.ts'
import { report } from './report.ts'
import type { Session } from './session.ts'

export interface FixFromOptions extends Omit<FixOptions, 'args' | 'programArgs' | 'wanted' | 'forMs' | 'testsOnly'> {
  readonly folder: string
  /** Of findings; all that count when empty. */
  readonly ids: readonly string[]
}

/** Fixes for the findings of a recorded run, whose sources must still be what they were: the same is run again. */
export async function fixFrom(session: Session, { folder: path, ids, ...options }: FixFromOptions): Promise<FixOutcome> {
  const folder = { path: resolve(session.cwd, path) }
  const record = await readRecord(folder)
  if (record.detector === 'race') throw new ToolError('RUN_NOT_REPEATABLE', `${path} is a run of \`mapsan race\`, which says too little of maps and locks for a fix`)
  if (record.repeat === undefined) throw new ToolError('RUN_NOT_REPEATABLE', `${path} does not say how its run can be repeated: it was recorded by an older MapSan`)
  await checkSources(folder, path)
  const { report: recorded } = await report({ cwd: session.cwd }, { folder: path, formats: [], failOn: options.failOn })
  const wanted = chooseFindings(ids.length === 0 ? countedFindings(recorded) : recorded.findings, ids, record)
  return fix({ ...session, cwd: record.cwd }, { ...options, ...record.repeat, wanted })
}

/** What was found out about other lines is of no use. */
async function checkSources(folder: RunFolder, path: string): Promise<void> {
  const catalog = await readCatalog(folder)
  if (catalog === undefined) throw new ToolError('RUN_NOT_REPEATABLE', `${path} does not say which sources its program was built from`)
  for (const file of catalog.files.filter(({ hash }) => hash !== '')) {
    const bytes = await readFile(file.path).catch(() => undefined)
    const hash = bytes === undefined ? '' : createHash('sha256').update(bytes).digest('hex')
    if (hash !== file.hash) throw new ToolError('SOURCES_CHANGED', `${file.path} is not what it was when the run in ${path} was recorded`)
  }
}
