import { z } from 'zod'
import { operations } from '../model/finding.ts'
import { severities } from '../model/lint.ts'
import { isFindingRule } from '../model/rule.ts'
import { address, breach, count, guard, guardGap, heldLock, sharedMaps, stack, timeline, variable } from './json-observation.ts'

/**
 * The JSON report, written down. `schema` rises when a key changes its meaning or goes away; a new key
 * does not raise it, so read with tolerance for keys that are not known.
 */
export const jsonReportVersion = 1

const access = z.strictObject({
  /** `other` is what a lint rule found that is done to no map. */
  op: z.enum(operations),
  /** What a lint rule calls the place; then neither goroutine nor locks are known. */
  label: z.string().optional(),
  /** What this side calls the map, such as `c.data`; absent when it is not known. */
  expression: z.string().optional(),
  goroutine: z.strictObject({
    /** 1 is the main goroutine, 0 one that is not known any more, or many. */
    id: count,
    /** The `go` statement; empty for the main goroutine, or when it is not known. */
    createdBy: stack,
    /** Such as `the goroutine started at server.go:88 by (*Server).Serve`; absent when it is not known. */
    name: z.string().optional(),
  }),
  stack,
  /** The function that makes the access is missing from the stack, which begins with the call of it. */
  inCallee: z.literal(true).optional(),
  locks: z.array(heldLock),
  /** The race detector of Go does not say which locks were held, nor do programs with the hooks of `mapsan instrument` where that is not certain. */
  locksUnknown: z.literal(true).optional(),
  /** Of all accesses that goroutines of this kind made at this place; samples. */
  observed: z.strictObject({ count, goroutines: count }).optional(),
})

const suppression = z.discriminatedUnion('kind', [
  /** A comment `// mapsan:ignore`, or an entry of mapsan.json. */
  z.strictObject({ kind: z.enum(['comment', 'config']), reason: z.string(), file: z.string(), line: count }),
  z.strictObject({ kind: z.literal('baseline'), file: z.string() }),
])

const finding = z.strictObject({
  /** The same in another run and on another machine. */
  id: z.string(),
  /** `map-race` and its like of runs, `MAP-001` and its like of lint rules. */
  rule: z.string().refine(isFindingRule),
  message: z.string(),
  map: z.strictObject({
    /** Empty where a lint finding is about no map. */
    type: z.string(),
    /** As a side writes it, such as `cfg.data`; `dst or src` when its line uses more than one such map. */
    expression: z.string().optional(),
    variable: variable.optional(),
    /** Absent where many maps are meant. */
    address: address.optional(),
  }),
  /** Of a race both: the newer access, which noticed it, comes first. A breach of a declaration may have only one; a lint finding has a second one where the rule names it. */
  accesses: z.array(access).min(1).max(2),
  count: count.min(1),
  /** The process died of this race with `fatal error: concurrent map …`. */
  fatal: z.boolean(),
  /** The race detector of Go reported it; absent when MapSan did. */
  detector: z.literal('race').optional(),
  /** Absent for races. */
  breach: breach.optional(),
  /** Absent for what was found in a run. */
  lint: z
    .strictObject({
      severity: z.enum(severities),
      title: z.string(),
      advice: z.string(),
      /** The number of the weakness in https://cwe.mitre.org. */
      cwe: count.optional(),
      /** Findings of a run at one of these places. */
      seen: z.array(z.strictObject({ id: z.string(), rule: z.string(), count })).optional(),
    })
    .optional(),
  guard: guard.optional(),
  /** What the two goroutines did before the race, the oldest first. */
  timeline: timeline.optional(),
  /** Why this finding does not count; absent when it does. */
  suppression: suppression.optional(),
})

const run = z.strictObject({
  /** MapSan's version. */
  mapsan: z.string(),
  /** `race` when the race detector of Go found the races; absent when MapSan did. */
  detector: z.literal('race').optional(),
  command: z.array(z.string()),
  cwd: z.string(),
  moduleRoot: z.string(),
  modulePaths: z.array(z.string()),
  goroot: z.string(),
  go: z.strictObject({ version: z.string(), os: z.string(), arch: z.string() }),
  commands: z.array(
    z.strictObject({ command: z.array(z.string()), exitCode: z.int().nullable(), signal: z.string().nullable() }),
  ),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  status: z.enum(['running', 'clean', 'findings', 'failed']),
})

export const jsonReport = z.strictObject({
  schema: z.literal(jsonReportVersion),
  run,
  /** The worst first. */
  findings: z.array(finding),
  /** Distinct races that were found but could not be kept. */
  dropped: count,
  /** Sentences about what may be missing from the findings. */
  warnings: z.array(z.string()),
  /** Places that use a guarded map without its guard, though no race was seen there. */
  guardGaps: z.array(guardGap),
  /** Those used most first; absent when it was not observed how maps are shared. */
  sharedMaps: z.array(sharedMaps).optional(),
  /** What `mapsan lint` looked at; absent for a run. */
  lint: z.strictObject({ files: count, lines: count, rules: count }).optional(),
  /** Sentences about suppressions that matched nothing in this run. */
  unusedSuppressions: z.array(z.string()),
})

export type JsonReport = z.infer<typeof jsonReport>
