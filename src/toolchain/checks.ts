import { join } from 'node:path'
import { writeFlag, type GoFlag } from './go-arguments.ts'
import type { GoInstallation } from './go.ts'
import { selectsFiles } from './packages.ts'
import { runProcess } from './process.ts'

export type Formatted = { readonly kind: 'formatted'; readonly text: string } | { readonly kind: 'broken'; readonly why: string }

/** What this Go's gofmt makes of a source; broken when it does not parse. */
export async function gofmt({ goroot, env }: GoInstallation, source: string, cwd: string): Promise<Formatted> {
  const { exitCode, stdout, stderr, startError } = await runProcess({ file: join(goroot, 'bin', 'gofmt'), args: [], cwd, env, stdio: 'capture', input: source })
  if (exitCode === 0) return { kind: 'formatted', text: stdout }
  return { kind: 'broken', why: startError ?? (stderr.trim().split('\n')[0] ?? 'gofmt failed') }
}

export interface VetRequest {
  readonly go: GoInstallation
  readonly cwd: string
  /** The user's flags; those that decide which files and packages are built are passed on. */
  readonly flags: readonly GoFlag[]
  readonly overlay: string
  readonly packages: readonly string[]
}

/** What `go vet -copylocks` has to say, which compiles the packages and their tests; empty when it is content. */
export async function vetCopies({ go, cwd, flags, overlay, packages }: VetRequest): Promise<string> {
  const selecting = flags.filter((flag) => selectsFiles(flag) && flag.name !== 'overlay').map(writeFlag)
  const args = ['vet', '-copylocks', ...selecting, ...(overlay === '' ? [] : [`-overlay=${overlay}`]), '--', ...packages]
  const { exitCode, stderr, stdout } = await runProcess({ file: go.goBinary, args, cwd, env: go.env, stdio: 'capture' })
  return exitCode === 0 ? '' : `${stderr}${stdout}`.trim() || 'go vet failed'
}
