import type { Detector } from '../model/rule.ts'
import type { DecodedStream, OverheadBudget, Sampling } from '../model/stream.ts'

const damagesNamed = 3

/** What a reader must know about what is not in the findings. */
export function describeGaps(streams: readonly DecodedStream[], dropped: number, untracked: number, detector: Detector): string[] {
  return [
    // Under the race detector of Go, a process without a race leaves nothing.
    ...(streams.length === 0 && detector === 'mapsan' ? ['No process recorded anything, so nothing was checked.'] : []),
    ...(dropped > 0 ? [`${plural(dropped, 'race')} ${lossPhrases[detector]} and cannot be shown.`] : []),
    ...(untracked > 0 ? [describeUntracked(streams, untracked)] : []),
    ...streams.flatMap(describeBudget),
    ...streams.flatMap(describeUnobserved),
    ...streams.flatMap((stream) => describeDamage(stream, detector)),
  ]
}

const lossPhrases: Readonly<Record<Detector, string>> = {
  mapsan: 'found no room in the event stream',
  race: 'happened whose report is cut off',
}

function describeUntracked(streams: readonly DecodedStream[], untracked: number): string {
  const limit = Math.max(...streams.map(({ header }) => header.slotLimit))
  const accesses = untracked === 1 ? '1 map access was' : `${untracked} map accesses were`
  return `Races may have been missed: ${accesses} checked but not recorded, because more than ${limit} goroutines used maps at once.`
}

function describeUnobserved({ header: { pid, unobserved = 0 } }: DecodedStream): string[] {
  if (unobserved === 0) return []
  return [`Process ${pid} had no room for all that it observed: how maps are shared is not shown in full (${plural(unobserved, 'observation')} left out). Races are not affected.`]
}

const samplingPhrases: Readonly<Record<Sampling, string>> = {
  none: 'skipped',
  'by site': 'skipped at busy places',
  'by time': 'skipped at busy places and for some of the time',
  'by rest': 'skipped',
}

function describeBudget({ header: { pid, budget } }: DecodedStream): string[] {
  if (budget === undefined) return []
  const { limit, skipped, sampling, rested } = budget
  const cost = `process ${pid} measured ${describeCost(budget)}`
  const missing = [
    ...(rested > 0 ? [`for ${percent(rested)} of the time nothing was tracked`] : []),
    ...(skipped > 0 ? [`${plural(skipped, 'map access was', 'map accesses were')} ${samplingPhrases[sampling]}`] : []),
  ]
  return [
    ...(missing.length > 0 ? [`Races may have been missed: ${missing.join(' and ')} to keep max_overhead=${limit / 10}%; ${cost}.`] : []),
    ...(isExceeded(budget) ? [`max_overhead=${limit / 10}% was exceeded: ${cost}.`] : []),
  ]
}

/** A tenth more is within the error of the measurement. */
function isExceeded({ limit, maps, synchronisation }: OverheadBudget): boolean {
  return maps + synchronisation > limit * 1.1
}

function describeCost({ maps, synchronisation }: OverheadBudget): string {
  return `${percent(maps + synchronisation)}, of which synchronisation ${percent(synchronisation)}`
}

function percent(thousandths: number): string {
  return `${(thousandths / 10).toFixed(1)}%`
}

const streamNames: Readonly<Record<Detector, { readonly one: string; readonly the: string }>> = {
  mapsan: { one: 'An event stream', the: 'The event stream' },
  race: { one: 'A log of the race detector', the: 'The log of the race detector' },
}

function describeDamage({ header, warnings }: DecodedStream, detector: Detector): string[] {
  const { one, the } = streamNames[detector]
  const stream = header.pid === 0 ? one : `${the} of process ${header.pid}`
  const named = warnings.slice(0, damagesNamed).map(({ offset, message }) => `${stream} at byte ${offset}: ${message}.`)
  const more = warnings.length - named.length
  return more > 0 ? [...named, `${stream} has ${plural(more, 'more damaged place')}.`] : named
}

function plural(count: number, noun: string, many = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : many}`
}
