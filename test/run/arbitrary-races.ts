import fc from 'fast-check'
import { edgeKinds, timelineKinds, type HandOver, type MapUse, type Place, type SharedMaps, type TimelineEvent } from '../../src/model/observation.ts'
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

const withObject = timelineKinds.filter((kind) => kind !== 'start' && kind !== 'access')

const moment: fc.Arbitrary<TimelineEvent> = fc.oneof(
  fc.record({ before: fc.maxSafeNat(), goroutine: fc.maxSafeNat(), kind: fc.constantFrom('start' as const, 'access' as const), stack }),
  fc.record({ before: fc.maxSafeNat(), goroutine: fc.maxSafeNat(), kind: fc.constantFrom(...withObject), object: address, stack })
    .map((made) => (made.kind === 'go statement' ? { ...made, object: BigInt(made.object).toString() } : made)),
)

const count = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER })
const placeParts = { op: fc.constantFrom(...mapOperations), createdBy: stack, stack }
const place: fc.Arbitrary<Place> = fc.record(placeParts)

const use: fc.Arbitrary<MapUse> = fc.record({
  ...placeParts,
  locks: fc.array(fc.record({ mode: fc.constantFrom('read' as const, 'write' as const), acquiredAt: stack }), { maxLength: 3 }),
  count,
  goroutines: fc.integer({ min: 1, max: 65_535 }),
})

/** A stack of the user's begins with a function of the user's. */
const usersStack = fc.tuple(frame, stack).map(([first, others]) => [{ ...first, function: `main.${first.function}` }, ...others])

const handOver: fc.Arbitrary<HandOver> = fc.record({ from: place, to: place, by: fc.constantFrom(...edgeKinds), at: usersStack, received: fc.boolean(), count })
  .map(({ received, ...made }) => {
    if (made.by === 'nothing' || made.by === 'unknown') return { ...made, at: [] }
    return made.by === 'go statement' ? made : { ...made, received }
  })

const sharedMaps: fc.Arbitrary<SharedMaps> = fc.record({
  type: text.map((type) => type || 'map'),
  count,
  first: place,
  uses: fc.array(use, { maxLength: 4 }),
  handOvers: fc.array(handOver, { maxLength: 4 }),
})

export const arbitrarySharedMaps = fc.array(sharedMaps, { maxLength: 4 })

const arbitraryRace: fc.Arbitrary<RaceEvent> = fc.record({
  map: fc.record({ type: text.map((type) => type || 'map'), address }),
  accesses: fc.tuple(access, access),
  count: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  fatal: fc.boolean(),
  timeline: fc.array(moment, { maxLength: 5 }),
}, { requiredKeys: ['map', 'accesses', 'count', 'fatal'] })

export const arbitraryRaces = fc.array(arbitraryRace, { maxLength: 8 })
