import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { goVersions, type GoVersion } from '../support/go.ts'
import { prepareSuite, type Comparison } from './compare.ts'
import { fetchModule } from './fetch.ts'
import { cheapModules, otherModules, quickModules, type Module } from './modules.ts'
import { whole } from './selection.ts'
import { tableOf } from './table.ts'

const thorough: GoVersion = 'go1.26.8'

for (const version of goVersions) describeModules(version, version === thorough ? modulesOnThorough() : cheapModules)

function modulesOnThorough(): readonly Module[] {
  return [...cheapModules, ...quickModules, ...(whole ? otherModules : [])]
}

function describeModules(version: GoVersion, modules: readonly Module[]): void {
  describe(`the tests of a popular module go as without MapSan, and nothing is reported, ${version}`, () => {
    const comparisons: Comparison[] = []
    let cwd = ''
    beforeEach(async () => {
      cwd = await mkdtemp(join(tmpdir(), 'mapsan-module-'))
    })
    afterEach(() => rm(cwd, { recursive: true, force: true }))
    afterAll(() => console.log(tableOf(version, comparisons)))

    test.each(modules)('$path $release', async ({ path, release, packages = ['./...'], flags = [], slow }) => {
      await fetchModule({ version, path, release, target: cwd })
      const skipped = slow === undefined || whole ? [] : [`-skip=${slow}`]
      const suite = await prepareSuite({ version, cwd, packages, flags: [...flags, ...skipped] })
      const ofModule: Comparison[] = []
      for (const tested of suite.paths) ofModule.push(await suite.compare(tested))
      comparisons.push(...ofModule)
      expect(ofModule.reduce((tests, comparison) => tests + comparison.tests, 0)).toBeGreaterThan(5)
      expect(ofModule.flatMap(({ differences }) => [...differences.values()])).toEqual([])
      expect(ofModule.flatMap(({ reports }) => reports)).toEqual([])
    })
  })
}
