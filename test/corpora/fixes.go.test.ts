import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { mapsan } from '../support/cli.ts'
import { fixturesFolder } from '../support/fixtures.ts'
import { resultsIn } from '../fix/expected.ts'
import { fetchModule } from './fetch.ts'
import { whole } from './selection.ts'

interface FixedModule {
  /** Of its folder in fixtures/fix-modules: a program that races in it, and the patch that is expected. */
  readonly name: string
  readonly path: string
  readonly release: string
  readonly strategy: string
  readonly flags?: readonly string[]
  /** Its own tests, which have to pass with the fix. */
  readonly tests?: readonly string[]
}

const version = 'go1.26.8'

/** Releases of popular modules with a race that was found since, or is still there. */
const modules: readonly FixedModule[] = [
  { name: 'cobra', path: 'github.com/spf13/cobra', release: 'v1.1.3', strategy: 'add a mutex beside it', tests: ['.'] },
  { name: 'antlr', path: 'github.com/antlr4-go/antlr/v4', release: 'v4.13.0', strategy: 'upgrade RLock to Lock', flags: ['-tags', 'antlr.stats'] },
  { name: 'gin', path: 'github.com/gin-gonic/gin', release: 'v1.9.1', strategy: 'take the existing lock', tests: ['.'] },
  { name: 'melody', path: 'github.com/olahol/melody', release: 'v1.1.0', strategy: 'add a mutex beside it' },
]

/** Nothing orders the two sides, so that each run reports: two show that it is so. */
const runs = ['--runs', '2']

test.each(whole ? modules : modules.slice(0, 1))('$path $release is mended: $strategy', async ({ name, path, release, strategy, flags = [], tests = [] }) => {
  const parent = realpathSync(mkdtempSync(join(tmpdir(), 'mapsan-fixed-module-')))
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }))
  const cwd = join(parent, name)
  mkdirSync(cwd)
  await fetchModule({ version, path, release, target: cwd })
  const folder = join(fixturesFolder, 'fix-modules', name)
  cpSync(join(folder, 'main.go'), join(cwd, 'internal', 'racing', 'main.go'))

  const out = join(parent, 'run')
  const { exitCode, stdout, stderr } = await mapsan(['fix', ...runs, '--out', out, ...flags, ...tests, './internal/racing'], { cwd, env: { GOTOOLCHAIN: version } })
  expect(exitCode, stdout + stderr).toBe(0)
  const [result, another] = resultsIn(stdout)
  expect(another).toBeUndefined()
  expect(result).toContain(`${strategy}: `)
  expect(result).toContain(`=> reported 2 of 2 before, 0 of 2 after,${tests.length > 0 ? ' tests pass,' : ''} the program ends with exit code 0`)
  expect(readFileSync(join(out, 'fix.patch'), 'utf8')).toBe(readFileSync(join(folder, 'fix.patch'), 'utf8'))
})
