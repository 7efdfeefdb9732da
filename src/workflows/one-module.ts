import { dirname } from 'node:path'
import { ToolError } from '../errors.ts'
import type { GoInstallation } from '../toolchain/go.ts'

/** The folder of the module whose sources are changed. A workspace has several, and hooks go into one at a time. */
export function moduleToChange({ gomod, gowork }: Pick<GoInstallation, 'gomod' | 'gowork'>, cwd: string): string {
  if (gomod !== '') return dirname(gomod)
  if (gowork !== '') throw new ToolError('NOT_ONE_MODULE', `${cwd} is in a workspace (${gowork}), and in none of its modules`)
  throw new ToolError('NOT_A_MODULE', `there is no go.mod in ${cwd} or in a folder above it`)
}
