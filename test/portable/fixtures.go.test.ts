import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { decodeEvents } from '../../src/run/decode.ts'
import { instrumentSources } from '../../src/workflows/instrument-sources.ts'
import { silentSession } from '../support/build.ts'
import { forBuilds, goEnvironment, type GoVersion } from '../support/go.ts'

const version: GoVersion = 'go1.26.8'
const fixtures = resolve(import.meta.dirname, '../../fixtures')

/** Programs of one package that need nothing but the standard library: those that race, and their corrected twins. */
const programs = readdirSync(fixtures)
  .flatMap((theme) => readdirSync(join(fixtures, theme)).map((leaf) => join(theme, leaf)))
  .filter((path) => !path.startsWith('server/')) // which do not end by themselves
  .filter((path) => ['racy', 'fixed'].every((twin) => isOnePackage(join(fixtures, path, twin))))

function isOnePackage(folder: string): boolean {
  if (!existsSync(join(folder, 'go.mod')) || /^require/m.test(readFileSync(join(folder, 'go.mod'), 'utf8'))) return false
  return readdirSync(folder).every((name) => /^(go\.mod|\w+\.go)$/.test(name)) && !readdirSync(folder).some((name) => name.endsWith('_test.go'))
}

/**
 * Most of these programs race in accesses that are milliseconds apart, once each: to catch them in the act is luck, and what
 * is missed is counted only. What is reported of a corrected twin would be a false alarm. Each runs
 * twice, and waits long: 13 of 23 were caught so on a busy machine.
 */
describe('the programs that other tests find races in', () => {
  let dir = ''
  const repetitions = 2
  const caught: string[] = []
  const missed: string[] = []

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'mapsan-portable-fixtures-'))
    await writeFile(join(dir, 'go.mod'), 'module example.com/fixtures\n\ngo 1.24\n')
    for (const path of programs) {
      for (const twin of ['racy', 'fixed']) {
        await mkdir(join(dir, nameOf(path, twin)), { recursive: true })
        await cp(join(fixtures, path, twin), join(dir, nameOf(path, twin)), { recursive: true, filter: (name) => !name.endsWith('go.mod') })
      }
    }
    await instrumentSources(silentSession(dir, version), { patterns: [], generated: false, dryRun: false })
    await mkdir(join(dir, 'bin'))
    await execa('go', ['build', '-o', 'bin/', './...'], { cwd: dir, env: { ...goEnvironment(version), ...forBuilds }, extendEnv: false })
  })

  afterAll(async () => {
    await rm(dir, { recursive: true, force: true })
    console.log(`caught in the act: ${caught.length} of ${caught.length + missed.length} (${caught.join(', ')})`)
  })

  /** Of all repetitions, or of those until something was caught: some that race go on until they are stopped. */
  async function racesOf(name: string, until: 'the end' | 'caught'): Promise<number> {
    const events = await mkdtemp(join(dir, 'events-'))
    let races = 0
    for (let run = 1; run <= repetitions && (until === 'the end' || races === 0); run++) {
      await execa(join(dir, 'bin', name), { cwd: dir, reject: false, timeout: 20_000, env: { MAPSAN: `events=${join(events, `${run}`)} log_path=off delay=50ms max_overhead=100%` } })
      const streams = await Promise.all((await readdir(events)).map(async (file) => decodeEvents(await readFile(join(events, file)))))
      // Of two, nothing uses a map but what initialises a variable.
      expect(streams, name).toHaveLength(existsSync(join(dir, name, 'mapsan_hooks.go')) ? run : 0)
      races = streams.flatMap((stream) => stream.races).length
    }
    return races
  }

  test.each(programs)('%s, corrected, is silent', async (path) => {
    expect(await racesOf(nameOf(path, 'fixed'), 'the end')).toBe(0)
    ;(await racesOf(nameOf(path, 'racy'), 'caught')) > 0 ? caught.push(path) : missed.push(path)
  })

  test('some of the others are caught', () => {
    expect(caught.length + missed.length).toBe(programs.length)
    expect(caught.length).toBeGreaterThanOrEqual(6)
  })
})

function nameOf(path: string, twin: string): string {
  return `${path.replace('/', '-')}-${twin}`
}
