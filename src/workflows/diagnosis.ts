import { groupRaces } from '../analysis/findings.ts'
import { nameRaces } from '../analysis/names.ts'
import { groupByVariable, type Group } from '../fix/group.ts'
import type { Seen } from '../model/fix.ts'
import type { Report } from '../model/report.ts'
import { countedFindings } from '../model/suppression.ts'
import { readCatalog, readStreamsOf, type RunFolder } from '../run/folder.ts'
import { diagnose, type DiagnoseOptions } from './diagnose.ts'
import type { Session } from './session.ts'

/** What several runs of the same programs and tests came to. */
export interface Diagnosis {
  readonly folder: RunFolder
  readonly report: Report
  /** The findings that count, by variable. */
  readonly groups: readonly Group[]
  /** In how many runs a group was reported. */
  readonly seen: (key: string) => Seen
  /** How commands ended, each way once; sorted. */
  readonly endings: readonly string[]
  readonly tests: boolean
  readonly fatal: boolean
}

/** Races do not fail tests here: whether those pass by themselves is asked. */
export async function repeatDiagnosis(session: Session, options: DiagnoseOptions): Promise<Diagnosis> {
  const { folder, report, failure } = await diagnose(session, { ...options, failOn: 'never' })
  // A program that cannot be built has nothing to say about races.
  if (failure?.code === 'BUILD_FAILED' || failure?.code === 'BAD_PACKAGE') throw failure
  const counts = await countRuns(folder, report, options.runs)
  return {
    folder,
    report,
    groups: groupByVariable(countedFindings(report)),
    seen: (key) => ({ in: counts.get(key) ?? 0, of: options.runs }),
    endings: [...new Set(report.run.commands.map(({ command, exitCode, signal }) => `${isTest(command) ? 'tests' : 'program'} ${signal ?? exitCode ?? 'not started'}`))].sort(),
    tests: report.run.commands.some(({ command }) => isTest(command)),
    fatal: report.findings.some(({ fatal }) => fatal),
  }
}

function isTest([first, second]: readonly string[]): boolean {
  return first === 'go' && second === 'test'
}

async function countRuns(folder: RunFolder, { run, findings }: Report, runs: number): Promise<ReadonlyMap<string, number>> {
  const catalog = await readCatalog(folder)
  const suppressed = new Set(groupByVariable(findings.filter(({ suppression }) => suppression !== undefined)).map(({ key }) => key))
  const counts = new Map<string, number>()
  for (let repetition = 1; repetition <= runs; repetition++) {
    const streams = nameRaces(await readStreamsOf(folder, repetition), catalog, run)
    const keys = groupByVariable(groupRaces(streams, run).findings).map(({ key }) => key)
    for (const key of keys) if (!suppressed.has(key)) counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}
