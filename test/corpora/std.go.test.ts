import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { goEnvironment, type GoVersion } from '../support/go.ts'
import { prepareSuite, type Comparison, type PreparedSuite } from './compare.ts'
import { knownDifferences } from './known-differences.ts'
import { packagesWithTests } from './packages.ts'
import { whole } from './selection.ts'
import { tableOf } from './table.ts'

const version = 'go1.26.8'

/** Packages of the standard library that live of maps, of synchronisation, or of both. */
const mapsAndSync = [
  'context', 'database/sql', 'encoding/gob', 'encoding/json', 'expvar', 'go/types', 'html/template', 'io', 'iter', 'log', 'log/slog',
  'maps', 'mime', 'mime/multipart', 'net/http', 'net/http/cookiejar', 'net/http/httptest', 'net/http/httputil', 'net/rpc', 'net/textproto',
  'os/exec', 'reflect', 'runtime/metrics', 'sync', 'sync/atomic', 'testing/synctest', 'text/template', 'unique',
] as const

describeStd(version, whole ? await packagesWithTests({ cwd: tmpdir(), env: goEnvironment(version), patterns: ['std'] }) : mapsAndSync)

function describeStd(version: GoVersion, packages: readonly string[]): void {
  describe(`tests of the standard library go as without MapSan, and nothing is reported, ${version}`, () => {
    const comparisons: Comparison[] = []
    let cwd = ''
    let suite: PreparedSuite
    beforeAll(async () => {
      cwd = await mkdtemp(join(tmpdir(), 'mapsan-std-'))
      await writeFile(join(cwd, 'go.mod'), 'module example.com/std\n\ngo 1.24\n')
      suite = await prepareSuite({ version, cwd, packages })
    })
    afterAll(async () => {
      await rm(cwd, { recursive: true, force: true })
      console.log(tableOf(version, comparisons))
    })

    test.each(packages)('%s', async (path) => {
      const comparison = await suite.compare(path)
      comparisons.push(comparison)
      const known = knownDifferences[path] ?? {}
      expect(comparison.tests).toBeGreaterThan(0)
      expect([...comparison.differences].filter(([name]) => !(name in known)).map(([, text]) => text)).toEqual([])
      expect(Object.keys(known).filter((name) => !comparison.differences.has(name))).toEqual([])
      expect(comparison.reports).toEqual([])
    })
  })
}
