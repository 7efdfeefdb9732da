import { resolve } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { goEnvironment, portableGoVersions } from '../support/go.ts'

const cwd = resolve(import.meta.dirname, '../../shim/portable')

/** Read by helpers of old and new Go versions alike. */
test('what go list says is read by the oldest Go as well', async () => {
  const [oldest] = portableGoVersions
  const where = { cwd: resolve(cwd, '../golist'), env: goEnvironment(oldest), extendEnv: false }
  await execa('go', ['vet', './...'], where)
  const { stdout } = await execa('go', ['test', '-count=1', '-v', './...'], where)
  expect(stdout.match(/^--- PASS/gm)?.length).toBeGreaterThanOrEqual(2)
})

/** What is put into users' modules has to be of the oldest language that generic functions are in. */
test('the hooks and their rewriter are vetted, and what they say of themselves holds', async () => {
  const [oldest] = portableGoVersions
  const { GOTOOLCHAIN: _any, ...env } = goEnvironment(oldest)
  await execa('go', ['vet', './...'], { cwd, env, extendEnv: false })
  const { stdout } = await execa('go', ['test', '-vet=off', '-count=1', '-v', './...'], { cwd, env, extendEnv: false })
  const passed = [...stdout.matchAll(/^--- PASS: (\w+)/gm)].map(([, name]) => name)
  expect(passed.filter((name) => name?.startsWith('TestRace')).length).toBeGreaterThanOrEqual(4)
  expect(passed.filter((name) => name?.startsWith('TestNoRace')).length).toBeGreaterThanOrEqual(6)
  await execa('go', ['vet', './...'], { cwd, env: goEnvironment(oldest), extendEnv: false })
})
