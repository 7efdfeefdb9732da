import type { Frame, MapOperation } from '../../model/finding.ts'
import { packageOf } from '../../model/origin.ts'

/** The packages that Go's maps are made of (go1.24-1.27; before that, runtime and reflect alone). */
const packages: ReadonlySet<string> = new Set(['runtime', 'internal/runtime/maps', 'reflect', 'maps'])

/**
 * What their functions do, by how the names begin: `mapassign_fast64ptr`, `mapaccess2_faststr`, `mapiternext` (up to
 * go1.23) and `mapIterNext`, `mapclear`; `reflect.maplen`; `(*Map).putSlotSmall`, `(*Iter).Next`.
 */
const operations: readonly (readonly [RegExp, MapOperation])[] = [
  [/^(?:runtime_)?(?:reflect_)?map(?:access|len)/, 'read'],
  [/^(?:runtime_)?(?:reflect_)?mapassign/, 'write'],
  [/^(?:runtime_)?(?:reflect_)?mapdelete/, 'delete'],
  [/^(?:runtime_)?(?:reflect_)?map(?:iter|Iter)/, 'iterate'],
  [/^(?:runtime_)?(?:reflect_)?mapclear/, 'clear'],
  [/^(?:runtime_)?(?:reflect_)?mapclone|^clone$|^\(\*Map\)\.[Cc]lone/, 'clone'],
  [/^\(\*Iter\)\./, 'iterate'],
  [/^\(\*Map\)\.[Dd]elete/, 'delete'],
  [/^\(\*Map\)\.[Cc]lear/, 'clear'],
  [/^\(\*Map\)\.[Pp]utSlot/, 'write'],
  [/^\(\*Map\)\.(?:[Gg]et|Used)/, 'read'],
]

export function isOfMaps({ function: name }: Frame): boolean {
  return packages.has(packageOf(name))
}

/** What the innermost frame of an access does to a map; undefined when it is none of the functions of maps. */
export function mapOperation(frame: Frame | undefined): MapOperation | undefined {
  const path = packageOf(frame?.function ?? '')
  if (frame === undefined || !packages.has(path)) return undefined
  const name = frame.function.slice(path.length + 1)
  return operations.find(([pattern]) => pattern.test(name))?.[1]
}
