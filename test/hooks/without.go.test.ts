import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, test } from 'vitest'
import { hookTableFor } from '../../src/hooks/tables/index.ts'
import { buildInstrumented } from '../support/build.ts'
import { goVersions } from '../support/go.ts'

const program = resolve(import.meta.dirname, '../../fixtures/server/page-views/fixed')

let scratch = ''
beforeAll(async () => void (scratch = await mkdtemp(join(tmpdir(), 'mapsan-without-'))))
afterAll(() => rm(scratch, { recursive: true, force: true }))

/** What each hook does when it is left out must compile too; the tests of single hooks show that it has the effect it should. */
test.each(goVersions)('%s builds net/http with every hook left out that can be', async (version) => {
  const without = hookTableFor(version).hooks.filter(({ required }) => !required).map(({ id }) => id)
  await buildInstrumented({ version, dir: program, output: join(scratch, version), without })
})
