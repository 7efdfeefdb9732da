import { z } from 'zod'
import { ToolError } from '../errors.ts'
import type { SourceLine } from '../model/lines.ts'
import type { Excerpt, RunSummary } from '../model/report.ts'
import { isFindingRule } from '../model/rule.ts'
import type { Suppressions } from '../model/suppression.ts'

export const recordSchema = 1

/** `run.json`, the heart of a run folder: there from the start of a run, and complete at its end. */
const runRecord = z.object({
  schema: z.literal(recordSchema),
  mapsan: z.string(),
  detector: z.literal('race').exactOptional(),
  command: z.array(z.string()),
  cwd: z.string(),
  moduleRoot: z.string(),
  modulePaths: z.array(z.string()),
  goroot: z.string(),
  go: z.object({ version: z.string(), os: z.string(), arch: z.string() }),
  commands: z.array(
    z.object({ command: z.array(z.string()), exitCode: z.number().int().nullable(), signal: z.string().nullable() }),
  ),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  status: z.enum(['running', 'clean', 'findings', 'failed']),
  /** Written by the program itself, with the hooks of `mapsan instrument`: sources are quoted when the report is made. */
  portable: z.literal(true).exactOptional(),
  /** How to do the same again: as arguments of `mapsan diagnose`. Absent in runs of before it was kept, or when it cannot be said so. */
  repeat: z.object({ args: z.array(z.string()), programArgs: z.array(z.string()), forMs: z.number().exactOptional(), testsOnly: z.boolean() }).exactOptional(),
  /** What else lies in the folder, relative to it. */
  files: z.array(z.string()),
})

/** What a run was asked to do. */
export interface Repeat {
  readonly args: readonly string[]
  readonly programArgs: readonly string[]
  readonly forMs?: number
  readonly testsOnly: boolean
}

export interface RunRecord extends RunSummary {
  readonly schema: typeof recordSchema
  readonly repeat?: Repeat
  readonly files: readonly string[]
}

const anySchema = z.object({ schema: z.number().int() })

/** Reads the text of a run.json; `path` is for the message when it is not one. */
export function parseRunRecord(text: string, path: string): RunRecord {
  const json = parseJson(text, path)
  const version = anySchema.safeParse(json)
  if (version.success && version.data.schema > recordSchema) {
    throw new ToolError('RUN_FOLDER_TOO_NEW', `${path} has schema ${version.data.schema}; this MapSan reads up to ${recordSchema}`)
  }
  const record = runRecord.safeParse(json)
  if (!record.success) throw unreadable(path, z.prettifyError(record.error))
  return record.data
}

const excerpts = z.array(
  z.object({ file: z.string(), line: z.number().int(), firstLine: z.number().int(), lines: z.array(z.string()), changed: z.literal(true).exactOptional() }),
)

/** Reads the text of a sources.json: the source lines that the reports quote. */
export function parseExcerpts(text: string, path: string): readonly Excerpt[] {
  return parseAs(excerpts, text, path)
}

const lines = z.array(z.object({ file: z.string(), line: z.number().int(), text: z.string() }))

/** Reads the text of a lines.json: the statements that the findings' ids are made of. */
export function parseLines(text: string, path: string): readonly SourceLine[] {
  return parseAs(lines, text, path)
}

const suppressions = z.object({
  ignores: z.array(
    z.object({
      kind: z.enum(['comment', 'config']),
      rule: z.string().refine(isFindingRule),
      reason: z.string(),
      file: z.string(),
      line: z.number().int(),
      target: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('line'), line: z.number().int() }),
        z.object({ kind: z.literal('function'), name: z.string() }),
        z.object({ kind: z.literal('package'), pattern: z.string() }),
      ]),
    }),
  ),
  mistakes: z.array(z.string()),
  baseline: z.object({ file: z.string(), ids: z.array(z.string()) }).optional(),
})

/** Reads the text of a suppressions.json: what did not count when the run was made. */
export function parseSuppressions(text: string, path: string): Suppressions {
  const { ignores, mistakes, baseline } = parseAs(suppressions, text, path)
  return { ignores, mistakes, ...(baseline && { baseline }) }
}

function parseAs<Schema extends z.ZodType>(schema: Schema, text: string, path: string): z.infer<Schema> {
  const parsed = schema.safeParse(parseJson(text, path))
  if (!parsed.success) throw unreadable(path, z.prettifyError(parsed.error))
  return parsed.data
}

export function unreadable(path: string, reason: string, cause?: unknown): ToolError {
  return new ToolError('RUN_FOLDER_UNREADABLE', `${path} cannot be read: ${reason}`, { cause })
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw unreadable(path, 'it is not JSON', cause)
  }
}
