import type { CatalogFile, MapSite } from '../model/catalog.ts'
import type { MapOperation } from '../model/finding.ts'
import { rankOf } from './map-names.ts'
import { describeMap } from './message.ts'

/**
 * What the sources call maps and locks, by lines that leave no doubt, for a program that reports by itself: see
 * shim/portable/mapsan/names.go. Files outside of the folder have none.
 */
export function lineNames(files: readonly CatalogFile[], root: string): readonly string[] {
  return files.filter(({ path }) => path.startsWith(`${root}/`)).flatMap(({ path, sites, locks }) => {
    const own = sites.filter(({ callee }) => callee === undefined)
    const maps = own.flatMap((site) => site.operations.filter((deed) => isSaid[deed]).map((deed) => ({ line: site.line, deed, name: nameOf(site) })))
    const taken = locks.map((site) => ({ line: site.line, deed: `${site.mode} lock`, name: `0:${site.name}` }))
    return certain([...maps, ...taken]).map(({ line, deed, name }) => `${path.slice(root.length + 1)}:${line}:${deed}:${name}`)
  })
}

/** What the hooks in the sources tell apart. */
const isSaid: Readonly<Record<MapOperation, boolean>> = { read: true, write: true, iterate: true, delete: true, clear: true, clone: false, load: false, store: false }

interface LineName {
  readonly line: number
  readonly deed: string
  readonly name: string
}

/** With how much it says of where the map lives, 0 the most. */
function nameOf({ expression, variable: known }: MapSite): string {
  const variable = known && { kind: known.kind, description: known.description, mutexes: [] }
  const name = { expression, ...(variable && { variable }) }
  return `${rankOf(name)}:${describeMap({ ...name, type: 'map' }).replaceAll(/\s+/g, ' ')}`
}

/** Two names for what is done on one line are none. */
function certain(all: readonly LineName[]): readonly LineName[] {
  const byDeed = new Map<string, Map<string, LineName>>()
  for (const one of all) {
    const key = `${one.line}:${one.deed}`
    byDeed.set(key, (byDeed.get(key) ?? new Map<string, LineName>()).set(one.name, one))
  }
  return [...byDeed.values()].flatMap((names) => (names.size === 1 ? [...names.values()] : []))
}
