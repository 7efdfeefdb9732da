import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { describe, expect, test } from 'vitest'

/** The engine's own tests, outside of package runtime: random traces against full vector clocks, units, mutants. */
describe('shim/', () => {
  const cwd = fileURLToPath(new URL('../../shim', import.meta.url))
  const run = (file: string, ...args: readonly string[]) => execa(file, args, { cwd, all: true, reject: false })

  test('is formatted and vetted', async () => {
    expect((await run('gofmt', '-l', '.')).all).toBe('')
    expect((await run('go', 'vet', './...')).all).toBe('')
  })

  test('passes its tests', async () => {
    const { all, exitCode } = await run('go', 'test', '-vet=off', './...') // they were vetted above
    expect(exitCode, all).toBe(0)
  })

  test('fails them with any rule of the engine left out', async () => {
    const { all, exitCode } = await run('go', 'test', '-v', '-timeout', '19m', '-run', 'TestMutants', './engine')
    expect(exitCode, all).toBe(0)
    expect(all).toContain('--- PASS: TestMutants ')
  })
})
