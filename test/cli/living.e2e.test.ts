/** Living with findings: formats for those who act on them, baselines, ignores, what fails. */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { folderWith, goMod, mapsan, racyMain, racyTest } from '../support/cli.ts'

const racy = { 'go.mod': goMod, 'main.go': racyMain() }
const cart = { 'go.mod': goMod, 'cart/cart.go': 'package cart\n', 'cart/cart_test.go': racyTest }
const ignored = (source: string): string => source.replace(/(items|stock)\["pears"\] = \d/, '$& // mapsan:ignore map-race shows the race on purpose')

function findingsOf(folder: string): readonly { readonly id: string; readonly suppression?: { readonly kind: string } }[] {
  return JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')).findings
}

describe('formats', () => {
  test('diagnose writes several into the run folder, and prints those that are read in a log', async () => {
    const cwd = folderWith(racy)
    const { exitCode, stdout } = await mapsan(['diagnose', '--format', 'sarif,terminal,github,junit', '--out', 'artifacts'], { cwd })
    expect(exitCode).toBe(1)
    expect(stdout).toContain('1 map race found')
    expect(stdout).toMatch(/^::error file=\/\S+\/shop\/main\.go,line=\d+,title=map-race/m)
    expect(stdout).not.toContain('$schema')
    expect(readdirSync(join(cwd, 'artifacts'))).toEqual(expect.arrayContaining(['report.sarif', 'report.txt', 'report.github.txt', 'report.junit.xml', 'report.json']))
  })

  test('test writes them beside what go test prints', async () => {
    const cwd = folderWith(cart)
    const { exitCode, stdout, stderr } = await mapsan(['test', '--format', 'github,sarif', '--out', 'artifacts', './...'], { cwd })
    expect(exitCode).toBe(1)
    expect(stdout).toContain('race detected during execution of test')
    expect(stdout).not.toContain('::error')
    expect(stderr).toMatch(/^::error file=\/\S+\/cart_test\.go,line=\d+/m)
    expect(JSON.parse(readFileSync(join(cwd, 'artifacts/report.sarif'), 'utf8')).runs[0].results).toHaveLength(1)
  })

  test('report wants a folder for several, and prints one', async () => {
    const cwd = folderWith(racy)
    await mapsan(['diagnose', '--out', 'run'], { cwd })
    expect(await mapsan(['report', '--format', 'sarif,junit', 'run'], { cwd })).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringContaining('need --out') })
    expect(await mapsan(['report', '--format', 'sarif,junit', '--out', 'new/reports', 'run'], { cwd })).toMatchObject({
      exitCode: 1, stdout: '', stderr: 'mapsan: report.sarif, report.junit.xml written to new/reports\n',
    })
    const { stdout } = await mapsan(['report', '--format', 'sarif', 'run'], { cwd })
    expect(readFileSync(join(cwd, 'new/reports/report.sarif'), 'utf8')).toBe(stdout)
  })

  // Go compiles nothing else than UTF-8, but a generator's //line may name any file.
  test('a source that is no UTF-8 is quoted as far as it goes', async () => {
    const cwd = folderWith(racy)
    writeFileSync(join(cwd, 'main.go'), racyMain().replace('\t\tstock["pears"]', `//line ${cwd}/stock.y:2\n\t\tstock["pears"]`))
    writeFileSync(join(cwd, 'stock.y'), Buffer.from('%%\nstock["pears"] = 7 // caf\u00e9\n%%\n', 'latin1'))
    const { exitCode, stdout } = await mapsan(['diagnose', '--format', 'terminal,sarif,junit,markdown', '--out', 'run'], { cwd })
    expect(exitCode).toBe(1)
    const texts = [stdout, ...['report.sarif', 'report.junit.xml', 'report.md'].map((name) => readFileSync(join(cwd, 'run', name), 'utf8'))]
    for (const text of texts) expect(text).toContain('// caf\ufffd')
  })
})

describe('a baseline', () => {
  test('lets known races pass, after lines have moved too, and no new one', async () => {
    const cwd = folderWith(racy)
    await mapsan(['diagnose', '--format', 'baseline', '--out', 'first'], { cwd })
    const args = ['diagnose', '--baseline', 'first/baseline.json']
    writeFileSync(join(cwd, 'main.go'), racyMain().replace('func main', '// moved\n\n\nfunc main'))
    const known = await mapsan(args, { cwd })
    expect(known).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('1 race suppressed: 1 by the baseline.') })
    writeFileSync(join(cwd, 'main.go'), racyMain().replace('stock["pears"] = 7', 'delete(stock, "pears")'))
    const fresh = await mapsan(args, { cwd })
    expect(fresh).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('1 race of first/baseline.json did not happen in this run.') })
  })

  test('that is missing stops before anything is built', async () => {
    const cwd = folderWith(racy)
    const { exitCode, stderr } = await mapsan(['diagnose', '--baseline', 'nowhere.json', '--out', 'run'], { cwd })
    expect(exitCode).toBe(2)
    expect(stderr).toContain('(BASELINE_MISSING)')
    expect(existsSync(join(cwd, 'run'))).toBe(false)
  })
})

describe('an ignored race', () => {
  test('does not fail its test, and fails it again as soon as it counts', async () => {
    const cwd = folderWith({ ...cart, 'cart/cart_test.go': ignored(racyTest) })
    const first = await mapsan(['test', '--out', 'first', './...'], { cwd })
    expect(first).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('no map races found in 1 process, 1 suppressed') })
    expect(findingsOf(join(cwd, 'first'))).toMatchObject([{ suppression: { kind: 'comment', reason: 'shows the race on purpose' } }])
    // Go must not have kept the pass: neither for this...
    const again = await mapsan(['test', './...'], { cwd })
    expect(again.stdout).not.toContain('(cached)')
    // ...nor for a run without the ignore.
    writeFileSync(join(cwd, 'cart/cart_test.go'), racyTest)
    expect(await mapsan(['test', './...'], { cwd })).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('race detected during execution of test') })
  })

  test('by function and package, with what matched nothing said', async () => {
    const ignore = [
      { rule: 'map-race', function: 'example.com/shop/cart.TestAdd', reason: 'on purpose' },
      { rule: 'map-race', package: 'github.com/acme/...', reason: 'theirs' },
    ]
    const cwd = folderWith({ ...cart, 'mapsan.json': JSON.stringify({ ignore }, undefined, 2) })
    const { exitCode, stderr } = await mapsan(['test', './...'], { cwd })
    expect(exitCode).toBe(0)
    expect(stderr).toContain('mapsan.json:8: the ignore of github.com/acme/... matched no race of this run.')
    expect((await mapsan(['test', '--fail-on', 'warning', './...'], { cwd })).exitCode).toBe(1)
  })

  test('in files that are named one by one, outside of any module', async () => {
    const cwd = folderWith({ 'main.go': ignored(racyMain()) })
    expect(await mapsan(['diagnose', 'main.go'], { cwd })).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('1 by a comment') })
  })

  test('an ignore without a reason is none', async () => {
    const cwd = folderWith({ ...racy, 'main.go': ignored(racyMain()).replace(' shows the race on purpose', '') })
    const { exitCode, stdout } = await mapsan(['diagnose'], { cwd })
    expect(exitCode).toBe(1)
    expect(stdout).toMatch(/main\.go:\d+: mapsan:ignore map-race gives no reason/)
  })

  test('an unknown key in mapsan.json stops before anything is built, with its place', async () => {
    const cwd = folderWith({ ...racy, 'mapsan.json': '{\n  "ignroe": []\n}\n' })
    const { exitCode, stderr } = await mapsan(['diagnose', '--out', 'run'], { cwd })
    expect(exitCode).toBe(2)
    expect(stderr).toContain('mapsan.json:2:3: unknown key "ignroe" (CONFIG_INVALID)')
    expect(existsSync(join(cwd, 'run'))).toBe(false)
  })
})

test('--fail-on decides what makes the exit code 1', async () => {
  const cwd = folderWith(racy)
  expect((await mapsan(['diagnose', '--fail-on', 'never', '--out', 'run'], { cwd })).exitCode).toBe(0)
  const exitCodes = await Promise.all(['never', 'fatal', 'finding', 'warning'].map((level) => mapsan(['report', '--fail-on', level, 'run'], { cwd })))
  expect(exitCodes.map(({ exitCode }) => exitCode)).toEqual([0, 0, 1, 1])
})

test('explain', async () => {
  expect(await mapsan(['explain', 'map-race'])).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Why it is a race') })
  expect(await mapsan(['explain'])).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^map-race {2}/) })
  const ofLint = await mapsan(['explain', 'MAP-001'])
  expect(ofLint).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Not reported') })
  expect(ofLint).toEqual(await mapsan(['lint', '--explain', 'MAP-001']))
  expect((await mapsan(['explain'])).stdout).toMatch(/^MAP-001 +error +write under RLock$/m)
  expect(await mapsan(['explain', 'mapp-race'])).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('there is no rule "mapp-race"; there are: map-race, map-variable-race') })
})
