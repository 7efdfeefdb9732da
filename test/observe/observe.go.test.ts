import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Stack } from '../../src/model/finding.ts'
import type { HandOver, MapUse, Place, SharedMaps } from '../../src/model/observation.ts'
import { buildInstrumented, type BuiltProgram } from '../support/build.ts'
import { fixturesFolder } from '../support/fixtures.ts'
import { goVersions } from '../support/go.ts'
import { runRecorded, type RecordedRun } from '../support/recorded-run.ts'

const dir = join(fixturesFolder, 'observe', 'warehouse')

/** Names of lines, by their number. */
let names: readonly (string | undefined)[] = []
beforeAll(async () => {
  const source = await readFile(join(dir, 'main.go'), 'utf8')
  names = source.split('\n').map((line) => /\/\/ \[(.+)\]/.exec(line)?.[1])
})

describe.each(goVersions)('what is observed of maps, %s', (version) => {
  let folder = ''
  let program: BuiltProgram
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mapsan-observe-'))
    program = await buildInstrumented({ version, dir, output: join(folder, 'warehouse') })
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  const run = (gomaxprocs: number, observe = true): Promise<RecordedRun> =>
    runRecorded({ binary: join(folder, 'warehouse'), gomaxprocs, observe, program })

  test.each([1, 2])('is what happens, with GOMAXPROCS=%i', async (gomaxprocs) => {
    const { exitCode, streams, warnings } = await run(gomaxprocs)
    expect({ exitCode, warnings }).toEqual({ exitCode: 0, warnings: [] })
    const shared = Object.fromEntries((streams[0]?.sharedMaps ?? []).map((maps) => [maps.type, describeMaps(maps)]))
    expect(shared).toEqual(expected)
    for (const handOver of shared['main.prices']?.handOvers ?? []) expect(handOver).toMatch(/ by (lock at r?lock|WaitGroup at .*|go statement at .*)$/)
  })

  test('is all that happens, though two goroutines come to a map at the same moment', async () => {
    const meeting = { dir: join(fixturesFolder, 'observe', 'meeting'), output: join(folder, 'meeting') }
    const built = await buildInstrumented({ version, ...meeting })
    const { exitCode, streams, warnings } = await runRecorded({ binary: meeting.output, gomaxprocs: 2, observe: true, program: built })
    expect({ exitCode, warnings }).toEqual({ exitCode: 0, warnings: [] })
    expect(streams[0]?.sharedMaps).toHaveLength(400)
    expect(streams[0]?.sharedMaps?.filter(({ uses }) => uses.length === 0)).toEqual([])
  })

  test('tells in which order the two goroutines of a race took and released locks', async () => {
    const { findings } = await run(2)
    expect(findings).toHaveLength(1)
    const moments = findings[0]?.timeline ?? []
    expect(moments.map(({ kind, stack }) => `${kind}: ${nameOf(stack)}`).slice(-8)).toEqual([
      'access: new visits',
      'go statement: go porter',
      'start: go porter',
      "lock: guard's lock",
      'access: guard',
      "unlock: guard's unlock",
      "lock: porter's lock",
      'access: porter',
    ])
    const [porter, guard] = findings[0]?.accesses.map(({ goroutine }) => goroutine.id) ?? []
    expect(moments.slice(-8).map(({ goroutine }) => goroutine)).toEqual([guard, guard, porter, guard, guard, guard, porter, porter])
    expect(moments.map(({ before }) => before)).toEqual(moments.map(({ before }) => before).toSorted((a, b) => b - a))
    expect(moments.at(-1)?.before).toBe(0)
    // The porter sleeps for 20 ms between the two accesses.
    expect(moments.at(-3)?.before).toBeGreaterThan(5e6)
    expect(moments.at(-7)?.object).toBe(String(porter))
    expect(moments.at(-2)?.object).toBe(findings[0]?.accesses[0].locks[0]?.address)
  })

  test('is nothing, unless it is asked for', async () => {
    const { streams, findings } = await run(2, false)
    expect(streams[0]?.header.unobserved).toBeUndefined()
    expect(streams[0]?.sharedMaps).toBeUndefined()
    expect(findings.map(({ timeline }) => timeline)).toEqual([undefined])
  })
})

/** All but the hand-overs of the catalog, whose shoppers take turns as it happens. */
const expected = {
  'main.prices': {
    count: 1,
    first: 'write at new catalog by main',
    uses: [
      '1 read at careless read by main holding nothing, 1 goroutine',
      '1 write at careless write by main holding nothing, 1 goroutine',
      '1 write at raise by main holding write lock, 1 goroutine',
      '20 write at raise by go shopper holding write lock, 4 goroutines',
      '400 read at price by go shopper holding read rlock, 4 goroutines',
    ],
    handOvers: expect.arrayContaining([
      expect.stringMatching(/^[1-4] from write at new catalog by main to read at price by go shopper by go statement at go shopper$/),
      '1 from write at raise by go shopper to read at careless read by main by WaitGroup at wait for shoppers',
    ]),
  },
  'main.parcel': {
    count: 1,
    first: 'write at new parcel by main',
    uses: ['1 delete at unpack by main holding nothing, 1 goroutine', '1 write at pack by go packer holding nothing, 1 goroutine'],
    handOvers: [
      '1 from write at new parcel by main to write at pack by go packer by channel at receive',
      '1 from write at pack by go packer to delete at unpack by main by channel at receive back',
    ],
  },
  'main.orders': {
    count: 1,
    first: 'write at new orders by main',
    uses: ['1 iterate at count orders by main holding nothing, 1 goroutine', '1 write at clerk by go clerk holding nothing, 1 goroutine'],
    handOvers: [
      '1 from write at clerk by go clerk to iterate at count orders by main by WaitGroup at wait for clerk',
      '1 from write at new orders by main to write at clerk by go clerk by go statement at go clerk',
    ],
  },
  'main.stock': {
    count: 1,
    first: 'write at new stock by main',
    uses: ["1 write at counter by go counter holding write counter's lock, 1 goroutine"],
    handOvers: ["1 from write at new stock by main to write at counter by go counter by lock at counter's lock"],
  },
  'main.routes': {
    count: 1,
    first: 'write at new routes by main',
    uses: ['1 read at driver by go driver holding nothing, 1 goroutine'],
    handOvers: ['1 from write at new routes by main to read at driver by go driver by atomic at load again'],
  },
  'main.suppliers': {
    count: 1,
    first: 'write at new suppliers by main',
    uses: ['1 read at buyer by go buyer holding nothing, 1 goroutine'],
    handOvers: ['1 from write at new suppliers by main to read at buyer by go buyer by once at once'],
  },
  'main.visits': {
    count: 1,
    first: 'write at new visits by main',
    uses: ["1 write at porter by go porter holding write porter's lock, 1 goroutine"],
    handOvers: ['1 from write at guard by main to write at porter by go porter by nothing'],
  },
}

function describeMaps({ count, first, uses, handOvers }: SharedMaps) {
  return {
    count,
    first: describePlace(first),
    uses: uses.map(describeUse).toSorted(),
    handOvers: handOvers.map(describeHandOver).toSorted(),
  }
}

function describeUse(use: MapUse): string {
  const locks = use.locks.map(({ mode, acquiredAt }) => `${mode} ${nameOf(acquiredAt)}`).join(', ') || 'nothing'
  return `${use.count} ${describePlace(use)} holding ${locks}, ${use.goroutines} ${use.goroutines === 1 ? 'goroutine' : 'goroutines'}`
}

function describeHandOver({ from, to, by, at, count }: HandOver): string {
  return `${count} from ${describePlace(from)} to ${describePlace(to)} by ${by}${at.length > 0 ? ` at ${nameOf(at)}` : ''}`
}

function describePlace({ op, stack, createdBy }: Place): string {
  return `${op} at ${nameOf(stack)} by ${createdBy.length === 0 ? 'main' : nameOf(createdBy)}`
}

function nameOf([frame]: Stack): string {
  return names[(frame?.line ?? 0) - 1] ?? `line ${frame?.line}`
}
