import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readFile, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { ToolError } from '../errors.ts'
import type { GoInstallation } from './go.ts'
import { runProcess, type Environment } from './process.ts'

/** A program of MapSan's in Go, which knows Go's types: its folder in shim/. */
export type Helper = 'typeinfo' | 'portable/rewrite'

/** Whose go.mod each is built with. */
const modules: Readonly<Record<Helper, string>> = { typeinfo: '.', 'portable/rewrite': 'portable' }

/** What both are made of besides. */
const shared = 'golist'

export interface HelperRequest {
  readonly go: GoInstallation
  /** The folder of MapSan's Go code. */
  readonly shimDir: string
  /** MapSan's cache. */
  readonly cache: string
  readonly stop?: AbortSignal
  /** Called around what may take long. */
  readonly compile?: <T>(work: () => Promise<T>) => Promise<T>
}

/**
 * The helper, compiled by the Go whose export data it is to read. Its name has the hash of its sources: what it keeps
 * of packages is kept for that very helper.
 */
export async function helperBinary(helper: Helper, { go, shimDir, cache, stop, compile = (work) => work() }: HelperRequest): Promise<string> {
  const name = basename(helper)
  const folder = join(cache, name, 'bin', await hashOfSources(go, [join(shimDir, helper), join(shimDir, shared)]))
  const binary = join(folder, name)
  if (await stat(binary).then(() => true, () => false)) return binary
  const draft = join(folder, `.${randomUUID()}`)
  try {
    await mkdir(folder, { recursive: true })
    const args = ['build', '-o', draft, join(shimDir, helper)]
    const cwd = join(shimDir, modules[helper])
    const { exitCode, stopped, signal, startError, stderr } = await compile(() =>
      runProcess({ file: join(go.goroot, 'bin', 'go'), args, cwd, env: helperEnvironment(go), stdio: 'capture', ...(stop && { stop }) }))
    if (stopped) throw new ToolError('INTERRUPTED', 'interrupted while building MapSan\'s helper')
    if (exitCode !== 0) throw new Error(`building ${name} ${startError ?? signal ?? `ended with exit code ${exitCode}`}: ${stderr.trim()}`)
    await rename(draft, binary)
    return binary
  } finally {
    await rm(draft, { force: true })
  }
}

/** For this machine, and whatever the user's program is built for and with. */
function helperEnvironment({ env }: GoInstallation): Environment {
  const { GOOS: _os, GOARCH: _arch, GOEXPERIMENT: _experiment, ...rest } = env
  return { ...rest, GOENV: 'off', GOFLAGS: '-buildvcs=false', GOWORK: 'off', GO111MODULE: 'on', GOTOOLCHAIN: 'local', CGO_ENABLED: '0' }
}

async function hashOfSources({ version, goroot }: GoInstallation, folders: readonly string[]): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify([version, goroot]))
  for (const folder of folders) {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.go') && !name.endsWith('_test.go')).sort()
    for (const name of names) hash.update(JSON.stringify([name, await readFile(join(folder, name), 'utf8')]))
  }
  return hash.digest('hex').slice(0, 32)
}
