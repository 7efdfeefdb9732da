import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { instrumentForTests } from '../support/build.ts'
import { goEnvironment, goVersions, type GoVersion } from '../support/go.ts'

const folder = resolve(import.meta.dirname, 'constructs')
const names = (await readdir(folder)).sort()

/** Every construct as it is, and as it is rewritten: `before.go` and `after.go`. Both are one program of all of them. */
describe.each(goVersions)('rewritten constructs, %s', (version) => {
  let dir = ''
  let outputs: Readonly<Record<'plain' | 'rewritten', readonly string[]>> = { plain: [], rewritten: [] }
  let replaced: Readonly<Record<string, string>> = {}

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'mapsan-constructs-'))
    await writeModule(dir)
    const build = await instrumentForTests(version, dir, ['.'])
    replaced = JSON.parse(await readFile(build.overlay.path, 'utf8')).Replace
    outputs = {
      plain: await buildAndRun(version, dir, []),
      rewritten: await buildAndRun(version, dir, build.buildFlags, { goBinary: build.go.goBinary, env: build.go.env }),
    }
  })

  afterAll(() => rm(dir, { recursive: true, force: true }))

  test.each(names.map((name, i) => [name, i] as const))('%s: the program does the same', async (name, i) => {
    const file = replaced[join(dir, name, 'before.go')]
    const before = await readFile(join(folder, name, 'before.go'), 'utf8')
    const after = file === undefined ? before : (await readFile(file, 'utf8')).replace(`/*line ${dir}/`, '/*line /constructs/')
    await expect(after).toMatchFileSnapshot(join(folder, name, 'after.go'))
    expect(after.split('\n')).toHaveLength(before.split('\n').length)
    expect(outputs.plain[i]).toMatch(new RegExp(`^${name}\n`))
    expect(outputs.rewritten[i]).toBe(outputs.plain[i])
  })
})

async function writeModule(dir: string): Promise<void> {
  await writeFile(join(dir, 'go.mod'), 'module example.com/constructs\n\ngo 1.24\n')
  const packages = names.map((name) => name.replaceAll('-', ''))
  for (const name of names) {
    await mkdir(join(dir, name))
    await cp(join(folder, name, 'before.go'), join(dir, name, 'before.go'))
  }
  const imports = names.map((name) => `\t"example.com/constructs/${name}"\n`).join('')
  const calls = packages.map((name, i) => `\tprintln("\\f${names[i]}")\n\t${name}.Run()\n`).join('')
  await writeFile(join(dir, 'main.go'), `package main\n\nimport (\n\t"os"\n${imports})\n\nfunc println(s string) { os.Stdout.WriteString(s + "\\n") }\n\nfunc main() {\n${calls}}\n`)
}

interface GoCommand {
  readonly goBinary: string
  readonly env: NodeJS.ProcessEnv
}

/** What each construct printed. */
async function buildAndRun(version: GoVersion, cwd: string, flags: readonly string[], go: GoCommand = { goBinary: 'go', env: goEnvironment(version) }): Promise<readonly string[]> {
  const binary = join(cwd, 'program')
  await execa(go.goBinary, ['build', ...flags, '-o', binary, '.'], { cwd, env: go.env, extendEnv: false })
  const { stdout } = await execa(binary, { env: { MAPSAN: 'log_path=stdout' } })
  return stdout.split('\f').slice(1)
}
