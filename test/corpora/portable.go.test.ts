import { createHash } from 'node:crypto'
import { cp, lstat, mkdir, mkdtemp, readFile, readdir, readlink, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, onTestFinished, test } from 'vitest'
import { decodeEvents } from '../../src/run/decode.ts'
import type { Session } from '../../src/workflows/session.ts'
import { instrumentSources } from '../../src/workflows/instrument-sources.ts'
import { revertSources } from '../../src/workflows/revert-sources.ts'
import { silentSession } from '../support/build.ts'
import { goroot } from '../support/go.ts'
import { fetchModule } from './fetch.ts'
import { cheapModules, quickModules } from './modules.ts'
import { whole } from './selection.ts'

const version = 'go1.26.8'

// The property of the portable mode: instrument → builds, and its tests pass, and nothing is reported → revert → the tree's
// hash is the same. Here for two popular modules and a few packages of the standard library; with MAPSAN_CORPORA=whole for
// seven modules and all of the library that the hooks are not made of.

describe('sources are instrumented, tested and reverted', () => {
  const [first, second, ...others] = [...cheapModules, ...quickModules]
  test.each([first, second, ...(whole ? others : [])].filter((one) => one !== undefined))('$path $release', async ({ path, release, slow, packages = ['./...'] }) => {
    const cwd = await folder()
    await fetchModule({ version, path, release, target: cwd })
    const session = silentSession(cwd, version)
    const { accesses, failures } = await goThrough(session, cwd, packages, slow === undefined ? [] : [`-skip=${slow}`])
    expect(accesses).toBeGreaterThan(0)
    expect(failures).toEqual([])
  })

  test('packages of the standard library, in a copy of it', async () => {
    const root = await folder()
    await copyGo(await goroot(version), root)
    const session = silentSession(join(root, 'src'), version)
    const env = { ...session.env, GOROOT: root, GOTOOLCHAIN: 'local', PATH: `${join(root, 'bin')}${delimiter}${process.env['PATH']}` }
    const { accesses, failures } = await goThrough({ ...session, env }, join(root, 'src'), whole ? ['std'] : ['text/template', 'net/textproto', 'mime', 'html/template'], [])
    expect(accesses).toBeGreaterThan(100)
    // It has a list of all that a package of the library may import.
    expect(failures.filter((line) => !/^FAIL\tgo\/build\t/.test(line))).toEqual([])
  })
})

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'mapsan-property-'))
  onTestFinished(() => rm(made, { recursive: true, force: true }))
  return made
}

async function copyGo(from: string, to: string): Promise<void> {
  for (const part of ['bin', 'src', 'VERSION', 'go.env', 'pkg/include', 'pkg/tool', 'lib']) {
    await mkdir(join(to, part, '..'), { recursive: true })
    await cp(join(from, part), join(to, part), { recursive: true })
  }
  await symlink(join(from, 'test'), join(to, 'test')).catch(() => undefined)
}

async function goThrough(session: Session, cwd: string, packages: readonly string[], flags: readonly string[]) {
  const before = await hashOfTree(cwd)
  const events = await folder()
  const { accesses } = await instrumentSources(session, { patterns: packages, generated: false, dryRun: false })
  expect(await hashOfTree(cwd)).not.toBe(before)
  const env = { ...session.env, MAPSAN: `events=${join(events, 'ev')} log_path=off` }
  const run = (paths: readonly string[]) => execa('go', ['test', '-short', '-count=1', '-vet=off', '-p=1', ...flags, ...paths], { cwd, env, extendEnv: false, reject: false })
  const failed = ({ stdout }: { readonly stdout: string }): string[] => stdout.split('\n').filter((line) => /^FAIL\t/.test(line))
  let failures = failed(await run(packages))
  // Many tests do not bear a busy machine.
  if (failures.length > 0 && failures.length < 10) failures = failed(await run(failures.map((line) => line.split(/[\t ]/)[1] ?? '')))
  await revertSources(session)
  expect(await hashOfTree(cwd)).toBe(before)
  const streams = await Promise.all((await readdir(events)).map(async (name) => decodeEvents(await readFile(join(events, name)))))
  expect(streams.length).toBeGreaterThan(0)
  expect(streams.flatMap(({ races }) => races).map((race) => JSON.stringify(race, undefined, 1))).toEqual([])
  return { accesses, failures }
}

/** Of names, modes and bytes. */
async function hashOfTree(root: string): Promise<string> {
  const hash = createHash('sha256')
  const paths = (await readdir(root, { recursive: true })).sort()
  for (const path of paths) {
    const { mode } = await lstat(join(root, path))
    const isLink = (mode & 0o170000) === 0o120000
    const isFile = (mode & 0o170000) === 0o100000
    hash.update(JSON.stringify([path, mode]))
    hash.update(isLink ? await readlink(join(root, path)) : isFile ? await readFile(join(root, path)) : '')
  }
  return hash.digest('hex')
}
