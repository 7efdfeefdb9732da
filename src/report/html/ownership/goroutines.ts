import { placeKey } from '../../../model/lines.ts'
import type { MapUse, Place } from '../../../model/observation.ts'

export function goroutineWords({ goroutine, createdBy }: Pick<Place, 'goroutine' | 'createdBy'>): string {
  if (goroutine !== undefined) return goroutine
  const [frame] = createdBy
  return frame ? `a goroutine started by ${frame.function}` : 'a goroutine that is not known'
}

/** How many goroutines there were at least: one may be at several places, so of each kind its busiest place counts. */
export function goroutinesOf(uses: readonly MapUse[]): number {
  const kinds = new Map<string, number>()
  for (const { createdBy, goroutines } of uses) {
    const kind = createdBy.map(placeKey).join(' ')
    kinds.set(kind, Math.max(kinds.get(kind) ?? 0, goroutines))
  }
  return Array.from(kinds.values()).reduce((total, count) => total + count, 0)
}

export function sum(observed: readonly { readonly count: number }[]): number {
  return observed.reduce((total, { count }) => total + count, 0)
}
