import { ToolError } from '../../errors.ts'
import type { HookTable } from '../hook.ts'
import { go124 } from './go1.24.ts'
import { go125 } from './go1.25.ts'
import { go126 } from './go1.26.ts'
import { go127 } from './go1.27.ts'

/** Oldest first. A patch release of its own has no table: the counts of the hooks decide whether its sources are the known ones. */
export const hookTables: readonly HookTable[] = [go124, go125, go126, go127]

/** The table for a version as `go env GOVERSION` writes it: `go1.26.8`, `go1.27rc1`, `devel go1.28-4b3…`. */
export function hookTableFor(goVersion: string): HookTable {
  const minor = Number(/\bgo1\.(\d+)/.exec(goVersion)?.[1] ?? NaN)
  const table = hookTables.find((candidate) => candidate.minor === minor)
  if (table !== undefined) return table
  const known = `go1.${hookTables[0]?.minor}-1.${hookTables.at(-1)?.minor}`
  const code = minor < (hookTables[0]?.minor ?? 0) ? 'GO_TOO_OLD' : 'GO_TOO_NEW'
  throw new ToolError(code, `MapSan knows the runtime of ${known}; this Go is ${goVersion}.`)
}
