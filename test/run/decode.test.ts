import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RaceEvent } from '../../src/model/finding.ts'
import type { MapUse } from '../../src/model/observation.ts'
import { decodeEvents } from '../../src/run/decode.ts'
import {
  headerMagicAt,
  headerSize,
  headerSizeAt,
  headerTailAt,
  headerVersionAt,
  kindRace,
  recordFlagsAt,
  recordPayloadAt,
  flagFatal,
} from '../../src/run/protocol.ts'
import { arbitraryRaces, arbitrarySharedMaps } from './arbitrary-races.ts'
import { encodeEvents, encodeRace, encodeRecord, exitedHeader } from './encode-events.ts'

const race: RaceEvent = {
  map: { type: 'map[string]int', address: '0xc000012345' },
  accesses: [
    {
      op: 'write',
      goroutine: { id: 8, createdBy: [{ function: 'main.main', file: '/src/main.go', line: 22 }] },
      stack: [{ function: 'main.reload', file: '/src/reload.go', line: 31 }],
      locks: [{ address: '0xc000000010', mode: 'read', acquiredAt: [{ function: 'main.reload', file: '/src/reload.go', line: 29 }] }],
    },
    { op: 'read', goroutine: { id: 1, createdBy: [] }, stack: [{ function: 'main.main', file: '/src/main.go', line: 40 }], locks: [] },
  ],
  count: 3,
  fatal: false,
}
const other: RaceEvent = { ...race, map: { type: 'map[int]bool', address: '0xc000099999' }, fatal: true, count: 1 }
const encodedSize = encodeRace(race).byteLength

describe('a whole stream', () => {
  test('has a race once that was written down again when its locks were known', () => {
    const [newer, older] = race.accesses
    const unknown: RaceEvent = { ...race, accesses: [{ ...newer, locks: [], locksUnknown: true }, { ...older, locksUnknown: true }] }
    const half: RaceEvent = { ...race, accesses: [newer, { ...older, locksUnknown: true }] }
    expect(decodeEvents(encodeEvents({ races: [unknown, other, race] })).races).toEqual([other, race])
    expect(decodeEvents(encodeEvents({ races: [unknown, half] })).races).toEqual([half])
    expect(decodeEvents(encodeEvents({ races: [race, race] })).races).toEqual([race, race])
    expect(decodeEvents(encodeEvents({ races: [unknown, { ...race, map: other.map }] })).races).toHaveLength(2)
  })

  test('gives back every race and the header', () => {
    fc.assert(
      fc.property(arbitraryRaces, fc.nat(100), (races, room) => {
        const stream = decodeEvents(encodeEvents({ races, room: room * 8 }))
        expect(stream).toEqual({ header: exitedHeader, races, warnings: [] })
      }),
    )
  })

  test('gives back how maps were shared', () => {
    fc.assert(
      fc.property(arbitraryRaces, arbitrarySharedMaps, fc.nat(9), (races, sharedMaps, unobserved) => {
        const header = { ...exitedHeader, unobserved }
        const stream = decodeEvents(encodeEvents({ header, races, sharedMaps, room: 8 }))
        expect(stream).toEqual({ header, races, sharedMaps, warnings: [] })
      }),
    )
  })

  test('may be a view into a larger buffer', () => {
    const whole = encodeEvents({ races: [race] })
    const padded = new Uint8Array(whole.byteLength + 3)
    padded.set(whole, 3)
    expect(decodeEvents(padded.subarray(3)).races).toEqual([race])
  })

  test('holds equal stacks only once in memory', () => {
    const [first, second] = decodeEvents(encodeEvents({ races: [race, race] })).races
    expect(second?.accesses[0].stack).toBe(first?.accesses[0].stack)
  })

  test('keeps the checksum when the engine marks a record as fatal in place', () => {
    const bytes = encodeEvents({ races: [race] })
    bytes.writeUInt16LE(flagFatal, headerSize + recordFlagsAt)
    expect(decodeEvents(bytes)).toMatchObject({ races: [{ ...race, fatal: true }], warnings: [] })
  })

  test('reads a type that the runtime could not tell as `map`, and a count of 0 as 1', () => {
    const vague = { ...race, map: { type: '', address: '0x0' }, count: 0 }
    expect(decodeEvents(encodeEvents({ races: [vague] })).races).toEqual([
      { ...race, map: { type: 'map', address: '0x0' }, count: 1 },
    ])
  })
})

describe('a stream whose writer was killed', () => {
  test('is read behind a tail that lags one record behind', () => {
    const bytes = encodeEvents({ races: [race, other], room: 64 })
    bytes.writeBigUInt64LE(BigInt(headerSize + encodedSize), headerTailAt)
    expect(decodeEvents(bytes)).toMatchObject({ races: [race, other], warnings: [] })
  })

  test('leaves out the record that was being written', () => {
    const bytes = encodeEvents({ races: [race, other], room: 64 })
    bytes.writeBigUInt64LE(BigInt(headerSize + encodedSize), headerTailAt)
    bytes.fill(0, headerSize + encodedSize + 100)
    const stream = decodeEvents(bytes)
    expect(stream.races).toEqual([race])
    expect(stream.warnings).toEqual([{ offset: headerSize + encodedSize, message: 'an unfinished record was left out' }])
  })
})

describe('a damaged stream', () => {
  test('gives the records around the damage', () => {
    const bytes = encodeEvents({ races: [race, other, race] })
    bytes.writeUInt8(0xff, headerSize + encodedSize + recordPayloadAt + 3)
    const stream = decodeEvents(bytes)
    expect(stream.races).toEqual([race, race])
    const lost = encodeRace(other).byteLength
    expect(stream.warnings).toEqual([{ offset: headerSize + encodedSize, message: `${lost} damaged bytes were left out` }])
  })

  test('is read on behind a hole of zeros', () => {
    const bytes = encodeEvents({ records: [Buffer.alloc(4096)], races: [race] })
    const stream = decodeEvents(bytes)
    expect(stream.races).toEqual([race])
    expect(stream.warnings).toEqual([{ offset: headerSize, message: '4096 damaged bytes were left out' }])
  })

  test('says how much is missing when it is cut short, in a record or between two', () => {
    const bytes = encodeEvents({ races: [race, other] })
    for (const end of [headerSize + encodedSize, headerSize + encodedSize + 60]) {
      const stream = decodeEvents(bytes.subarray(0, end))
      expect(stream.races).toEqual([race])
      const message = `the stream is cut short: ${end} of its ${bytes.byteLength} bytes are left`
      expect(stream.warnings).toEqual([{ offset: end, message }])
    }
  })

  test('is read on behind a record of an unknown kind', () => {
    const unknown = encodeRecord({ kind: 9, flags: 0, count: 1, payload: Buffer.from('later') })
    const stream = decodeEvents(encodeEvents({ records: [unknown], races: [race] }))
    expect(stream.races).toEqual([race])
    expect(stream.warnings).toEqual([{ offset: headerSize, message: 'a record of the unknown kind 9 was left out' }])
  })

  test('does not believe a payload with bytes left over', () => {
    const whole = encodeRace(race)
    const payload = Buffer.concat([whole.subarray(recordPayloadAt, -4), Buffer.alloc(8)])
    const stream = decodeEvents(encodeEvents({ records: [encodeRecord({ kind: kindRace, flags: 0, count: 1, payload })] }))
    expect(stream.races).toEqual([])
    expect(stream.warnings).toHaveLength(1)
  })

  test('keeps its records when only the header is damaged', () => {
    for (const offset of [headerMagicAt, headerSizeAt]) {
      const bytes = encodeEvents({ races: [race] })
      bytes.writeUInt8(0x7f, offset)
      const stream = decodeEvents(bytes)
      expect(stream.races).toEqual([race])
      expect(stream.header.state).toBe('unknown')
      expect(stream.warnings).toMatchObject([{ offset }])
    }
  })

  test('is not guessed at when another version wrote it', () => {
    const bytes = encodeEvents({ races: [race] })
    bytes.writeUInt32LE(2, headerVersionAt)
    expect(decodeEvents(bytes)).toMatchObject({ races: [], warnings: [{ offset: headerVersionAt }] })
  })

  test('may end inside of its header', () => {
    expect(decodeEvents(new Uint8Array())).toMatchObject({ races: [], warnings: [{ offset: 0 }] })
  })
})

describe('any damage at all', () => {
  test('cutting anywhere leaves a prefix of the races', () => {
    fc.assert(
      fc.property(arbitraryRaces, fc.nat(), (races, cut) => {
        const bytes = encodeEvents({ races })
        const end = cut % bytes.byteLength
        const stream = decodeEvents(bytes.subarray(0, end))
        // The last one may have lost its timeline, which comes behind it.
        const left = races.slice(0, stream.races.length)
        expect(stream.races.slice(0, -1)).toEqual(left.slice(0, -1))
        expect([left.at(-1), withoutTimeline(left.at(-1))]).toContainEqual(stream.races.at(-1))
        expect(stream.warnings).toHaveLength(1)
      }),
    )
  })

  test('flipping bytes of records never adds a race that was not there', () => {
    const flips = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(arbitraryRaces, arbitrarySharedMaps, flips, (races, sharedMaps, changes) => {
        const bytes = encodeEvents({ races, sharedMaps })
        const room = bytes.byteLength - headerSize
        for (const [at, mask] of room > 0 ? changes : []) {
          const offset = headerSize + (at % room)
          bytes.writeUInt8(bytes.readUInt8(offset) ^ mask, offset)
        }
        const uncheckedParts = { count: 0, fatal: false }
        // The record of a timeline may be lost, but not become another.
        const known = new Set(races.flatMap((race) => [race, withoutTimeline(race)]).map((race) => JSON.stringify({ ...race, ...uncheckedParts })))
        const stream = decodeEvents(bytes)
        for (const found of stream.races) expect(known).toContain(JSON.stringify({ ...found, ...uncheckedParts }))
        const maps = new Set(sharedMaps.map(({ type, first }) => JSON.stringify({ type, first })))
        const uses = new Set(sharedMaps.flatMap((shared) => shared.uses).map((use) => JSON.stringify(unchecked(use))))
        for (const { type, first, uses: found } of stream.sharedMaps ?? []) {
          expect(maps).toContain(JSON.stringify({ type, first }))
          for (const use of found) expect(uses).toContain(JSON.stringify(unchecked(use)))
        }
      }),
    )
  })

  test('records whose checksums hold, but say anything, are read or left out', () => {
    const record = fc.record({
      kind: fc.integer({ min: 0, max: 6 }),
      flags: fc.nat(65_535),
      count: fc.maxSafeNat(),
      payload: fc.uint8Array({ maxLength: 120 }).map((bytes) => Buffer.from(bytes)),
    })
    fc.assert(
      fc.property(fc.array(record, { maxLength: 12 }), arbitrarySharedMaps, (hostile, sharedMaps) => {
        const stream = decodeEvents(encodeEvents({ records: hostile.map(encodeRecord), races: [race], sharedMaps }))
        expect(stream.races.at(-1)).toEqual(race)
      }),
    )
  })

  test('garbage gives no race', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3 * headerSize }), fc.boolean(), (garbage, behindHeader) => {
        const bytes = behindHeader ? Buffer.concat([encodeEvents({}), garbage]) : garbage
        expect(decodeEvents(bytes)).toMatchObject({ races: [] })
        expect(decodeEvents(bytes).sharedMaps).toBeUndefined()
      }),
    )
  })

  test('bytes that only look like records do not make it slow', () => {
    // Each 8 bytes claim to be a record that reaches to the end: 2^17 candidates, 2^36 bytes to check one by one.
    const claims = Buffer.alloc(1 << 20)
    for (let at = 0; at < claims.byteLength; at += 8) claims.writeUInt32LE(claims.byteLength - at, at)
    const started = performance.now()
    expect(decodeEvents(encodeEvents({ records: [claims] })).races).toEqual([])
    // Milliseconds, against most of a minute.
    expect(performance.now() - started).toBeLessThan(5_000)
  })
})

function withoutTimeline(race: RaceEvent | undefined): RaceEvent | undefined {
  if (race === undefined) return undefined
  const { timeline: _, ...rest } = race
  return rest
}

/** What the engine changes in place is not under the checksum. */
function unchecked(use: MapUse): MapUse {
  return { ...use, count: 0, goroutines: 0 }
}
