import { mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { formats, reportFiles } from '../../src/report/registry.ts'
import { ownershipRenderers } from '../../src/report/views.ts'
import { createRunFolder, eventsPrefix, writeLines, writeRecord, writeSuppressions, type OpenRunFolder } from '../../src/run/folder.ts'
import { recordSchema } from '../../src/run/run-record.ts'
import { report, type RecordedReport } from '../../src/workflows/report.ts'
import type { ReportingOptions } from '../../src/workflows/reporting.ts'
import { encodeEvents, exitedHeader } from '../run/encode-events.ts'
import { evil } from '../report/hostile-report.ts'
import { observedReport } from '../report/observed-report.ts'
import { reloadRace, run } from '../report/reload-report.ts'

let cwd: string
let folder: OpenRunFolder
beforeEach(async () => {
  cwd = realpathSync(mkdtempSync(join(tmpdir(), 'mapsan-report-')))
  folder = await createRunFolder({ chosen: join(cwd, 'run'), cache: cwd, startedAt: new Date(run.startedAt), pid: 1 })
  await writeRecord(folder, { ...run, schema: recordSchema })
  writeFileSync(`${eventsPrefix(folder, 1)}.1`, encodeEvents({ races: [reloadRace] }))
})
afterEach(() => rmSync(cwd, { recursive: true }))

const read = (options: Partial<ReportingOptions> = {}): Promise<RecordedReport> => report({ cwd }, { folder: 'run', formats: [], failOn: 'finding', ...options })

describe('a run folder', () => {
  test('of a MapSan that knew no suppressions is read without any', async () => {
    const { report: { findings, unusedSuppressions }, exitCode } = await read()
    expect({ found: findings.length, unusedSuppressions, exitCode }).toEqual({ found: 1, unusedSuppressions: [], exitCode: 1 })
  })

  test('says what was ignored when the run was made, without its sources', async () => {
    const place = { file: '/home/dev/server/config/config.go', line: 31 }
    await writeSuppressions(folder, {
      ignores: [{ kind: 'comment', rule: 'map-race', reason: 'r', ...place, target: { kind: 'line', line: 31 } }], mistakes: ['m'],
    })
    const { report: { findings: [finding], unusedSuppressions }, exitCode } = await read()
    expect(finding?.suppression).toEqual({ kind: 'comment', reason: 'r', ...place })
    expect({ unusedSuppressions, exitCode }).toEqual({ unusedSuppressions: ['m'], exitCode: 0 })
  })

  test('gives its findings the ids that they had, from the statements that it keeps', async () => {
    const before = (await read()).report.findings[0]?.id
    await writeLines(folder, [{ file: '/home/dev/server/config/config.go', line: 31, text: 'c.data[key] = value' }])
    const [one, two] = [await read(), await read()]
    expect(one.report.findings[0]?.id).not.toBe(before)
    expect(two.report.findings[0]?.id).toBe(one.report.findings[0]?.id)
  })

  test.each(['lines.json', 'suppressions.json'])('with a damaged %s is refused', async (name) => {
    for (const text of ['{"', '{"ignores": 7}', '7']) {
      writeFileSync(join(folder.path, name), text)
      await expect(read()).rejects.toMatchObject({ code: 'RUN_FOLDER_UNREADABLE', message: expect.stringContaining(name) })
    }
  })

  test.each([0, 2, -1, 1.5, '1'])('of schema %j is refused, in words', async (schema) => {
    writeFileSync(join(folder.path, 'run.json'), JSON.stringify({ ...run, schema, files: [] }))
    await expect(read()).rejects.toMatchObject({ code: schema === 2 ? 'RUN_FOLDER_TOO_NEW' : 'RUN_FOLDER_UNREADABLE' })
  })

  test('that observed how maps are shared gives the same bytes each time, in every format and view', async () => {
    const { sharedMaps = [] } = observedReport
    for (const [pid, maps] of [[1, sharedMaps], [2, sharedMaps.toReversed()]] as const) {
      writeFileSync(`${eventsPrefix(folder, 1)}.${pid}`, encodeEvents({ header: { ...exitedHeader, unobserved: 0 }, races: [reloadRace], sharedMaps: maps }))
    }
    const { report: first, files } = await read({ formats, out: 'first' })
    const { report: second } = await read({ formats, out: 'second' })
    expect(first.sharedMaps).toHaveLength(sharedMaps.length)
    for (const file of files) expect(readFileSync(join(cwd, 'first', file))).toEqual(readFileSync(join(cwd, 'second', file)))
    for (const show of Object.values(ownershipRenderers)) {
      const [one, two] = [first, second].map((report) => [...show(report, { colour: false, width: 80 })].join(''))
      expect(one).toBe(two)
    }
  })

  test('of a MapSan that did not observe maps says that it did not', async () => {
    expect((await read()).report.sharedMaps).toBeUndefined()
    writeFileSync(`${eventsPrefix(folder, 1)}.1`, encodeEvents({ header: { ...exitedHeader, unobserved: 0 }, races: [reloadRace], sharedMaps: [] }))
    expect((await read()).report.sharedMaps).toEqual([])
  })

  test('of a hostile program is written in every format, the same bytes each time', async () => {
    const [newer, older] = reloadRace.accesses
    const stack = [{ function: `main.${evil}`, file: `/home/dev/server/${evil}.go`, line: 3 }]
    const races = [{ ...reloadRace, map: { ...reloadRace.map, type: evil }, accesses: [{ ...newer, stack }, { ...older, stack }] as const }]
    writeFileSync(`${eventsPrefix(folder, 1)}.1`, encodeEvents({ races }))
    const { files } = await read({ formats, out: 'first' })
    await read({ formats, out: 'second' })
    expect([...files].sort()).toEqual(Object.values(reportFiles).sort())
    expect(readdirSync(join(cwd, 'first')).sort()).toEqual([...files].sort())
    for (const file of files) expect(readFileSync(join(cwd, 'first', file))).toEqual(readFileSync(join(cwd, 'second', file)))
  })
})

describe('a baseline', () => {
  test('may be given to a run that was made without one', async () => {
    await read({ formats: ['baseline'], out: 'known' })
    const judged = await read({ baseline: 'known/baseline.json' })
    expect(judged.report.findings[0]?.suppression).toEqual({ kind: 'baseline', file: 'known/baseline.json' })
    expect(judged.exitCode).toBe(0)
  })

  test('that does not exist, or is none, is said', async () => {
    await expect(read({ baseline: 'nowhere.json' })).rejects.toMatchObject({ code: 'BASELINE_MISSING' })
    await expect(read({ baseline: 'run/run.json' })).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
  })
})

test('reports cannot be written where a file is', async () => {
  await expect(read({ formats: ['sarif'], out: 'run/run.json' })).rejects.toMatchObject({ code: 'USAGE' })
})
