import type { NamedSite } from './apply.ts'
import type { HookTable, Takeover } from './hook.ts'

/** What is to be done to each file. */
export interface Selection {
  readonly sites: ReadonlyMap<string, readonly NamedSite[]>
  readonly takeovers: readonly Takeover[]
}

/** The sites of a table by file; hooks of `without` contribute what they do when they are left out. */
export function select({ minor, hooks, takeovers }: HookTable, without: readonly string[]): Selection {
  for (const id of without) {
    const hook = hooks.find((candidate) => candidate.id === id)
    if (hook === undefined) throw new Error(`go1.${minor} has no hook ${id}`)
    if (hook.required) throw new Error(`nothing compiles without the hook ${id}`)
  }
  const sites = new Map<string, NamedSite[]>()
  for (const { id, sites: on, off = [] } of hooks) {
    for (const site of without.includes(id) ? off : on) {
      const ofFile = sites.get(site.file)
      if (ofFile === undefined) sites.set(site.file, [{ id, site }])
      else ofFile.push({ id, site })
    }
  }
  return { sites, takeovers: takeovers.filter(({ id }) => !without.includes(id)) }
}
