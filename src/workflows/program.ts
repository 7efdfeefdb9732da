import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { ToolError } from '../errors.ts'
import { runProcess } from '../toolchain/process.ts'
import type { Build } from './instrument.ts'
import type { Session } from './session.ts'

/** A program in a folder of its own, which `use` may run before it is removed. */
export async function withProgram<T>(
  session: Session,
  build: Build,
  args: readonly string[],
  name: string,
  use: (binary: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'mapsan-'))
  try {
    const binary = join(folder, basename(name, '.go') || 'program')
    await goBuild(session, build, ['-o', binary, ...args], name)
    return await use(binary)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** `go build`. When it fails, Go's own messages are printed unchanged before ours. */
export async function goBuild(session: Session, build: Build, args: readonly string[], name: string): Promise<void> {
  const { progress, interrupt } = session
  const result = await progress.during(`building ${name}`, () =>
    runProcess({
      file: build.go.goBinary,
      args: ['build', ...build.buildFlags, ...args],
      cwd: build.cwd,
      env: build.go.env,
      stdio: 'capture',
      stop: interrupt,
    }),
  )
  progress.relay(result.stdout)
  progress.relay(result.stderr)
  if (result.stopped) throw new ToolError('INTERRUPTED', `interrupted while building ${name}`)
  if (result.exitCode === 0) return
  const broken = build.packages.some((one) => one.named && one.broken)
  throw new ToolError(broken ? 'BAD_PACKAGE' : 'BUILD_FAILED', `${name} ${broken ? 'cannot be loaded' : 'does not build'}`)
}

/** How a package is called in messages, and its program on disk. */
export function programName(importPathOrFile: string): string {
  return basename(importPathOrFile)
}
