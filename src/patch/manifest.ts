import { createHash } from 'node:crypto'
import { z } from 'zod'

/** What instrument has done to a module, or is about to do. It lies in `.mapsan/instrument`, beside what it needs to undo it. */
export const manifestSchema = 1

const entry = z.object({
  /** Relative to the module's folder, with slashes. */
  path: z.string().regex(/^(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$)).+$/),
  /** SHA-256 of the file as it was; null when there was none. */
  before: z.string().nullable(),
  /** And as it is made. */
  after: z.string(),
})

const manifest = z.object({
  schema: z.literal(manifestSchema),
  mapsan: z.string(),
  /** `applying` and `reverting` are what an interrupted call leaves behind. */
  state: z.enum(['applying', 'applied', 'reverting']),
  /** What was asked for. */
  patterns: z.array(z.string()),
  entries: z.array(entry),
  /** Folders that were made for all this, the innermost first. */
  folders: z.array(z.string()),
})

export type Manifest = Readonly<z.infer<typeof manifest>>
export type ManifestEntry = Manifest['entries'][number]

/** Undefined when it is none: nothing is begun before the whole of it is there. */
export function parseManifest(bytes: Uint8Array): Manifest | undefined {
  try {
    return manifest.safeParse(JSON.parse(Buffer.from(bytes).toString('utf8'))).data
  } catch {
    return undefined
  }
}

export function writeManifest(value: Manifest): Buffer {
  return Buffer.from(`${JSON.stringify(value, undefined, 2)}\n`)
}

export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
