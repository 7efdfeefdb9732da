import { z } from 'zod'

/** What shim/typeinfo/facts.go says about variables that hold maps. Offsets count bytes here, and are indices after `inText`. */
const offset = z.int().nonnegative()
const line = z.int().nonnegative()
const place = z.object({ file: z.string(), line })

const mutex = z.object({
  key: z.string(),
  label: z.string(),
  name: z.string(),
  type: z.enum(['sync.Mutex', 'sync.RWMutex']),
  field: z.boolean(),
  promoted: z.boolean(),
  uncertain: z.string(),
  inside: z.array(z.string()),
})

const wayOut = z.object({ why: z.string(), uses: z.array(place), exported: z.array(z.string()), shallow: z.boolean(), hidden: z.boolean() })

const mapValue = z.object({ start: offset, end: offset, how: z.enum(['literal', 'make', 'nil', 'other']), type: z.string(), why: z.string() })

const access = z.object({
  start: offset,
  end: offset,
  line,
  last: line,
  base: z.string(),
  baseFrom: offset,
  unstable: z.string(),
  op: z.enum(['read', 'write', 'load', 'store', 'escape']),
  out: wayOut.optional(),
  in: wayOut.optional(),
  stored: mapValue.optional(),
  fresh: z.boolean(),
  held: z.array(z.string()),
  read: z.array(z.string()),
  hidden: z.array(z.string()),
})

const lockCall = z.object({
  start: offset, end: offset, line, mutex: z.string(), label: z.string(), base: z.string(), method: z.string(), nameAt: offset, deferred: z.boolean(),
})

const hazard = z.object({
  start: offset, end: offset, line, kind: z.enum(['takes', 'waits', 'io', 'unknown', 'uses']), mutex: z.string(), text: z.string(), held: z.array(z.string()),
  via: z.array(z.string()), writes: z.boolean(),
})

const functionFacts = z.object({
  key: z.string(),
  name: z.string(),
  file: z.string(),
  start: offset,
  end: offset,
  line,
  literal: z.boolean(),
  accesses: z.array(access),
  locks: z.array(lockCall),
  hazards: z.array(hazard),
  callers: z.array(z.object({ mutex: z.string(), label: z.string(), file: z.string(), line, certain: z.boolean() })),
})

const maker = z.object({
  file: z.string(), line, start: offset, end: offset, elementStart: offset, elementEnd: offset, value: mapValue.optional(), names: z.array(z.string()),
})

const retype = z.object({
  why: z.string(), type: z.string(), restStart: offset, restEnd: offset, single: z.boolean(), value: mapValue.optional(), makers: z.array(maker),
})

const variable = z.object({
  kind: z.enum(['field', 'package variable', 'local variable']),
  name: z.string(),
  owner: z.string(),
  exported: z.boolean(),
  file: z.string(),
  line,
  start: offset,
  end: offset,
  alone: z.boolean(),
  made: z.boolean(),
  taken: z.array(z.string()),
  mutexes: z.array(mutex),
  functions: z.array(functionFacts),
  compounds: z.array(z.object({ function: z.string(), file: z.string(), read: line, write: line, via: z.array(z.string()), held: z.array(z.string()) })),
  unkeyed: z.array(place),
  retype,
})

const file = z.object({
  path: z.string(), hash: z.string(), imports: z.array(z.string()), clause: offset, importStart: offset, importEnd: offset, generated: z.boolean(), maps: z.boolean(),
})

const facts = z.object({ variables: z.array(variable.nullable()), files: z.array(file), problems: z.array(z.string()) })

export type Facts = Readonly<z.infer<typeof facts>>
export type VariableFacts = Readonly<z.infer<typeof variable>>
export type FunctionFacts = VariableFacts['functions'][number]
export type AccessFacts = FunctionFacts['accesses'][number]
export type WayOut = Readonly<z.infer<typeof wayOut>>
export type MapValue = Readonly<z.infer<typeof mapValue>>
export type Maker = Readonly<z.infer<typeof maker>>
export type LockCall = FunctionFacts['locks'][number]
export type Hazard = FunctionFacts['hazards'][number]
export type MutexFacts = VariableFacts['mutexes'][number]
export type FileFacts = Facts['files'][number]

export function parseFacts(text: string): Facts {
  return facts.parse(JSON.parse(text))
}
