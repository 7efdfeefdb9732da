import type { RaceEvent } from '../model/finding.ts'

/**
 * The races of one stream, by the offsets of their records. A program with the hooks of `mapsan instrument` writes a race
 * down at once, and again when it knows which locks its sides held: that one takes the place of the first.
 */
export class Races {
  readonly #races = new Map<number, RaceEvent>()
  readonly #withoutLocks = new Map<string, number>()

  add(offset: number, race: RaceEvent): void {
    const isWithout = race.accesses.every(({ locksUnknown }) => locksUnknown)
    if (isWithout || this.#withoutLocks.size > 0) {
      const key = JSON.stringify([race.map, race.accesses.map(({ op, goroutine, stack }) => [op, goroutine, stack])])
      const before = this.#withoutLocks.get(key)
      if (before !== undefined) this.#races.delete(before)
      if (isWithout) this.#withoutLocks.set(key, offset)
      else this.#withoutLocks.delete(key)
    }
    this.#races.set(offset, race)
  }

  entries(): readonly (readonly [offset: number, race: RaceEvent])[] {
    return [...this.#races]
  }
}
