import { cpSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, onTestFinished, test } from 'vitest'
import { mapsan } from '../support/cli.ts'
import { fixturesFolder } from '../support/fixtures.ts'
import { expectedResults, missingResults, resultsIn } from './expected.ts'

const folder = join(fixturesFolder, 'fix-lint')

/** Nothing races in these programs: one run shows that they still end as before. */
const runs = ['--runs', '1']

async function linted(kind: string): Promise<string> {
  const parent = realpathSync(mkdtempSync(join(tmpdir(), 'mapsan-fix-lint-test-')))
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }))
  const cwd = join(parent, 'shop')
  cpSync(join(folder, kind), cwd, { recursive: true })
  writeFileSync(join(parent, 'lint.json'), (await mapsan(['lint', '--format', 'json', '.'], { cwd })).stdout)
  return cwd
}

test('findings of rules are fixed, which the rules say of the result as well', async () => {
  const cwd = await linted('mended')
  const before = readFileSync(join(cwd, 'main.go'), 'utf8')
  const out = join(cwd, '..', 'run')
  const { exitCode, stdout, stderr } = await mapsan(['fix', '--apply', ...runs, '--lint', '../lint.json', '--out', out, '.'], { cwd })
  expect(exitCode, stdout + stderr).toBe(0)
  expect(resultsIn(stdout)).toHaveLength(6)
  for (const one of resultsIn(stdout)) expect(one).toMatch(/=> (SYNC|MAP)-\d+ finds it before and not after; races of it reported 0 of 1 before, 0 of 1 after, the program ends with exit code 0/)
  expect(readFileSync(join(out, 'fix.patch'), 'utf8')).toBe(readFileSync(join(folder, 'mended', 'fix.patch'), 'utf8'))
  const again = await mapsan(['lint', '.'], { cwd })
  expect(again.exitCode, again.stdout).toBe(0)

  const gone = await mapsan(['fix', ...runs, '--lint', '../lint.json', '--id', JSON.parse(readFileSync(join(cwd, '../lint.json'), 'utf8')).findings[0].id, '.'], { cwd })
  expect([gone.exitCode, gone.stdout.replace(/\s+/g, ' ')]).toEqual([1, expect.stringContaining('SYNC-003 does not find it in the sources as they are now')])
  await execa('git', ['apply', join(out, 'fix.revert.patch')], { cwd })
  expect(readFileSync(join(cwd, 'main.go'), 'utf8')).toBe(before)
})

test('findings of rules are explained where the two steps cannot just be made one', async () => {
  const cwd = await linted('explained')
  const out = join(cwd, '..', 'run')
  const { exitCode, stdout, stderr } = await mapsan(['fix', ...runs, '--lint', '../lint.json', '--out', out, '.'], { cwd })
  expect(exitCode, stdout + stderr).toBe(1)
  const expected = expectedResults(cwd)
  expect(expected).toHaveLength(5)
  expect(missingResults(stdout, expected), stdout).toEqual([])
  expect(existsSync(join(out, 'fix.patch'))).toBe(false)
})

test('what is no report of lint is refused', async () => {
  const cwd = await linted('explained')
  const { exitCode, stderr } = await mapsan(['fix', '--lint', 'main.go', '.'], { cwd })
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining('main.go is no report of `mapsan lint --format json`')])
  const unknown = await mapsan(['fix', '--lint', '../lint.json', '--id', 'nothing', '.'], { cwd })
  expect([unknown.exitCode, unknown.stderr]).toEqual([2, expect.stringContaining('there is no finding nothing of a rule in ../lint.json')])
})
