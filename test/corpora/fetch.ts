import { existsSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { goEnvironment, type GoVersion } from '../support/go.ts'

interface Fetch {
  readonly version: GoVersion
  readonly path: string
  readonly release: string
  readonly target: string
}

/** The module cache is read-only and its packages cannot be tested in place with what their tests need. */
export async function fetchModule({ version, path, release, target }: Fetch): Promise<void> {
  const env = goEnvironment(version)
  const { stdout } = await execa('go', ['mod', 'download', '-json', `${path}@${release}`], { cwd: target, env })
  const { Dir }: { readonly Dir: string } = JSON.parse(stdout)
  await cp(Dir, target, { recursive: true })
  await execa('chmod', ['-R', 'u+w', target])
  if (!existsSync(join(target, 'go.mod'))) await execa('go', ['mod', 'init', path], { cwd: target, env })
}
