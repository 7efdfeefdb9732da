import { createHash, randomUUID } from 'node:crypto'
import { access, mkdir, rename } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { cacheError } from './cache.ts'
import type { GoInstallation } from './go.ts'
import { runProcess } from './process.ts'

/**
 * A Go whose files may be overlaid. From go1.25 on, Go refuses to overlay files below GOMODCACHE, which is where every
 * toolchain lies that Go downloaded; such a GOROOT is cloned once into MapSan's cache.
 *
 * The clone consists of hard links where the file system allows: it shares its files with the module cache, so none of
 * them may ever be opened for writing.
 */
export async function overlayableGo(go: GoInstallation, cache: string): Promise<GoInstallation> {
  if (!go.inModuleCache) return go
  const goroot = clonePath(go, cache)
  if (!(await exists(goroot))) await clone(go.goroot, goroot, go.env)
  // With GOROOT unset the go command finds the folder that it lies in; `local` keeps it from choosing the original again.
  const { GOROOT: _, ...env } = go.env
  return { ...go, goroot, goBinary: join(goroot, 'bin', 'go'), env: { ...env, GOTOOLCHAIN: 'local' }, inModuleCache: false }
}

/** Where the clone of this Go lies, or would lie. */
export function clonePath({ goroot, version, goos, goarch }: GoInstallation, cache: string): string {
  const id = createHash('sha256').update(goroot).digest('hex').slice(0, 8)
  return join(cache, 'goroot', `${version.split(' ')[0]}-${goos}-${goarch}-${id}`)
}

async function clone(original: string, target: string, env: GoInstallation['env']): Promise<void> {
  const parent = join(target, '..')
  const draft = join(parent, `.draft-${basename(target)}-${randomUUID()}`)
  try {
    await mkdir(parent, { recursive: true })
    if (!(await copy(['-al', original, draft], parent, env))) {
      // Another file system, or a cp without -l.
      await discard(draft, env)
      if (!(await copy(['-Rp', original, draft], parent, env))) throw new Error(`copying ${original} failed`)
    }
    await rename(draft, target)
  } catch (cause) {
    await discard(draft, env)
    // Another MapSan may have been quicker; its clone is as good as ours.
    if (await exists(target)) return
    throw cacheError(parent, cause)
  }
}

async function copy(args: readonly string[], cwd: string, env: GoInstallation['env']): Promise<boolean> {
  const { exitCode } = await runProcess({ file: 'cp', args, cwd, env, stdio: 'capture' })
  return exitCode === 0
}

/** Folders of the module cache are read-only (0555), and so are those of a clone: make them ours before they can go. */
async function discard(draft: string, env: GoInstallation['env']): Promise<void> {
  const cwd = join(draft, '..')
  if (!(await exists(draft))) return
  await runProcess({ file: 'find', args: [draft, '-type', 'd', '-exec', 'chmod', 'u+w', '{}', '+'], cwd, env, stdio: 'capture' })
  await runProcess({ file: 'rm', args: ['-rf', draft], cwd, env, stdio: 'capture' })
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(() => true, () => false)
}
