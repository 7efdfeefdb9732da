import type { RaceEvent } from '../model/finding.ts'
import type { Exchange, HandOver, MapUse, SharedMaps } from '../model/observation.ts'
import type { ObservedTimeline } from './observation-records.ts'
import type { DecodedContent } from './record.ts'

interface OpenMaps extends SharedMaps {
  readonly uses: MapUse[]
  readonly handOvers: HandOver[]
  exchanges?: Exchange[]
}

/** Puts the records of one stream together. What belongs to a record that is lost is lost with it. */
export class Observations {
  readonly #maps = new Map<number, OpenMaps>()
  readonly #timelines = new Map<number, ObservedTimeline['events']>()

  add(record: Exclude<DecodedContent, { kind: 'race' }>): void {
    switch (record.kind) {
      case 'maps': {
        const { id, ...maps } = record.maps
        if (!this.#maps.has(id)) this.#maps.set(id, { ...maps, uses: [], handOvers: [] })
        return
      }
      case 'use':
        this.#maps.get(record.use.id)?.uses.push(record.use.it)
        return
      case 'hand-over':
        this.#maps.get(record.handOver.id)?.handOvers.push(record.handOver.it)
        return
      case 'exchange': {
        const maps = this.#maps.get(record.exchange.id)
        if (maps !== undefined) maps.exchanges = [...(maps.exchanges ?? []), record.exchange.it]
        return
      }
      case 'timeline':
        this.#timelines.set(record.timeline.race, record.timeline.events)
    }
  }

  get any(): boolean {
    return this.#maps.size > 0
  }

  /** In the order in which the process came to know of them. */
  sharedMaps(): readonly SharedMaps[] {
    return [...this.#maps.values()]
  }

  /** The race whose record is at this offset, with what its goroutines did before. */
  withTimeline(race: RaceEvent, offset: number): RaceEvent {
    const timeline = this.#timelines.get(offset)
    return timeline === undefined ? race : { ...race, timeline }
  }
}
