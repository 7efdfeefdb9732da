import { join } from 'node:path'
import { z } from 'zod'
import type { GoInstallation } from './go.ts'
import { helperBinary } from './helper.ts'
import { runProcess, type ProcessResult } from './process.ts'

/** What shim/typeinfo is asked, but for what it asks of the go command in return: see shim/typeinfo/request.go. */
export interface TypeinfoRequest {
  readonly go: GoInstallation
  /** The folder of MapSan's Go code. */
  readonly shimDir: string
  /** MapSan's cache. */
  readonly cache: string
  /** Where the go command runs. */
  readonly cwd: string
  /** What go list printed of the packages. */
  readonly listing: string
  /** The user's flags that decide which files a package has. */
  readonly selecting: readonly string[]
  readonly userOverlay: string | undefined
  /** All flags of the build: what Go compiles with the same flags, it compiles once for both. */
  readonly flags: readonly string[]
  /** Called around what may take long. */
  readonly compile: <T>(work: () => Promise<T>) => Promise<T>
  /** Packages of other modules that are to be looked at like the user's own. */
  readonly also?: readonly string[]
  readonly stop?: AbortSignal
}

const needs = z.object({ exports: z.array(z.string()), compiled: z.array(z.string()) })
type Needs = z.infer<typeof needs>
const firstAnswer = z.union([z.object({ needs }), z.object({ catalog: z.unknown() })])

/**
 * The catalog of map sites as JSON, in two steps: the promise is fulfilled when all is there that the go command has to
 * compile, the catalog is ready some time later.
 */
export async function startTypeinfo(request: TypeinfoRequest): Promise<{ readonly catalog: Promise<string> }> {
  const binary = await builtHelper(request)
  const first = await ask(binary, request, null, {})
  const answer = firstAnswer.parse(JSON.parse(first))
  if (!('needs' in answer)) return { catalog: Promise.resolve(JSON.stringify(answer.catalog)) }
  const needed = answer.needs
  const [exports, compiled] = await request.compile(async () => [await exportFiles(request, needed), await compiledFiles(request, needed)] as const)
  const catalog = ask(binary, request, exports, compiled).then((text) => JSON.stringify(z.object({ catalog: z.unknown() }).parse(JSON.parse(text)).catalog))
  // It may fail before anybody asks for it.
  catalog.catch(() => undefined)
  return { catalog }
}

/** A variable that holds a map, as the catalog describes it. */
export interface FactTarget {
  readonly file: string
  readonly line: number
  /** Of the variable that is declared there; or else the expression that uses it there. */
  readonly description?: string
  readonly expression?: string
}

/** Facts about variables for src/fix, as JSON: see shim/typeinfo/facts.go. All own packages are looked at anew. */
export async function askFacts(request: TypeinfoRequest, targets: readonly FactTarget[]): Promise<string> {
  const binary = await builtHelper(request)
  const { needs: needed } = z.object({ needs }).parse(JSON.parse(await ask(binary, request, null, {}, targets)))
  const [exports, compiled] = await request.compile(async () => [await exportFiles(request, needed), await compiledFiles(request, needed)] as const)
  const { facts } = z.object({ facts: z.unknown() }).parse(JSON.parse(await ask(binary, request, exports, compiled, targets)))
  return JSON.stringify(facts)
}

/** What is begun is finished: others may want the helper, too. */
function builtHelper({ go, shimDir, cache, compile }: TypeinfoRequest): Promise<string> {
  return helperBinary('typeinfo', { go, shimDir, cache, compile })
}

type FilesByPath<T> = Readonly<Record<string, T>>

async function ask(binary: string, request: TypeinfoRequest, exports: FilesByPath<string> | null, compiled: FilesByPath<readonly string[]>, fix?: readonly FactTarget[]): Promise<string> {
  const { go, cache, cwd, listing, selecting, userOverlay, also = [], stop } = request
  const build = [go.version, go.goroot, go.goos, go.goexperiment, go.cgoEnabled ? 'cgo' : '', ...go.goflagList.map(({ name, value }) => `${name}=${value}`), ...selecting]
  const input = JSON.stringify({
    dir: cwd, build, goarch: go.goarch, overlay: userOverlay ?? '', cache: join(cache, 'typeinfo', 'packages'), listing, also, exports, compiled, ...(fix && { fix }),
  })
  return succeeded(await runProcess({ file: binary, args: [], cwd, env: go.env, stdio: 'capture', input, ...(stop && { stop }) }), 'typeinfo')
}

async function exportFiles(request: TypeinfoRequest, { exports }: Needs): Promise<FilesByPath<string>> {
  if (exports.length === 0) return {}
  const text = await goList(request, ['-export', '-f={{.ImportPath}}\t{{.Export}}'], exports)
  return Object.fromEntries(rows(text))
}

async function compiledFiles(request: TypeinfoRequest, { compiled }: Needs): Promise<FilesByPath<readonly string[]>> {
  if (compiled.length === 0) return {}
  // Without a C compiler there are none: then the sources as they were written must do.
  const format = '-f={{range .CompiledGoFiles}}{{$.ImportPath}}\t{{.}}\n{{end}}'
  const text = await goList(request, ['-compiled', '-test', format], compiled).catch(() => '')
  const files: Record<string, string[]> = {}
  for (const [path, file] of rows(text)) (files[path] ??= []).push(file)
  return files
}

async function goList({ go, cwd, flags, stop }: TypeinfoRequest, query: readonly string[], paths: readonly string[]): Promise<string> {
  const args = ['list', '-e', ...query, ...flags, '--', ...paths]
  return succeeded(await runProcess({ file: go.goBinary, args, cwd, env: go.env, stdio: 'capture', ...(stop && { stop }) }), 'go list')
}

function rows(text: string): (readonly [string, string])[] {
  return text.split('\n').flatMap((line) => {
    const [path = '', file = ''] = line.split('\t')
    return file === '' ? [] : [[path, file] as const]
  })
}

function succeeded({ exitCode, signal, startError, stdout, stderr }: ProcessResult, what: string): string {
  if (exitCode === 0) return stdout
  throw new Error(`${what} ${startError ?? signal ?? `ended with exit code ${exitCode}`}: ${stderr.trim()}`)
}
