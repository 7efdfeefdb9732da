import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { compareSuites } from './compare.ts'

/** Packages of the standard library that live of maps, of synchronisation, or of both. */
const packages = [
  'context', 'database/sql', 'encoding/gob', 'encoding/json', 'expvar', 'go/types', 'html/template', 'io', 'iter', 'log', 'log/slog',
  'maps', 'mime', 'mime/multipart', 'net/http', 'net/http/cookiejar', 'net/http/httptest', 'net/http/httputil', 'net/rpc', 'net/textproto',
  'os/exec', 'reflect', 'runtime/metrics', 'sync', 'sync/atomic', 'testing/synctest', 'text/template', 'unique',
] as const

let cwd = ''
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'mapsan-std-'))
  await writeFile(join(cwd, 'go.mod'), 'module example.com/std\n\ngo 1.24\n')
})
afterAll(() => rm(cwd, { recursive: true, force: true }))

test(`the tests of ${packages.length} packages of the standard library go as without MapSan, and nothing is reported`, async () => {
  const { tests, ...differences } = await compareSuites({ version: 'go1.26.8', cwd, packages })
  console.log(`${tests} tests of the standard library, ${differences.reports.length} reports`)
  expect(tests).toBeGreaterThan(2000)
  expect(differences).toEqual({ onlyInstrumented: [], onlyPlain: [], reports: [] })
})
