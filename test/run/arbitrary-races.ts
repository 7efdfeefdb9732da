import fc from 'fast-check'
import { mapOperations, type Access, type Frame, type HeldLock, type RaceEvent } from '../../src/model/finding.ts'

const text = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((made) => Buffer.byteLength(made) < 200)
const address = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }).map((value) => `0x${value.toString(16)}`)
const frame: fc.Arbitrary<Frame> = fc.record({ function: text, file: text, line: fc.nat() })
const stack = fc.array(frame, { maxLength: 6 })

const lock: fc.Arbitrary<HeldLock> = fc.record({
  address,
  mode: fc.constantFrom('read', 'write'),
  acquiredAt: stack,
})

const access: fc.Arbitrary<Access> = fc.record({
  op: fc.constantFrom(...mapOperations),
  goroutine: fc.record({ id: fc.maxSafeNat(), createdBy: stack }),
  stack,
  locks: fc.array(lock, { maxLength: 3 }),
})

export const arbitraryRace: fc.Arbitrary<RaceEvent> = fc.record({
  map: fc.record({ type: text.map((type) => type || 'map'), address }),
  accesses: fc.tuple(access, access),
  count: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  fatal: fc.boolean(),
})

export const arbitraryRaces = fc.array(arbitraryRace, { maxLength: 8 })
