import type { RaceEvent } from '../model/finding.ts'
import type { DecodedStream, DecodeWarning, OverheadBudget, ProcessState, Sampling, StreamHeader } from '../model/stream.ts'
import { ByteReader } from './byte-reader.ts'
import {
  headerCheapestAt,
  headerDroppedAt,
  headerGoVersionAt,
  headerGoVersionSize,
  headerMagicAt,
  headerMapCostAt,
  headerMaxOverheadAt,
  headerObservesAt,
  headerPidAt,
  headerRacesAt,
  headerRestedAt,
  headerSize,
  headerSizeAt,
  headerSkippedAt,
  headerSlotLimitAt,
  headerSlotsPeakAt,
  headerStateAt,
  headerSyncCostAt,
  headerTailAt,
  headerUnobservedAt,
  headerUntrackedAt,
  headerVersionAt,
  protocolVersion,
  recordAlignment,
  sampledBySite,
  sampledByRest,
  sampledByTime,
  sampledNot,
  stateDied,
  stateExited,
  stateRunning,
  streamMagic,
} from './protocol.ts'
import { Observations } from './observations.ts'
import { Races } from './races.ts'
import { decodeRecord, recordSize } from './record.ts'
import { Texts } from './texts.ts'

const states: Readonly<Record<number, ProcessState>> = {
  [stateRunning]: 'running',
  [stateExited]: 'exited',
  [stateDied]: 'died',
}

const samplings: Readonly<Record<number, Sampling>> = {
  [sampledNot]: 'none',
  [sampledBySite]: 'by site',
  [sampledByTime]: 'by time',
  [sampledByRest]: 'by rest',
}

const nothingKnown: StreamHeader = {
  pid: 0,
  state: 'unknown',
  goVersion: '',
  races: 0,
  dropped: 0,
  untracked: 0,
  slotsPeak: 0,
  slotLimit: 0,
}

/**
 * Reads the event stream of one process, finished or not, whole or not. Whatever the bytes are, it answers
 * with what they hold and says in a warning, with the offset, what could not be read.
 */
export function decodeEvents(stream: Uint8Array): DecodedStream {
  const bytes = Buffer.from(stream.buffer, stream.byteOffset, stream.byteLength)
  if (bytes.byteLength < headerSize) {
    const message = `the file ends inside of its header: ${headerSize} bytes expected, ${bytes.byteLength} found`
    return { header: nothingKnown, races: [], warnings: [{ offset: bytes.byteLength, message }] }
  }
  const version = bytes.readUInt32LE(headerVersionAt)
  const isStream = bytes.toString('latin1', headerMagicAt, headerMagicAt + streamMagic.length) === streamMagic
  if (isStream && version !== protocolVersion) {
    const message = `written by another version of MapSan: protocol ${version}, this one reads ${protocolVersion}`
    return { header: nothingKnown, races: [], warnings: [{ offset: headerVersionAt, message }] }
  }
  const problem = isStream ? sizeProblem(bytes) : noStream
  // A damaged header is not believed, but the records have checksums of their own.
  const header = problem ? nothingKnown : decodeHeader(bytes)
  const tail = problem ? 0 : readerAt(bytes, headerTailAt).count()
  const { races, observations, warnings } = decodeRecords(bytes, tail)
  return {
    header,
    races,
    ...((header.unobserved !== undefined || observations.any) && { sharedMaps: observations.sharedMaps() }),
    warnings: problem ? [problem, ...warnings] : warnings,
  }
}

const noStream: DecodeWarning = { offset: headerMagicAt, message: 'this is no event stream of MapSan, or its first bytes are damaged' }

function sizeProblem(bytes: Buffer): DecodeWarning | undefined {
  const size = bytes.readUInt32LE(headerSizeAt)
  if (size === headerSize) return undefined
  return { offset: headerSizeAt, message: `the header says it has ${size} bytes, ${headerSize} expected` }
}

function decodeHeader(bytes: Buffer): StreamHeader {
  const count = (offset: number) => readerAt(bytes, offset).count()
  const version = readerAt(bytes, headerGoVersionAt).bytes(headerGoVersionSize)
  const limit = count(headerMaxOverheadAt)
  const budget: OverheadBudget = {
    limit,
    maps: count(headerMapCostAt),
    synchronisation: count(headerSyncCostAt),
    skipped: count(headerSkippedAt),
    sampling: samplings[count(headerCheapestAt)] ?? 'by rest',
    rested: count(headerRestedAt),
  }
  return {
    pid: count(headerPidAt),
    state: states[count(headerStateAt)] ?? 'unknown',
    goVersion: Buffer.from(version).toString('latin1').replace(/\0.*$/s, ''),
    races: count(headerRacesAt),
    dropped: count(headerDroppedAt),
    untracked: count(headerUntrackedAt),
    slotsPeak: count(headerSlotsPeakAt),
    slotLimit: count(headerSlotLimitAt),
    ...(limit > 0 && { budget }),
    ...(count(headerObservesAt) > 0 && { unobserved: count(headerUnobservedAt) }),
  }
}

interface DecodedRecords {
  readonly races: readonly RaceEvent[]
  readonly observations: Observations
  readonly warnings: readonly DecodeWarning[]
}

function decodeRecords(bytes: Buffer, tail: number): DecodedRecords {
  const end = bytes.byteLength
  const texts = new Texts()
  const nextRecord = recordFinder(bytes, texts)
  const races = new Races()
  const observations = new Observations()
  const warnings: DecodeWarning[] = []

  let offset: number = headerSize
  while (offset < end && !isUnused(bytes, offset, tail)) {
    const record = decodeRecord(bytes, offset, texts)
    if (record === undefined) {
      const next = nextRecord(offset + recordAlignment)
      const isTheCut = next === undefined && tail > end
      if (!isTheCut) warnings.push({ offset, message: describeDamage(offset, next, tail) })
      offset = next ?? end
      continue
    }
    if (record.kind === 'race') races.add(offset, record.race)
    else if (record.kind === 'unknown') warnings.push({ offset, message: `a record of the unknown kind ${record.code} was left out` })
    else observations.add(record)
    offset += record.size
  }
  if (tail > end) {
    warnings.push({ offset: end, message: `the stream is cut short: ${end} of its ${tail} bytes are left` })
  }
  return { races: races.entries().map(([offset, race]) => observations.withTimeline(race, offset)), observations, warnings }
}

/** The engine grows the file ahead of what it writes: zeros behind the tail are free room, not damage. */
function isUnused(bytes: Buffer, offset: number, tail: number): boolean {
  return offset >= tail && readerAt(bytes, offset).u32() === 0
}

/**
 * Looks for the next record that holds together. Bytes that only look like one must not make this slow,
 * so all searches in a stream together check no more bytes than the stream has.
 */
function recordFinder(bytes: Buffer, texts: Texts): (from: number) => number | undefined {
  let budget = bytes.byteLength
  return (from) => {
    for (let offset = from; offset < bytes.byteLength; offset += recordAlignment) {
      const size = recordSize(bytes, offset)
      if (size === 0) continue
      budget -= size
      if (budget < 0) return undefined
      if (decodeRecord(bytes, offset, texts) !== undefined) return offset
    }
    return undefined
  }
}

function describeDamage(offset: number, next: number | undefined, tail: number): string {
  if (next !== undefined) return `${next - offset} damaged bytes were left out`
  if (offset >= tail) return 'an unfinished record was left out'
  return `${tail - offset} damaged bytes at the end were left out`
}

function readerAt(bytes: Buffer, offset: number): ByteReader {
  return new ByteReader(bytes, offset, bytes.byteLength)
}
