import type { DecodedStream } from '../model/stream.ts'

const damagesNamed = 3

/** What a reader must know about what is not in the findings. */
export function describeGaps(streams: readonly DecodedStream[], dropped: number, untracked: number): string[] {
  return [
    ...(streams.length === 0 ? ['No process recorded anything, so nothing was checked.'] : []),
    ...(dropped > 0 ? [`${plural(dropped, 'race')} found no room in the event stream and cannot be shown.`] : []),
    ...(untracked > 0 ? [describeUntracked(streams, untracked)] : []),
    ...streams.flatMap(describeDamage),
  ]
}

function describeUntracked(streams: readonly DecodedStream[], untracked: number): string {
  const limit = Math.max(...streams.map(({ header }) => header.slotLimit))
  const accesses = untracked === 1 ? '1 map access was' : `${untracked} map accesses were`
  return `Races may have been missed: ${accesses} checked but not recorded, because more than ${limit} goroutines used maps at once.`
}

function describeDamage({ header, warnings }: DecodedStream): string[] {
  const stream = header.pid === 0 ? 'An event stream' : `The event stream of process ${header.pid}`
  const named = warnings.slice(0, damagesNamed).map(({ offset, message }) => `${stream} at byte ${offset}: ${message}.`)
  const more = warnings.length - named.length
  return more > 0 ? [...named, `${stream} has ${plural(more, 'more damaged place')}.`] : named
}

function plural(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`
}
