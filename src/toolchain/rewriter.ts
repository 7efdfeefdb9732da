import { dirname, join } from 'node:path'
import { z } from 'zod'
import { ToolError } from '../errors.ts'
import type { GoInstallation } from './go.ts'
import { goList, isTestMain, type ListedPackage } from './go-list.ts'
import { helperBinary } from './helper.ts'
import { runProcess } from './process.ts'

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

/** Where the hooks are put, below the module's folder. */
export const hooksFolder = 'internal/mapsan'

export async function hookPackages(request: HookingRequest): Promise<Hooked> {
  const { go, cache, cwd, patterns, shimDir, generated, stop, relay } = request
  const { text: listing, packages } = await goList({ go, cwd, patterns, flags: ['-test', '-export'], stop, relay })
  const module = checkPackages(packages, request)
  const input = JSON.stringify({
    listing, module, root: dirname(go.gomod), hooks: module === 'std' ? hooksFolder : `${module}/${hooksFolder}`,
    hooksDir: join(shimDir, 'portable', 'mapsan'), goarch: go.goarch, generated,
  })
  // The helper is written in the language of an old Go, but has to know the aliases of new ones.
  const result = await runProcess({ file: await helperBinary('portable/rewrite', { go, shimDir, cache, stop }), args: [], cwd, env: { ...go.env, GODEBUG: 'gotypesalias=1' }, stdio: 'capture', input, stop })
  if (result.exitCode !== 0) throw new ToolError('BAD_PACKAGE', `the packages cannot be understood: ${result.stderr.trim() || result.startError || result.signal}`)
  return { ...answer.parse(JSON.parse(result.stdout)), listing }
}

/** The module that the packages are of: nothing is changed while one of them does not compile, or cannot have hooks. */
function checkPackages(all: readonly ListedPackage[], { go, patterns, relay }: HookingRequest): string {
  const asked = all.filter((one) => !one.DepOnly && one.ForTest === '' && !isTestMain(one))
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
