import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { folderWith, goMod, mapsan, quietMain, type CliOptions } from '../support/cli.ts'

const quiet = { 'go.mod': goMod, 'main.go': quietMain }

/** What MapSan says itself, in its last lines, when it stops. */
async function stop(args: readonly string[], options: CliOptions): Promise<string> {
  const { exitCode, stdout, stderr } = await mapsan(args, options)
  expect(stdout).toBe('')
  return `${exitCode}: ${stderr}`
}

describe('the command line', () => {
  test.each([
    [['diagnos'], `unknown command 'diagnos'`],
    [['diagnose', '--for', 'ever'], 'Write it like 30s'],
    [['diagnose', '--runs', '0'], 'from 1 on'],
    [['diagnose', '--format', 'xml'], 'Allowed choices are terminal, json'],
    [['diagnose', '--frmat', 'json', '.'], 'unexpected `--frmat`'],
    [['report'], `missing required argument 'run folder'`],
    [['report', '/nowhere'], '/nowhere cannot be read: there is no run.json in it (RUN_FOLDER_UNREADABLE)'],
  ])('%j', async (args, message) => {
    const said = await stop(args, { cwd: folderWith(quiet) })
    expect(said).toContain(message)
    expect(said).toMatch(/^2: /)
  })

  test('a run folder is not written over', async () => {
    const said = await stop(['diagnose', '--out', '.'], { cwd: folderWith(quiet) })
    expect(said).toContain('is not empty: a run folder holds one run only (USAGE)')
  })
})

describe('Go', () => {
  test.each([
    [{ PATH: '/nowhere' }, 'there is no `go` on PATH (GO_NOT_FOUND)'],
    [{ GOARCH: '386' }, 'GOARCH=386 is not supported (GO_UNSUPPORTED)'],
    [{ GOOS: 'plan9' }, 'GOOS=plan9 is not supported (GO_UNSUPPORTED)'],
    [{ GOOS: process.platform === 'linux' ? 'darwin' : 'linux' }, 'does not run on'],
    [{ GOFLAGS: '-race' }, '-race cannot be combined with MapSan: the race detector'],
    [{ GOTOOLCHAIN: 'go1.25.5', GOEXPERIMENT: 'noswissmap' }, 'GOEXPERIMENT=noswissmap builds the old maps'],
    [{ GOFLAGS: '-overlay=missing.json' }, 'missing.json'],
  ])('%j', async (env, message) => {
    const said = await stop(['diagnose'], { cwd: folderWith(quiet), env })
    expect(said).toContain(message)
    expect(said).toMatch(/^2: /)
  })

  test('-race and -msan on the command line', async () => {
    const cwd = folderWith(quiet)
    expect(await stop(['test', '-race', './...'], { cwd })).toMatch(/^2: .*-race cannot be combined/s)
    expect(await stop(['build', '-msan', '.'], { cwd })).toMatch(/^2: .*-msan cannot be combined/s)
  })

  test('a version that is older than Swiss maps', async () => {
    const cwd = folderWith({ ...quiet, 'go.mod': 'module example.com/shop\n\ngo 1.22\n' })
    const said = await stop(['diagnose'], { cwd, env: { GOTOOLCHAIN: 'go1.23.12' } })
    expect(said).toMatch(/^2: .*this Go is go1\.23\.12 \(GO_TOO_OLD\)/s)
  })
})

describe('packages', () => {
  test('no module', async () => {
    const cwd = folderWith({ 'main.go': quietMain })
    expect(await stop(['diagnose'], { cwd })).toMatch(/^2: .*no go\.mod in \S+ or in a folder above it \(NOT_A_MODULE\)/s)
    expect(await mapsan(['diagnose', 'main.go'], { cwd })).toMatchObject({ exitCode: 0 })
  })

  test.each([
    ['a folder that does not exist', './nowhere', /directory not found|no such file or directory/],
    ['an import path that nobody provides', 'example.com/nowhere', /no required module provides package example.com\/nowhere/],
    ['a folder without Go files', './empty', /no Go files/],
  ])('%s: first what Go says', async (_title, path, ofGo) => {
    const cwd = folderWith({ ...quiet, 'empty/read.me': '' })
    const { exitCode, stderr } = await mapsan(['diagnose', path], { cwd })
    expect(exitCode).toBe(3)
    expect(stderr).toMatch(ofGo)
    expect(stderr).toContain('(BAD_PACKAGE)')
    expect(stderr.search(ofGo)).toBeLessThan(stderr.indexOf('(BAD_PACKAGE)'))
  })

  test.each(['diagnose', 'run', 'build'])('%s of a program that does not compile: first what Go says', async (command) => {
    const cwd = folderWith({ ...quiet, 'main.go': quietMain.replace('stock[', 'stok[') })
    const said = await stop([command, '.'], { cwd })
    expect(said).toMatch(/^3: .*^# example.com\/shop\n.*\.\/main\.go:7:\d+: undefined: stok\n.*shop does not build \(BUILD_FAILED\)/ms)
  })

  test('a module file that cannot be read', async () => {
    const { exitCode, stderr } = await mapsan(['diagnose'], { cwd: folderWith({ ...quiet, 'go.mod': 'module\n' }) })
    expect(exitCode).not.toBe(0)
    expect(stderr).toMatch(/go\.mod:1: usage: module module\/path/)
  })
})

describe('the cache', () => {
  test('it is a file', async () => {
    const cwd = folderWith(quiet)
    const said = await stop(['diagnose'], { cwd, env: { MAPSAN_CACHE: join(cwd, 'main.go') } })
    expect(said).toMatch(/^2: .*the cache folder \S+main\.go cannot be used: .*\(CACHE_UNUSABLE\)/s)
  })

  test('it is read-only', async () => {
    const cwd = folderWith(quiet)
    const cache = join(cwd, 'cache')
    mkdirSync(cache)
    chmodSync(cache, 0o555)
    // root may write everywhere, so it has to become nobody.
    const nobody = process.getuid?.() === 0 ? { uid: 65534 } : {}
    expect(await stop(['diagnose'], { cwd, env: { MAPSAN_CACHE: cache }, ...nobody })).toMatch(/^2: .*EACCES.*\(CACHE_UNUSABLE\)/s)
  })

  test('two MapSans at once fill one cache', async () => {
    const cwd = folderWith(quiet)
    const env = { MAPSAN_CACHE: join(cwd, 'cache'), GOTOOLCHAIN: 'go1.25.5' }
    const results = await Promise.all([1, 2, 3].map(() => mapsan(['diagnose'], { cwd, env })))
    for (const result of results) expect(result).toMatchObject({ exitCode: 0 })
  })
})

describe('a run folder', () => {
  test('whose stream is damaged gives what can be read, and a warning', async () => {
    const cwd = folderWith(quiet)
    await mapsan(['diagnose', '--out', 'run'], { cwd })
    writeFileSync(join(cwd, 'run/events/ev.1'), 'MAPSAN\r\n')
    const { exitCode, stdout } = await mapsan(['report', 'run', '--format', 'json'], { cwd })
    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout).warnings.join()).toMatch(/byte|offset/)
  })

  test('of a newer MapSan, and one whose run.json is none', async () => {
    const cwd = folderWith({ 'new/run.json': '{"schema": 99}', 'odd/run.json': '{"schema": 1}', 'torn/run.json': '{"sch' })
    expect(await stop(['report', 'new'], { cwd })).toContain('(RUN_FOLDER_TOO_NEW)')
    expect(await stop(['report', 'odd'], { cwd })).toContain('(RUN_FOLDER_UNREADABLE)')
    expect(await stop(['report', 'torn'], { cwd })).toContain('it is not JSON (RUN_FOLDER_UNREADABLE)')
  })
})
