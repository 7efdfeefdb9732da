import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readFile, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { ToolError } from '../errors.ts'
import type { GoInstallation } from './go.ts'
import { runProcess, type Environment, type ProcessResult } from './process.ts'

/** What shim/portable/rewrite is asked: see its main.go. */
export interface HookingRequest {
  readonly go: GoInstallation
  /** The folder of MapSan's Go code. */
  readonly shimDir: string
  /** MapSan's cache. */
  readonly cache: string
  readonly cwd: string
  readonly patterns: readonly string[]
  /** Files that say they are generated are rewritten as well. */
  readonly generated: boolean
  readonly stop: AbortSignal
  /** Takes what Go printed when packages cannot be compiled. */
  readonly relay: (text: string) => void
}

const bytes = z.string().nullable().transform((text) => (text === null ? null : Buffer.from(text, 'base64')))

const answer = z.object({
  files: z.array(z.object({ path: z.string(), before: bytes, after: z.string().transform((text) => Buffer.from(text, 'base64')) })),
  left: z.array(z.object({ path: z.string(), line: z.number(), what: z.string() })),
  accesses: z.number(),
  tracked: z.array(z.string()),
  untracked: z.array(z.string()),
})

/** The files of a module with hooks at their map accesses, and what was left alone. Nothing is written. */
export interface Hooked extends z.infer<typeof answer> {
  /** What go list printed. */
  readonly listing: string
}

const listed = z.object({
  ImportPath: z.string(),
  Name: z.string().default(''),
  DepOnly: z.boolean().default(false),
  Standard: z.boolean().default(false),
  ForTest: z.string().default(''),
  Module: z.object({ Path: z.string(), Main: z.boolean().default(false), Dir: z.string().default(''), GoVersion: z.string().default('') }).optional(),
  Error: z.object({ Err: z.string() }).optional(),
})
const fields = [...Object.keys(listed.shape), 'Dir', 'Export', 'GoFiles', 'CgoFiles', 'Imports', 'ImportMap'].join(',')

/** Where the hooks are put, below the module's folder. */
export const hooksFolder = 'internal/mapsan'

export async function hookPackages(request: HookingRequest): Promise<Hooked> {
  const { go, cwd, patterns, shimDir, generated, stop, relay } = request
  const list = await runProcess({ file: go.goBinary, args: ['list', '-e', '-deps', '-test', '-export', `-json=${fields}`, '--', ...patterns], cwd, env: go.env, stdio: 'capture', stop })
  if (list.exitCode !== 0) {
    relay(list.stderr)
    throw new ToolError('BAD_PACKAGE', `\`go list\` failed for ${patterns.join(' ')} in ${cwd}`)
  }
  const module = await checkPackages(list.stdout, request)
  const input = JSON.stringify({
    listing: list.stdout, module, root: dirname(go.gomod), hooks: module === 'std' ? hooksFolder : `${module}/${hooksFolder}`,
    hooksDir: join(shimDir, 'portable', 'mapsan'), goarch: go.goarch, generated,
  })
  // The helper is written in the language of an old Go, but has to know the aliases of new ones.
  const result = await runProcess({ file: await helperBinary(request), args: [], cwd, env: { ...go.env, GODEBUG: 'gotypesalias=1' }, stdio: 'capture', input, stop })
  if (result.exitCode !== 0) throw new ToolError('BAD_PACKAGE', `the packages cannot be understood: ${result.stderr.trim() || result.startError || result.signal}`)
  return { ...answer.parse(JSON.parse(result.stdout)), listing: list.stdout }
}

/** The module that the packages are of: nothing is changed while one of them does not compile, or cannot have hooks. */
async function checkPackages(text: string, { go, patterns, relay }: HookingRequest): Promise<string> {
  const all = text.split(/^\}$/m).filter((part) => part.trim() !== '').map((part) => listed.parse(JSON.parse(`${part}}`)))
  const asked = all.filter(({ DepOnly, ForTest, Name, ImportPath }) => !DepOnly && ForTest === '' && !(Name === 'main' && ImportPath.endsWith('.test')))
  const broken = all.filter(({ Error, DepOnly, ForTest }) => Error !== undefined && (!DepOnly || ForTest !== ''))
  if (broken.length > 0) {
    for (const { Error } of broken) relay(`${Error?.Err.trimEnd()}\n`)
    throw new ToolError('BAD_PACKAGE', `${broken[0]?.ImportPath} does not compile, and what its types are is not known`)
  }
  const root = dirname(go.gomod)
  const own = asked.filter(({ Module, Standard }) => (Module?.Main === true && Module.Dir === root) || (Module === undefined && Standard && root === join(go.goroot, 'src')))
  const [first] = own
  if (first === undefined) throw new ToolError('USAGE', `${patterns.join(' ')} names no package of the module in ${root}`)
  const version = first.Module?.GoVersion ?? ''
  if (/^1\.(\d|1[0-7])(\D|$)/.test(version)) throw new ToolError('NEEDS_GENERICS', `${go.gomod} asks for the language of go ${version}`)
  return first.Module?.Path ?? 'std'
}

/** The helper, compiled by the Go whose export data it is to read. */
async function helperBinary({ go, shimDir, cache, stop }: HookingRequest): Promise<string> {
  const folder = join(shimDir, 'portable')
  const place = join(cache, 'rewriter', await hashOfSources(go, join(folder, 'rewrite')))
  const binary = join(place, 'rewrite')
  if (await stat(binary).then(() => true, () => false)) return binary
  const draft = join(place, `.${randomUUID()}`)
  try {
    await mkdir(place, { recursive: true })
    const result = await runProcess({ file: join(go.goroot, 'bin', 'go'), args: ['build', '-o', draft, './rewrite'], cwd: folder, env: helperEnvironment(go), stdio: 'capture', stop })
    checkBuilt(result)
    await rename(draft, binary)
    return binary
  } finally {
    await rm(draft, { force: true })
  }
}

function checkBuilt({ exitCode, stopped, stderr }: ProcessResult): void {
  if (stopped) throw new ToolError('INTERRUPTED', 'interrupted while building MapSan\'s helper')
  if (exitCode !== 0) throw new Error(`building the rewriter: ${stderr.trim()}`)
}

/** For this machine, and whatever the user's program is built for and with. */
function helperEnvironment({ env }: GoInstallation): Environment {
  const { GOOS: _os, GOARCH: _arch, GOEXPERIMENT: _experiment, ...rest } = env
  return { ...rest, GOENV: 'off', GOFLAGS: '-buildvcs=false', GOWORK: 'off', GO111MODULE: 'on', GOTOOLCHAIN: 'local', CGO_ENABLED: '0' }
}

async function hashOfSources({ version, goroot }: GoInstallation, folder: string): Promise<string> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.go') && !name.endsWith('_test.go')).sort()
  const hash = createHash('sha256').update(JSON.stringify([version, goroot]))
  for (const name of names) hash.update(JSON.stringify([name, await readFile(join(folder, name), 'utf8')]))
  return hash.digest('hex').slice(0, 32)
}
