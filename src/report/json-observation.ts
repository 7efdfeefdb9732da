/** The parts of the JSON report that say how maps are shared. */
import { z } from 'zod'
import { operations, variableKinds } from '../model/finding.ts'
import { edgeKinds, timelineKinds } from '../model/observation.ts'

export const count = z.int().nonnegative()
export const address = z.string().regex(/^0x[0-9a-f]+$/)
const place = z.strictObject({ file: z.string(), line: count })

/** Innermost frame first. Files are absolute, or as the compiler recorded them under -trimpath. */
export const stack = z.array(z.strictObject({ function: z.string(), file: z.string(), line: count }))

/** What comments at the declaration of a map say, and where they stand. */
const declaration = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('owner'), ...place.shape }),
  z.strictObject({ kind: z.literal('guardedby'), lock: z.string(), lockDeclaredAt: place.optional(), ...place.shape }),
])

/** What holds a map, such as `field data of *Config`. */
export const variable = z.strictObject({
  kind: z.enum(variableKinds),
  description: z.string(),
  declaredAt: place.optional(),
  /** The mutexes in the same struct, or in variables of the same package. */
  mutexes: z.array(z.string()),
  declarations: z.array(declaration).optional(),
})

const lockMode = z.enum(['read', 'write'])
const observedLock = z.strictObject({ name: z.string().optional(), declaredAt: place.optional(), mode: lockMode, acquiredAt: stack })
/** A lock's name is that of its variable, such as `Config.mu`; absent when it is not known. */
export const heldLock = observedLock.extend({ address: address.optional() })

/** How a declaration was broken. */
export const breach = z.strictObject({ declaration, by: z.enum(edgeKinds).optional(), at: stack.optional(), lock: z.string().optional() })

/** The lock that nearly all accesses held. */
export const guard = z.strictObject({ lock: z.string(), held: count, of: count })

export const timeline = z.array(
  z.strictObject({
    /** Nanoseconds before the newer access. */
    before: count,
    goroutine: count,
    kind: z.enum(timelineKinds),
    object: z.string().optional(),
    name: z.string().optional(),
    stack,
  }),
)

/** A place of the program, and the kind of goroutine that used a map there. */
const usePlace = z.strictObject({
  op: z.enum(operations),
  expression: z.string().optional(),
  stack,
  createdBy: stack,
  goroutine: z.string().optional(),
})

/** Counts are samples: of the accesses that a goroutine makes without synchronising in between, the first is counted. */
const use = usePlace.extend({ locks: z.array(observedLock), count, goroutines: count })

const mapNames = { type: z.string(), expression: z.string().optional(), variable: variable.optional() }

/** Maps that more than one goroutine used: those of one variable, or of one type and first use. */
export const sharedMaps = z.strictObject({
  ...mapNames,
  /** How many maps. */
  count,
  first: usePlace,
  uses: z.array(use),
  handOvers: z.array(z.strictObject({ from: usePlace, to: usePlace, by: z.enum(edgeKinds), at: stack, received: z.boolean().optional(), lock: z.string().optional(), count })),
  /** With the setting `ownership=warn` of a program with the hooks of `mapsan instrument`: see the report's warnings. */
  exchanges: z.array(z.strictObject({ from: usePlace, to: usePlace, count })).optional(),
  guard: guard.optional(),
})

export const guardGap = z.strictObject({ map: z.strictObject(mapNames), guard, places: z.array(use) })
