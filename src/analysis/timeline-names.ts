import type { Access } from '../model/finding.ts'
import type { ObservedLock, TimelineEvent } from '../model/observation.ts'
import type { ProgramOrigin } from '../model/origin.ts'
import type { CatalogIndex } from './catalog-index.ts'
import { nameLock } from './lock-names.ts'

/** Gives locks the names that they have where they are taken, or where the accesses took them: an unlock says only an address. */
export function nameTimeline(events: readonly TimelineEvent[], accesses: readonly Access[], index: CatalogIndex, origin: ProgramOrigin): readonly TimelineEvent[] {
  const named = events.map((event) => nameTaking(event, index, origin))
  const names = new NamesByAddress()
  for (const { object, name } of named) names.add(object, name)
  for (const { address, name } of accesses.flatMap(({ locks }) => locks)) names.add(address, name)
  return named.map((event) => {
    // Of a go statement the object is a goroutine.
    const name = event.kind === 'go statement' ? undefined : (event.name ?? names.get(event.object))
    return name === undefined ? event : { ...event, name }
  })
}

const modes: Readonly<Partial<Record<TimelineEvent['kind'], 'read' | 'write'>>> = { lock: 'write', 'read lock': 'read' }

function nameTaking(event: TimelineEvent, index: CatalogIndex, origin: ProgramOrigin): TimelineEvent {
  const mode = modes[event.kind]
  if (mode === undefined) return event
  const { name } = nameLock<ObservedLock>({ mode, acquiredAt: event.stack }, index, origin)
  return name === undefined ? event : { ...event, name }
}

class NamesByAddress {
  readonly #names = new Map<string, string | undefined>()

  add(address: string | undefined, name: string | undefined): void {
    if (address === undefined || name === undefined) return
    // Memory can become another lock; then its address names neither.
    const agrees = !this.#names.has(address) || this.#names.get(address) === name
    this.#names.set(address, agrees ? name : undefined)
  }

  get(address: string | undefined): string | undefined {
    return address === undefined ? undefined : this.#names.get(address)
  }
}
