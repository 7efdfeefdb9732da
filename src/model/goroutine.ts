import type { Goroutine } from './finding.ts'

/** The engine can know that there was another access, and no longer whose. */
export function isKnown(goroutine: Goroutine): boolean {
  return goroutine.id !== 0
}

export function nameOf(goroutine: Goroutine): string {
  return isKnown(goroutine) ? `goroutine ${goroutine.id}` : 'another goroutine'
}
