import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseDuration } from '../../src/cli/duration.ts'
import { buildInstrumented, type BuiltProgram } from '../support/build.ts'
import { checkedShim, hurriedShim } from '../support/checked-shim.ts'
import { judge } from '../support/expectations.ts'
import { runRecorded, type RecordedRun } from '../support/recorded-run.ts'
import { everyCircumstance, someCircumstances, type Circumstance } from './circumstances.ts'

const version = 'go1.26.8'
const programs = join(import.meta.dirname, 'programs')

/** STRESS=30m: half an hour in total, under every circumstance. */
const asked = process.env['STRESS']
const circumstances = asked === undefined ? someCircumstances : everyCircumstance
const duration = Math.round((asked === undefined ? 20_000 : parseDuration(asked)) / circumstances.length)
const minute = 60_000

let folder = ''
const binaryOf = (name: string) => join(folder, name)
const built = new Map<string, BuiltProgram>()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mapsan-stress-'))
  const shimDir = await checkedShim(join(folder, 'shim'))
  for (const name of ['crowd', 'mistakes', 'generations']) {
    built.set(name, await buildInstrumented({ version, dir: join(programs, name), output: binaryOf(name), shimDir }))
  }
  const hurried = await hurriedShim(join(folder, 'hurried-shim'))
  built.set('hurried', await buildInstrumented({ version, dir: join(programs, 'crowd'), output: binaryOf('hurried'), shimDir: hurried }))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe.each(circumstances)('with assertions in the engine, $name', (circumstance) => {
  test('a crowd that does everything right is left in peace', async () => {
    const { exitCode, stdout, stderr } = await run('crowd', circumstance, ['-duration', `${duration}ms`])
    expect({ exitCode, stderr: firstLines(stderr) }).toEqual({ exitCode: 0, stderr: '' })
    expect(stdout).toMatch(/^[1-9]\d* rounds by [1-9]\d* goroutines/)
    if (asked !== undefined) console.log(`${circumstance.name}: ${stdout}`)
  })

  test('whoever makes a mistake is found, and nobody else', async () => {
    const { exitCode, stderr, findings, guardGaps, warnings } = await run('mistakes', circumstance)
    expect(exitCode, firstLines(stderr)).toBe(0)
    expect(warnings).toEqual([])
    expect(judge(join(programs, 'mistakes'), { findings, guardGaps })).toEqual({ missed: [], falseAlarms: [] })
  })
})

// Each end of a rest is a chance to take what was seen before it for something that is not ordered.
describe.each(circumstances.filter(canRest))('with an engine that rests a hundred times in a second, $name', (circumstance) => {
  test('a crowd that does everything right is left in peace', async () => {
    const { exitCode, stderr, streams, findings } = await run('hurried', circumstance, ['-duration', `${duration}ms`, ...slotsForAll], 'max_overhead=1% log_path=off')
    expect({ exitCode, stderr: firstLines(stderr) }).toEqual({ exitCode: 0, stderr: '' })
    expect(findings).toEqual([])
    expect(streams.map(({ header: { budget } }) => budget)).toEqual([expect.objectContaining({ sampling: 'by rest', rested: expect.toSatisfy((share) => share > 50) })])
  })
})

test('what a generation of things has needed, the next one uses again', async () => {
  const { exitCode, stdout, stderr } = await run('generations', { name: 'two threads', gomaxprocs: 2, env: {}, args: [] })
  expect({ exitCode, stderr: firstLines(stderr) }).toEqual({ exitCode: 0, stderr: '' })
  const grown = stdout.split('\n').map((line) => line.split(' ')).map(([kind, bytes]) => ({ kind, bytes: Number(bytes) }))
  expect(grown).toHaveLength(15)
  // In a row are 8,000 things: a sync object kept for each would be 1 MB. The engine allocates 256 KiB at a time.
  expect(grown.filter(({ bytes }) => !(bytes <= 256 << 10))).toEqual([])
})

/** Not where samples cannot be taken: gccheckmark=1 turns asynchronous preemption off as well. */
/** Who has no slot knows all when it gets one: here it is to be there already when the engine rests. */
const slotsForAll = ['-size', '20']

function canRest({ env, observe = false }: Circumstance): boolean {
  return !observe && env['GODEBUG'] === undefined
}

function run(name: string, { gomaxprocs, env, args, observe = false }: Circumstance, more: readonly string[] = [], setting = ''): Promise<RecordedRun> {
  const program = built.get(name)
  if (program === undefined) throw new Error(`${name} has not been built`)
  return runRecorded({ binary: binaryOf(name), gomaxprocs, env, observe, setting, args: [...args, ...more], forMs: duration + 2 * minute, program })
}

function firstLines(text: string): string {
  return text.split('\n').slice(0, 80).join('\n')
}
