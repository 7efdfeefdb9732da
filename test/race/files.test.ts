import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync, appendFileSync, openSync, closeSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { keepCrashes, keepRaceLogs, listRaceLogs, readRaceLogs } from '../../src/run/race-log/files.ts'
import { recordedLog } from './recorded-logs.ts'

let events: string
beforeEach(() => {
  events = mkdtempSync(join(tmpdir(), 'mapsan-events-'))
})
afterEach(() => rmSync(events, { recursive: true }))

const log = recordedLog('go1.26.8-test.log')

test('processes that have one pid leave a log each', async () => {
  const keeping = keepRaceLogs(events)
  for (const round of [1, 2, 3]) {
    // As the race detector does: it empties what is there.
    writeFileSync(join(events, 'race.1'), log)
    await vi.waitFor(() => expect(readdirSync(events)).toHaveLength(round))
    await vi.waitFor(() => expect(readdirSync(events)).not.toContain('race.1'))
  }
  await keeping.stop()
  const streams = await readRaceLogs(events)
  expect(streams.map(({ header, races }) => [header.pid, races.length])).toEqual([[1, 2], [1, 2], [1, 2]])
})

test('a process that goes on writing writes to the log that was given another name', async () => {
  const keeping = keepRaceLogs(events)
  const half = log.length >> 1
  const descriptor = openSync(join(events, 'race.4711'), 'w')
  writeSync(descriptor, log.slice(0, half))
  await vi.waitFor(() => expect(readdirSync(events)).toEqual(['race-log-1.4711']))
  writeSync(descriptor, log.slice(half))
  closeSync(descriptor)
  await keeping.stop()
  expect((await readRaceLogs(events)).map(({ races, warnings }) => [races.length, warnings])).toEqual([[2, []]])
})

test('logs that MapSan did not live to give a name are read as well, and event streams are none', async () => {
  writeFileSync(join(events, 'race.shop.12'), log)
  writeFileSync(join(events, 'ev.13'), '')
  appendFileSync(join(events, 'race-log-1.14'), log)
  expect((await listRaceLogs(events)).map(({ process }) => process)).toEqual(['14', 'shop.12'])
  expect((await readRaceLogs(events)).map(({ header }) => header.pid)).toEqual([14, 12])
})

test('a folder that is not there has none', async () => {
  expect(await listRaceLogs(join(events, 'nowhere'))).toEqual([])
})

test('a log that appears at the very end is given its name as well', async () => {
  const keeping = keepRaceLogs(events)
  writeFileSync(join(events, 'race.7'), log)
  await keeping.stop()
  expect(readdirSync(events)).toEqual(['race-log-1.7'])
})

test('crashes that were kept are read with the logs', async () => {
  await keepCrashes(events, [readFileSync(join(import.meta.dirname, 'crashes/go1.26.8-clone.txt'), 'utf8'), 'fatal error: concurrent map writes\n'])
  const streams = await readRaceLogs(events)
  expect(streams.map(({ header, races }) => [header.state, races.map(({ fatal }) => fatal)])).toEqual([['died', [true]]])
})
