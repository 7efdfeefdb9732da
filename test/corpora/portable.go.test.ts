import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { instrumentSources } from '../../src/workflows/instrument-sources.ts'
import { revertSources } from '../../src/workflows/revert-sources.ts'
import type { Session } from '../../src/workflows/session.ts'
import { silentSession } from '../support/build.ts'
import { goEnvironment, goroot } from '../support/go.ts'
import { fetchModule } from './fetch.ts'
import { knownPortableDifferences } from './known-portable-differences.ts'
import { cheapModules, quickModules } from './modules.ts'
import { packagesWithTests } from './packages.ts'
import { whole } from './selection.ts'
import { hashOfTree, testTwins, type Twins } from './twins.ts'

const version = 'go1.26.8'

// The property of the portable mode: instrument → builds, and its tests pass, and nothing is reported → revert → the tree's
// hash is the same. Here for two popular modules and a few packages of the standard library; with MAPSAN_CORPORA=whole for
// seven modules and all of the library. One package after the other: `-t net/http` tests that one only.

describe('a module is instrumented, tested and reverted', () => {
  const [first, second, ...others] = [...cheapModules, ...quickModules]
  test.each([first, second, ...(whole ? others : [])].filter((one) => one !== undefined))('$path $release', async ({ path, release, slow, packages = ['./...'] }) => {
    const [instrumented, plain] = [await folder(), await folder()]
    onTestFinished(() => Promise.all([instrumented, plain].map((made) => rm(made, { recursive: true, force: true }))).then(() => undefined))
    for (const target of [instrumented, plain]) await fetchModule({ version, path, release, target })
    const env = goEnvironment(version)
    const flags = slow === undefined ? [] : [`-skip=${slow}`]
    const before = await hashOfTree(instrumented)
    const { accesses } = await instrumentSources(silentSession(instrumented, version), { patterns: packages, generated: false, dryRun: false })
    expect(accesses).toBeGreaterThan(0)
    expect(await hashOfTree(instrumented)).not.toBe(before)
    for (const tested of await packagesWithTests({ cwd: instrumented, env, patterns: packages })) {
      const results = await testTwins({ instrumented: { go: 'go', cwd: instrumented, flags, env }, plain: { go: 'go', cwd: plain, flags, env } }, tested)
      expect([...results.differences.values()], tested).toEqual([])
      expect(results.reports, tested).toEqual([])
      expect(results.processes, tested).toBeGreaterThan(0)
    }
    await revertSources(silentSession(instrumented, version))
    expect(await hashOfTree(instrumented)).toBe(before)
  })
})

const packages = whole ? await packagesWithTests({ cwd: tmpdir(), env: goEnvironment(version), patterns: ['std'] }) : ['text/template', 'net/textproto', 'mime', 'html/template']

describe('the standard library is instrumented in a copy of it, tested and reverted', () => {
  let root = ''
  let session: Session
  let twins: Twins
  let before = ''

  beforeAll(async () => {
    root = await folder()
    const original = await goroot(version)
    await copyGo(original, root)
    const cwd = join(root, 'src')
    session = sessionOf(root)
    const flags = ['-timeout=60m']
    twins = { instrumented: { go: join(root, 'bin/go'), cwd, flags, env: session.env }, plain: { go: join(original, 'bin/go'), cwd: join(original, 'src'), flags, env: sessionOf(original).env } }
    before = await hashOfTree(cwd)
    const { accesses } = await instrumentSources(session, { patterns: whole ? ['std'] : packages, generated: false, dryRun: false })
    expect(accesses).toBeGreaterThan(whole ? 1000 : 100)
    expect(await hashOfTree(cwd)).not.toBe(before)
  })

  afterAll(() => rm(root, { recursive: true, force: true }))

  test.each(packages)('%s', async (path) => {
    const { differences, tests, processes, reports } = await testTwins(twins, path)
    const known = knownPortableDifferences[path] ?? {}
    expect(tests).toBeGreaterThan(0)
    expect([...differences].filter(([name]) => !(name in known)).map(([, text]) => text)).toEqual([])
    expect(Object.keys(known).filter((name) => !differences.has(name))).toEqual([])
    expect(reports).toEqual([])
    expect(processes).toBeGreaterThan(0)
  })

  test('every byte is restored', async () => {
    await revertSources(session)
    expect(await hashOfTree(join(root, 'src'))).toBe(before)
  })
})

function folder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'mapsan-property-'))
}

/** What uses the Go that lies in a folder. */
function sessionOf(root: string): Session {
  const session = silentSession(join(root, 'src'), version)
  return { ...session, env: { ...session.env, GOROOT: root, GOTOOLCHAIN: 'local', PATH: `${join(root, 'bin')}${delimiter}${process.env['PATH']}` } }
}

async function copyGo(from: string, to: string): Promise<void> {
  for (const part of ['bin', 'src', 'VERSION', 'go.env', 'pkg/include', 'pkg/tool', 'lib']) {
    await mkdir(join(to, part, '..'), { recursive: true })
    await cp(join(from, part), join(to, part), { recursive: true })
  }
  await symlink(join(from, 'test'), join(to, 'test')).catch(() => undefined)
}
