import type { Access, RaceEvent, RacedMap } from '../model/finding.ts'
import type { Guard, MapUse, SharedMaps } from '../model/observation.ts'
import type { ProgramOrigin } from '../model/origin.ts'
import { lineKey, placeKey } from './places.ts'

function variableKey({ type, variable }: Pick<RacedMap, 'type' | 'variable'>): string {
  return JSON.stringify([type, variable?.description, variable?.declaredAt])
}

/** Finds what was observed of the maps that raced. */
export class Observations {
  readonly #origin: ProgramOrigin
  /** By type and line. */
  readonly #maps = new Map<string, Set<SharedMaps>>()
  /** By variable: for races on the variable itself. */
  readonly #guards = new Map<string, Guard>()
  readonly #uses = new Map<string, MapUse[]>()

  constructor(shared: readonly SharedMaps[], origin: ProgramOrigin) {
    this.#origin = origin
    for (const maps of shared) {
      if (maps.guard !== undefined && maps.variable !== undefined) this.#guards.set(variableKey(maps), maps.guard)
      for (const place of [maps.first, ...maps.uses]) {
        const key = this.#lineKey(maps.type, place)
        this.#maps.set(key, (this.#maps.get(key) ?? new Set()).add(maps))
      }
      for (const use of maps.uses) {
        const key = placeKey(use, origin)
        this.#uses.set(key, [...(this.#uses.get(key) ?? []), use])
      }
    }
  }

  /** The guard of the maps that are used at both places; undefined also when these are maps of several kinds. */
  guardOf({ map, accesses }: RaceEvent): Guard | undefined {
    if (this.#maps.size === 0) return undefined
    const [ofNewer, ofOlder] = accesses.map((access) => this.#maps.get(this.#lineKey(map.type, access)) ?? new Set<SharedMaps>())
    const [one, ...others] = [...(ofNewer ?? [])].filter((maps) => ofOlder?.has(maps))
    if (others.length > 0) return undefined
    return one === undefined ? this.#guards.get(variableKey(map)) : one.guard
  }

  /** The access with what was observed of others like it. */
  describe(access: Access): Access {
    if (this.#uses.size === 0) return access
    const uses = this.#uses.get(placeKey({ ...access, createdBy: access.goroutine.createdBy }, this.#origin))
    if (uses === undefined) return access
    const count = uses.reduce((sum, use) => Math.min(sum + use.count, Number.MAX_SAFE_INTEGER), 0)
    // The same goroutines may have been there under other locks.
    const goroutines = uses.reduce((most, use) => Math.max(most, use.goroutines), 0)
    return { ...access, observed: { count, goroutines } }
  }

  #lineKey(type: string, place: Pick<MapUse, 'op' | 'stack'>): string {
    return type + lineKey(place, this.#origin)
  }
}
