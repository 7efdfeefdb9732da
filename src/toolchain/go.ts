import { realpath } from 'node:fs/promises'
import { sep } from 'node:path'
import { ToolError } from '../errors.ts'
import { parseGoflags, type GoFlag } from './go-arguments.ts'
import { runProcess, type Environment } from './process.ts'
import { splitQuoted } from './quoted.ts'

/** The Go that the go command chooses in one folder: go.mod's `go` and `toolchain` lines and GOTOOLCHAIN have their say. */
export interface GoInstallation {
  /** The go command to run: a path, or `go` to be found on PATH. */
  readonly goBinary: string
  /** What to run it with. */
  readonly env: Environment
  readonly goroot: string
  /** Such as `go1.26.8`. */
  readonly version: string
  readonly goos: string
  readonly goarch: string
  readonly goexperiment: string
  readonly gomodcache: string
  /** GOFLAGS, from the environment or from `go env -w`, as it stands and as flags. */
  readonly goflags: string
  readonly goflagList: readonly GoFlag[]
  /** The go.work file; empty without one. */
  readonly gowork: string
  /** The go.mod file; empty outside of a module. */
  readonly gomod: string
  readonly cgoEnabled: boolean
  /** A toolchain that Go downloaded. From go1.25 on, Go refuses to overlay its files. */
  readonly inModuleCache: boolean
}

const variables = ['GOVERSION', 'GOROOT', 'GOOS', 'GOARCH', 'GOEXPERIMENT', 'GOMODCACHE', 'GOFLAGS', 'GOWORK', 'GOMOD', 'CGO_ENABLED'] as const
type GoVariables = Readonly<Partial<Record<(typeof variables)[number], string>>>

export interface FindGoRequest {
  readonly cwd: string
  readonly env: Environment
}

/** Asks `go env` in the folder. This may make Go download the toolchain that go.mod wants, of which it tells by itself. */
export async function findGo({ cwd, env }: FindGoRequest): Promise<GoInstallation> {
  const result = await runProcess({ file: 'go', args: ['env', '-json', ...variables], cwd, env, stdio: 'capture answer' })
  if (result.startError === 'ENOENT') throw new ToolError('GO_NOT_FOUND', 'there is no `go` on PATH')
  if (result.startError !== undefined) throw new ToolError('GO_NOT_FOUND', `\`go\` cannot be started: ${result.startError}`)
  if (result.exitCode !== 0) throw new ToolError('BAD_PACKAGE', `\`go env\` failed in ${cwd}`)

  const go: GoVariables = JSON.parse(result.stdout)
  const goflags = go.GOFLAGS ?? ''
  const goroot = go.GOROOT ?? ''
  const gomodcache = go.GOMODCACHE ?? ''
  return {
    goBinary: 'go',
    env,
    goroot,
    version: go.GOVERSION ?? '',
    goos: go.GOOS ?? '',
    goarch: go.GOARCH ?? '',
    goexperiment: go.GOEXPERIMENT ?? '',
    gomodcache,
    goflags,
    goflagList: parseGoflags(splitQuoted(goflags)),
    gowork: presentFile(go.GOWORK),
    gomod: presentFile(go.GOMOD),
    cgoEnabled: go.CGO_ENABLED === '1',
    inModuleCache: await isBelow(goroot, gomodcache),
  }
}

/** `go env` writes the null device for "no module", and `off` for a workspace that is switched off. */
function presentFile(value = ''): string {
  return value === '/dev/null' || value === 'NUL' || value === 'off' ? '' : value
}

async function isBelow(path: string, folder: string): Promise<boolean> {
  if (path === '' || folder === '') return false
  const resolved = (one: string): Promise<string> => realpath(one).catch(() => one)
  const [inner, outer] = await Promise.all([resolved(path), resolved(folder)])
  return inner.startsWith(outer + sep)
}

const systems: ReadonlySet<string> = new Set(['linux', 'darwin'])
const architectures: ReadonlySet<string> = new Set(['amd64', 'arm64'])

/** What of this Go cannot be hooked whatever its version is. */
export function unsupportedReason({ goos, goarch, goexperiment }: GoInstallation): string | undefined {
  if (!systems.has(goos)) return `GOOS=${goos} is not supported`
  if (!architectures.has(goarch)) return `GOARCH=${goarch} is not supported`
  // In go1.24 and go1.25 the hooks would lie in files that are not built; go1.26 knows no other maps.
  if (goexperiment.split(',').includes('noswissmap')) return 'GOEXPERIMENT=noswissmap builds the old maps, which MapSan does not hook'
  return undefined
}

export function checkSupported(go: GoInstallation): void {
  const reason = unsupportedReason(go)
  if (reason !== undefined) throw new ToolError('GO_UNSUPPORTED', reason)
}

/** As Go writes it, such as `linux/amd64`. */
export const platformHere = `${process.platform === 'win32' ? 'windows' : process.platform}/${process.arch === 'x64' ? 'amd64' : process.arch}`

export function runsHere({ goos, goarch }: GoInstallation): boolean {
  return platformHere === `${goos}/${goarch}`
}

/** Without this, a program for another system would be taken for a shell script. */
export function checkRunsHere(go: GoInstallation): void {
  if (runsHere(go)) return
  throw new ToolError('GO_UNSUPPORTED', `a program for ${go.goos}/${go.goarch} does not run on ${platformHere}; \`mapsan build\` can build it`)
}
