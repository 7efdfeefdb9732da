import type { Access, RaceEvent } from '../model/finding.ts'
import { userFrameOf, type ProgramOrigin } from '../model/origin.ts'
import { raceKey } from './identity.ts'

/** By file and line of both accesses, the smaller place first: whichever came first in time, whichever process saw it. */
export function sortByPlace(races: readonly RaceEvent[], origin: ProgramOrigin): RaceEvent[] {
  const placed = races.map((race) => ({ race, places: placesOf(race, origin) }))
  const sorted = placed.sort((a, b) => {
    const byPlace = comparePlaces(a.places[0], b.places[0]) || comparePlaces(a.places[1], b.places[1])
    return byPlace || compare(raceKey(a.race, origin), raceKey(b.race, origin))
  })
  return sorted.map(({ race }) => race)
}

/** What a reader should see first: what killed the process, then what happens most. */
export function worstFirst(a: Weighed, b: Weighed): number {
  return Number(b.fatal) - Number(a.fatal) || b.count - a.count
}

type Weighed = Pick<RaceEvent, 'fatal' | 'count'>

/** Which of two events of one race stands for it. Looks at all of them, so that the order of streams does not matter. */
export function moreTelling(a: RaceEvent, b: RaceEvent): RaceEvent {
  return (worstFirst(a, b) || compare(JSON.stringify(a), JSON.stringify(b))) <= 0 ? a : b
}

interface Place {
  readonly file: string
  readonly line: number
}

function placesOf(race: RaceEvent, origin: ProgramOrigin): readonly [Place, Place] {
  const place = (access: Access): Place => userFrameOf(access, origin) ?? { file: '', line: 0 }
  const [newer, older] = [place(race.accesses[0]), place(race.accesses[1])]
  return comparePlaces(newer, older) <= 0 ? [newer, older] : [older, newer]
}

function comparePlaces(a: Place, b: Place): number {
  return compare(a.file, b.file) || a.line - b.line
}

// By code unit: the order of a locale would differ from machine to machine.
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
