import { mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createRunFolder, eventsPrefix, readExcerpts, readRecord, readStreams, writeExcerpts, writeRecord, type OpenRunFolder } from '../../src/run/folder.ts'
import { parseRunRecord, type RunRecord } from '../../src/run/run-record.ts'

const startedAt = new Date('2026-01-31T23:59:58.123Z')

const record: Omit<RunRecord, 'files'> = {
  schema: 1,
  mapsan: '0.1.0',
  command: ['mapsan', 'diagnose'],
  cwd: '/home/ada/shop',
  moduleRoot: '/home/ada/shop',
  modulePaths: ['example.com/shop'],
  goroot: '/usr/local/go',
  go: { version: 'go1.26.8', os: 'linux', arch: 'amd64' },
  commands: [{ command: ['shop'], exitCode: null, signal: 'SIGKILL' }],
  startedAt: startedAt.toISOString(),
  finishedAt: null,
  status: 'running',
}

let cache: string
beforeEach(() => {
  cache = realpathSync(mkdtempSync(join(tmpdir(), 'mapsan-folder-')))
})
afterEach(() => rmSync(cache, { recursive: true }))

const create = (chosen?: string): Promise<OpenRunFolder> => createRunFolder({ cache, startedAt, pid: 4711, ...(chosen !== undefined && { chosen }) })

describe('a run folder', () => {
  test('is named after the time and the process', async () => {
    expect((await create()).path).toBe(join(cache, 'runs/20260131-235958-4711'))
  })

  test('that was chosen must be empty', async () => {
    writeFileSync(join(cache, 'races.txt'), '')
    await expect(create(cache)).rejects.toThrow(/is not empty: a run folder holds one run only/)
    await expect(create(join(cache, 'races.txt'))).rejects.toThrow(/no run folder can be made .*ENOTDIR/)
  })

  test('gives back what was put in, and leaves no drafts', async () => {
    const folder = await create()
    const excerpts = [{ file: '/home/ada/shop/main.go', line: 3, firstLine: 2, lines: ['a', 'b'] }]
    await writeExcerpts(folder, excerpts)
    await writeRecord(folder, record)
    expect(await readRecord(folder)).toEqual({ ...record, files: ['sources.json'] })
    expect(await readExcerpts(folder)).toEqual(excerpts)
    expect(readdirSync(folder.path).sort()).toEqual(['events', 'run.json', 'sources.json'])
  })

  test('reads the streams of all processes and repetitions, damaged ones too', async () => {
    const folder = await create()
    writeFileSync(`${eventsPrefix(folder, 1)}.12`, 'no stream')
    writeFileSync(`${eventsPrefix(folder, 2)}.12`, '')
    const streams = await readStreams(folder)
    expect(streams.map(({ races, warnings }) => [races.length, warnings.length > 0])).toEqual([[0, true], [0, true]])
  })

  test('has no space in the name that programs are told, and programs write to the same folder', async () => {
    const folder = await create(join(cache, 'my run'))
    expect(folder.events).not.toContain(' ')
    writeFileSync(`${eventsPrefix(folder, 1)}.12`, 'x')
    expect(readFileSync(join(folder.path, 'events/ev.12'), 'utf8')).toBe('x')
    await folder.close()
    expect(statSync(folder.events, { throwIfNoEntry: false })).toBeUndefined()
    expect(await readStreams(folder)).toHaveLength(1)
  })
})

describe('run.json', () => {
  const parse = (change: object): RunRecord => parseRunRecord(JSON.stringify({ ...record, files: [], ...change }), 'run.json')

  test('of a newer MapSan is told apart from a damaged one', () => {
    expect(() => parse({ schema: 2, status: undefined })).toThrow(expect.objectContaining({ code: 'RUN_FOLDER_TOO_NEW' }))
    expect(() => parse({ status: 'lost' })).toThrow(expect.objectContaining({ code: 'RUN_FOLDER_UNREADABLE', message: expect.stringContaining('status') }))
    expect(() => parseRunRecord('{"sche', 'run.json')).toThrow(/run\.json cannot be read: it is not JSON/)
  })
})
