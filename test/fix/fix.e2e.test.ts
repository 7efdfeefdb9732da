import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, onTestFinished, test } from 'vitest'
import { mapsan } from '../support/cli.ts'
import { fixturesFolder } from '../support/fixtures.ts'
import type { GoVersion } from '../support/go.ts'
import { expectedResults, missingResults, resultsIn } from './expected.ts'

const folder = join(fixturesFolder, 'fix')
const strategies = readdirSync(folder)

/** Both sides lie 20 ms apart and nothing orders them, so that each run reports: two show that it is so. */
const runs = ['--runs', '2']

/** Each other Go that MapSan knows mends one of them; the rest is left to the Go of this machine. */
const toolchains: Readonly<Record<string, GoVersion>> = { 'widen-section': 'go1.24.11', 'copy-out': 'go1.25.5', 'copy-on-write': 'go1.27.3', 'copy-in': 'go1.24.11', 'upgrade-lock': 'go1.27.3' }

/** A copy of a fixture, which tests may change. */
function copyOf(strategy: string, kind: string): string {
  const parent = realpathSync(mkdtempSync(join(tmpdir(), 'mapsan-fix-test-')))
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }))
  const cwd = join(parent, 'shop')
  cpSync(join(folder, strategy, kind), cwd, { recursive: true })
  return cwd
}

function sourcesOf(cwd: string): Readonly<Record<string, string>> {
  return Object.fromEntries(readdirSync(cwd).filter((name) => name.endsWith('.go')).map((name) => [name, readFileSync(join(cwd, name), 'utf8')]))
}

/** The modules of this kind, of the strategies that have one. */
function modulesOf(kind: string): readonly string[] {
  return strategies.filter((strategy) => existsSync(join(folder, strategy, kind)))
}

test('every strategy has a module that it mends and one that it must leave alone', () => {
  expect(modulesOf('mended')).toEqual(strategies)
  expect(modulesOf('explained')).toEqual(strategies)
})

describe.each(strategies)('%s', (strategy) => {
  test('is applied where it is safe, is what it was expected to be, holds, and can be taken back', async () => {
    const cwd = copyOf(strategy, 'mended')
    const before = sourcesOf(cwd)
    const out = join(cwd, '..', 'run')
    const version = toolchains[strategy]
    const env = version === undefined ? {} : { GOTOOLCHAIN: version }
    const { exitCode, stdout, stderr } = await mapsan(['fix', '--apply', ...runs, '--out', out, '.'], { cwd, env })
    expect(exitCode, stdout + stderr).toBe(0)
    expect(stderr).toContain(`preparing ${version ?? 'go1.'}`)
    const results = resultsIn(stdout)
    expect(results.length).toBeGreaterThan(0)
    for (const one of results) expect(one).toContain('=> reported 2 of 2 before, 0 of 2 after')
    expect(readFileSync(join(out, 'fix.patch'), 'utf8')).toBe(readFileSync(join(folder, strategy, 'mended', 'fix.patch'), 'utf8'))

    expect(sourcesOf(cwd)).not.toEqual(before)
    expect((await execa('gofmt', ['-l', '.'], { cwd })).stdout).toBe('')
    const again = await mapsan(['diagnose', ...runs, '.'], { cwd, env })
    expect(again.exitCode, again.stdout).toBe(0)
    await execa('git', ['apply', join(out, 'fix.revert.patch')], { cwd })
    expect(sourcesOf(cwd)).toEqual(before)
    await execa('git', ['apply', '--check', join(out, 'fix.patch')], { cwd })
  })
})

test.each(modulesOf('explained'))('%s is refused, with the reason, where it would do harm', (strategy) => expectResults(strategy, 'explained'))

test.each(modulesOf('failed'))('%s is not taken when the runs with it show something else', (strategy) => expectResults(strategy, 'failed'))

async function expectResults(strategy: string, kind: string): Promise<void> {
  const cwd = copyOf(strategy, kind)
  const before = sourcesOf(cwd)
  const out = join(cwd, '..', 'run')
  const { exitCode, stdout, stderr } = await mapsan(['fix', '--apply', ...runs, '--out', out, '.'], { cwd })
  expect(exitCode, stdout + stderr).toBe(1)
  const expected = expectedResults(cwd)
  expect(expected.length).toBeGreaterThan(0)
  expect(missingResults(stdout, expected), stdout).toEqual([])
  expect(resultsIn(stdout)).toHaveLength(expected.length)
  expect(sourcesOf(cwd)).toEqual(before)
  expect(existsSync(join(out, 'fix.patch'))).toBe(false)
}

describe('a recorded run', () => {
  test('is fixed by the ids of its findings, and no more when its sources have changed', async () => {
    const cwd = copyOf('upgrade-lock', 'mended')
    await mapsan(['diagnose', '--out', 'run', '.'], { cwd })
    const { findings } = JSON.parse(readFileSync(join(cwd, 'run', 'report.json'), 'utf8'))
    const id: string = findings[0].id
    const fixed = await mapsan(['fix', ...runs, '--diff', '--from', 'run', id], { cwd })
    expect(fixed.exitCode, fixed.stderr).toBe(0)
    expect(fixed.stdout).toBe(readFileSync(join(cwd, 'fix.patch'), 'utf8'))

    const unknown = await mapsan(['fix', '--from', 'run', '123456789abc'], { cwd })
    expect([unknown.exitCode, unknown.stderr]).toEqual([2, expect.stringContaining(`it has ${findings.map((one: { id: string }) => one.id).join(', ')}`)])
    const main = join(cwd, 'main.go')
    writeFileSync(main, readFileSync(main, 'utf8').replace('home', 'start'))
    const changed = await mapsan(['fix', '--from', 'run'], { cwd })
    expect([changed.exitCode, changed.stderr]).toEqual([2, expect.stringContaining('(SOURCES_CHANGED)')])
  })

  test('that an older MapSan recorded cannot be repeated, which is said', async () => {
    const cwd = copyOf('upgrade-lock', 'mended')
    await mapsan(['diagnose', '--out', 'run', '.'], { cwd })
    const record = join(cwd, 'run', 'run.json')
    const { repeat, ...older } = JSON.parse(readFileSync(record, 'utf8'))
    expect(repeat).toEqual({ args: ['.'], programArgs: [], testsOnly: false })
    writeFileSync(record, JSON.stringify(older))
    const { exitCode, stderr } = await mapsan(['fix', '--from', 'run'], { cwd })
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('(RUN_NOT_REPEATABLE)')])
  })
})

test('tests are run again as well, and pass', async () => {
  const cwd = copyOf('upgrade-lock', 'mended')
  writeFileSync(join(cwd, 'main.go'), readFileSync(join(cwd, 'main.go'), 'utf8').replace('package main', 'package shop').replace('func main()', 'func run()'))
  writeFileSync(join(cwd, 'shop_test.go'), 'package shop\n\nimport "testing"\n\nfunc TestRun(t *testing.T) { run() }\n')
  const { exitCode, stdout, stderr } = await mapsan(['fix', ...runs, './...'], { cwd })
  expect(exitCode, stdout + stderr).toBe(0)
  expect(stdout).toContain('=> reported 2 of 2 before, 0 of 2 after, tests pass')
})
