import { z } from 'zod'
import { mapOperations, variableKinds } from '../model/finding.ts'
import type { Catalog } from '../model/catalog.ts'

/** `catalog.json`, as shim/typeinfo/catalog.go writes it; `schema` rises when a key changes its meaning. */
const catalogSchema = 1

const line = z.int().nonnegative()
const place = z.object({ file: z.string(), line })
const span = { line, column: line, first: line, last: line }

const mapSite = z.object({
  ...span,
  function: z.string(),
  operations: z.array(z.enum(mapOperations)),
  callee: z.string().optional(),
  expression: z.string(),
  types: z.array(z.string()),
  typeParameters: z.array(z.string()).optional(),
  variable: z
    .object({
      kind: z.enum(variableKinds),
      description: z.string(),
      file: z.string().optional(),
      line: line.optional(),
      mutexes: z.array(z.string()),
    })
    .optional(),
})

const catalogFile = z.object({
  path: z.string(),
  importPath: z.string(),
  alias: z.string().optional(),
  hash: z.string(),
  sites: z.array(mapSite),
  locks: z.array(z.object({ ...span, mode: z.enum(['read', 'write']), name: z.string(), declaredAt: place.optional() })),
  goroutines: z.array(z.object({ ...span, runs: z.string() })),
  mutexes: z.array(z.object({ ...span, name: z.string(), type: z.string() })),
  declarations: z
    .array(z.object({ line, kind: z.enum(['owner', 'guardedby']), commentLine: line, lock: z.string().optional(), lockDeclaredAt: place.optional() }))
    .optional(),
  mistakes: z.array(z.object({ line, message: z.string() })).optional(),
})

const catalog = z.object({ schema: z.literal(catalogSchema), files: z.array(catalogFile), problems: z.array(z.string()) })

export interface StoredCatalog extends Catalog {
  readonly schema: typeof catalogSchema
  /** What kept the catalog from being whole. */
  readonly problems: readonly string[]
}

/** A catalog of another schema, or a damaged one, is none: the report does without names. */
export function parseCatalog(text: string): StoredCatalog | undefined {
  try {
    return catalog.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
