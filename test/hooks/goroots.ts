import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { hookTables } from '../../src/hooks/tables/index.ts'
import type { HookTable } from '../../src/hooks/hook.ts'

export interface GoSources {
  readonly goroot: string
  /** As the file VERSION says: `go1.26.8`. */
  readonly version: string
  readonly table: HookTable
}

/** The GOROOTs of this machine that there are hook tables for: the one on PATH, and those that Go has downloaded. */
export const goSources: readonly GoSources[] = hookTables.flatMap((table) => {
  const found = candidates().find(({ version }) => version.startsWith(`go1.${table.minor}.`))
  if (found !== undefined) return [{ ...found, table }]
  console.warn(`no sources of go1.${table.minor} on this machine, so its hooks are not tested: GOTOOLCHAIN=go1.${table.minor}.0 go version gets them`)
  return []
})

function candidates(): { readonly goroot: string; readonly version: string }[] {
  const onPath = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'go')).filter((file) => existsSync(file))
  const goroots = [...onPath.map((file) => dirname(dirname(realpathSync(file)))), '/usr/local/go', ...downloaded()]
  return goroots.filter((goroot) => existsSync(join(goroot, 'VERSION'))).map((goroot) => ({
    goroot,
    version: readFileSync(join(goroot, 'VERSION'), 'utf8').split('\n')[0] ?? '',
  }))
}

function downloaded(): string[] {
  const gopath = process.env['GOPATH'] ?? join(homedir(), 'go')
  const folder = join(process.env['GOMODCACHE'] ?? join(gopath, 'pkg', 'mod'), 'golang.org')
  if (!existsSync(folder)) return []
  return readdirSync(folder).filter((name) => name.startsWith('toolchain@')).map((name) => join(folder, name))
}
