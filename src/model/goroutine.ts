import type { Access, Goroutine } from './finding.ts'

/** The engine can know that there was another access, and no longer whose. */
export function isKnown(goroutine: Goroutine): boolean {
  return goroutine.id !== 0 || goroutine.name !== undefined
}

export function nameOf({ id, name }: Goroutine): string {
  return id === 0 ? (name ?? 'another goroutine') : `goroutine ${id}`
}

/** Who made an access, and those like it: `the goroutine of watch`, `12 goroutines started at …`; by its id when nothing was observed of others. */
export function whoMade({ goroutine, observed }: Pick<Access, 'goroutine' | 'observed'>): string {
  const { id, name } = goroutine
  if (name === undefined || (observed === undefined && id !== 0)) return nameOf(goroutine)
  const short = name.replace(/^(the goroutine of .+?), started at .*$/s, '$1')
  const goroutines = observed?.goroutines ?? 1
  return goroutines > 1 ? short.replace(/^the goroutine\b/, `${goroutines} goroutines`) : short
}

export function areMany({ observed }: Pick<Access, 'observed'>): boolean {
  return observed !== undefined && observed.goroutines > 1
}
