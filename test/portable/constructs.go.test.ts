import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { instrumentSources, type InstrumentedSources } from '../../src/workflows/instrument-sources.ts'
import { revertSources } from '../../src/workflows/revert-sources.ts'
import { silentSession } from '../support/build.ts'
import { forBuilds, goEnvironment, goVersions, portableGoVersions } from '../support/go.ts'

const golden = resolve(import.meta.dirname, 'golden')

/** Sources that are instrumented once, and then compiled by each Go that knows their language. */
const modules = [
  { name: 'constructs of this mode', golds: 'portable', folder: resolve(import.meta.dirname, 'constructs'), language: '1.21', versions: portableGoVersions },
  { name: 'constructs of map variables', golds: 'variables', folder: resolve(import.meta.dirname, '../source/constructs'), language: '1.24', versions: goVersions },
] as const

describe.each(modules)('$name', ({ golds, folder, language, versions }) => {
  let dir = ''
  let names: readonly string[] = []
  let plain = ''
  let made: InstrumentedSources | undefined
  const before = new Map<string, string>()

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'mapsan-portable-'))
    names = (await readdir(folder)).sort()
    await writeModule(dir, folder, names, language)
    for (const file of await filesOf(dir)) before.set(file, await readFile(join(dir, file), 'latin1'))
    plain = await mkdtemp(join(tmpdir(), 'mapsan-plain-'))
    await cp(dir, plain, { recursive: true })
    made = await instrumentSources(silentSession(dir, versions[0]), { patterns: [], generated: false, dryRun: false })
  })

  afterAll(async () => {
    await rm(dir, { recursive: true, force: true })
    await rm(plain, { recursive: true, force: true })
  })

  test('the hooks are where they are to be, on the same lines, as gofmt writes them', async () => {
    expect(names.length).toBeGreaterThan(5)
    for (const name of names) {
      const after = await readFile(join(dir, name, 'before.go'), 'utf8')
      await expect(after).toMatchFileSnapshot(join(golden, golds, `${name}.go`))
      expect(after.split('\n').length, name).toBe(before.get(join(name, 'before.go'))?.split('\n').length)
    }
    const clean = names.filter((name) => name !== 'layout').map((name) => join(name, 'before.go'))
    const gofmt = join((await execa('go', ['env', 'GOROOT'], { cwd: dir, env: goEnvironment(versions[0]) })).stdout, 'bin/gofmt')
    const unformatted = async (): Promise<string> => (await execa(gofmt, ['-l', ...clean], { cwd: dir })).stdout
    const now = await unformatted()
    for (const file of now.split('\n').filter((name) => name !== '')) {
      const { stdout } = await execa(gofmt, { input: before.get(file) ?? '', stripFinalNewline: false })
      expect(stdout, `${file} was as gofmt writes it`).not.toBe(before.get(file))
    }
    const left = made?.left.map(({ path, line, what }) => `${path.slice(dir.length + 1)}:${line}: ${what}\n`) ?? []
    await expect(left.join('')).toMatchFileSnapshot(join(golden, golds, 'left-alone.txt'))
  })

  test.each(versions)('the programs do the same, %s', async (version) => {
    const instrumented = await buildAndRun(dir, version)
    expect(instrumented).toHaveLength(names.length + 1)
    expect(instrumented).toEqual(await buildAndRun(plain, version))
  })

  test('reverting restores every byte', async () => {
    await revertSources(silentSession(dir, versions[0]))
    const files = await filesOf(dir)
    expect(files).toEqual([...before.keys()])
    for (const file of files) expect(await readFile(join(dir, file), 'latin1'), file).toBe(before.get(file))
  })
})

async function filesOf(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name).slice(dir.length + 1)).sort()
}

async function writeModule(dir: string, folder: string, names: readonly string[], language: string): Promise<void> {
  await writeFile(join(dir, 'go.mod'), `module example.com/constructs\n\ngo ${language}\n`)
  for (const name of names) {
    await mkdir(join(dir, name))
    await cp(join(folder, name, 'before.go'), join(dir, name, 'before.go'))
  }
  const imports = names.map((name) => `\t"example.com/constructs/${name}"\n`).join('')
  const calls = names.map((name) => `\tfmt.Println("\\f${name}")\n\t${name.replaceAll('-', '')}.Run()\n`).join('')
  await writeFile(join(dir, 'main.go'), `package main\n\nimport (\n\t"fmt"\n\n${imports})\n\nfunc main() {\n${calls}}\n`)
}

/** What each construct printed. */
async function buildAndRun(dir: string, version: (typeof portableGoVersions)[number]): Promise<readonly string[]> {
  const binary = join(dir, 'program')
  try {
    await execa('go', ['build', '-o', binary, '.'], { cwd: dir, env: { ...goEnvironment(version), ...forBuilds }, extendEnv: false })
    const { stdout, stderr } = await execa(binary)
    // Not by `println`, which writes there: it is in one of them.
    expect(stderr).not.toContain('DATA RACE')
    return stdout.split('\f')
  } finally {
    await rm(binary, { force: true })
  }
}
