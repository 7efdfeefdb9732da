import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hookTableFor } from '../../src/hooks/tables/index.ts'
import type { Finding } from '../../src/model/finding.ts'
import { buildInstrumented } from '../support/build.ts'
import { fixturesFolder } from '../support/fixtures.ts'
import { goVersions, type GoVersion } from '../support/go.ts'
import { planBuilds } from '../support/group-testing.ts'
import { runRecorded } from '../support/recorded-run.ts'
import { operations, opponent, type Operation } from './operations.ts'

const positions = ['later', 'earlier'] as const

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mapsan-operations-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** The operations that were reported, in either position, as `later mapaccess1: read`. */
async function reportedOperations(version: GoVersion, without: readonly string[] = []): Promise<ReadonlySet<string>> {
  const binary = join(folder, 'operations')
  const program = await buildInstrumented({ version, dir: join(fixturesFolder, 'operations'), output: binary, without })
  const reported = new Set<string>()
  for (const position of positions) {
    const { findings, exitCode } = await runRecorded({ binary, args: [position], gomaxprocs: 2, program })
    expect(exitCode).toBe(0)
    for (const operation of operations) {
      for (const finding of findings) {
        const access = finding.accesses[position === 'later' ? 0 : 1]
        if (access && isOf(operation, access)) reported.add(`${position} ${operation.name}: ${access.op}`)
      }
    }
  }
  return reported
}

function isOf({ name }: Operation, { stack }: Finding['accesses'][0]): boolean {
  return stack.some((frame) => frame.function === `main.${name}`)
}

function expected(which: readonly Operation[]): readonly string[] {
  return positions.flatMap((position) => which.map(({ name, op }) => `${position} ${name}: ${op}`))
}

describe.each(goVersions)('operations on maps, %s', (version) => {
  test('each is reported, whether it comes earlier or later', async () => {
    const reported = await reportedOperations(version)
    expect(expected(operations).filter((one) => !reported.has(one))).toEqual([])
  })
})

describe('without its hook, an operation is not seen', () => {
  const version = 'go1.26.8'
  const hooks = [...new Set(operations.flatMap((operation) => operation.hooks))]
  // The clear is on the other side of nearly all, so it is left out in a build of its own.
  const builds = [...planBuilds(hooks.filter((hook) => hook !== 'maps.clear')), ['maps.clear']]

  test('every hook of an operation has its test here', () => {
    const all = hookTableFor(version).hooks.filter(({ id, required }) => /^maps\./.test(id) && required === undefined)
    expect(hooks.toSorted()).toEqual(all.map(({ id }) => id).filter((id) => id !== 'maps.fatal').toSorted())
  })

  test.each(builds.map((without, i) => [i + 1, without] as const))('build %i', async (_build, without) => {
    const seen = (operation: Operation): boolean =>
      operation.hooks.some((hook) => !without.includes(hook)) && !without.includes(opponent(operation))
    const reported = await reportedOperations(version, without)
    const names = new Set([...reported].map((one) => one.replace(/: .*/, '')))
    const silent = positions.flatMap((position) => operations.filter((one) => !seen(one)).map(({ name }) => `${position} ${name}`))
    expect(silent.filter((one) => names.has(one))).toEqual([])
    // MapKeys may be seen through another of its hooks, under another name.
    const single = operations.filter((one) => seen(one) && one.hooks.length === 1)
    expect(expected(single).filter((one) => !reported.has(one))).toEqual([])
  })
})
