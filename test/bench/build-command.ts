import { resolve } from 'node:path'
import type { Command } from './process.ts'
import type { Variant } from './variants.ts'

/** npm runs scripts in the root of the package. */
const cli = resolve('dist/main.js')

export interface BuildRequest {
  /** Where the go command runs. */
  readonly cwd: string
  readonly package: string
  /** Build its test binary, which has the benchmarks. */
  readonly tests?: boolean
}

/** What a user would type. */
export function buildCommand({ cwd, package: name, tests = false }: BuildRequest, variant: Variant, output: string): Command {
  const command = tests ? 'test' : 'build'
  const own = [...(tests ? ['-c', '-vet=off'] : []), '-o', output, name]
  if (variant === 'plain') return { file: 'go', args: [command, ...own], cwd }
  if (variant === 'race') return { file: 'go', args: [command, '-race', ...own], cwd }
  const runFolder = tests ? ['--out', `${output}-run`] : []
  return { file: process.execPath, args: [cli, command, ...runFolder, ...own], cwd }
}
