import { z } from 'zod'
import { ToolError } from '../errors.ts'
import type { GoInstallation } from './go.ts'
import { runProcess } from './process.ts'

const listedPackage = z.object({
  ImportPath: z.string(),
  Dir: z.string().default(''),
  Name: z.string().default(''),
  Standard: z.boolean().default(false),
  DepOnly: z.boolean().default(false),
  ForTest: z.string().default(''),
  GoFiles: z.array(z.string()).default([]),
  CgoFiles: z.array(z.string()).default([]),
  TestGoFiles: z.array(z.string()).default([]),
  XTestGoFiles: z.array(z.string()).default([]),
  EmbedFiles: z.array(z.string()).default([]),
  TestEmbedFiles: z.array(z.string()).default([]),
  XTestEmbedFiles: z.array(z.string()).default([]),
  Imports: z.array(z.string()).default([]),
  Module: z.object({ Path: z.string(), Main: z.boolean().default(false), Dir: z.string().default(''), GoVersion: z.string().default('') }).optional(),
  Error: z.object({ Err: z.string().default('') }).optional(),
})

/** What go list says of a package, of one of the variants that tests need, or of the program that go test makes up. */
export type ListedPackage = z.infer<typeof listedPackage>

/** With what shim/golist reads besides. */
const fields = [...Object.keys(listedPackage.shape), 'ImportMap', 'Export'].join(',')

export interface GoListRequest {
  readonly go: GoInstallation
  readonly cwd: string
  readonly patterns: readonly string[]
  /** Such as -test. */
  readonly flags: readonly string[]
  readonly stop?: AbortSignal
  /** Takes what Go itself printed when it could not even list the packages. */
  readonly relay: (text: string) => void
}

export interface GoListing {
  /** What go list printed. */
  readonly text: string
  readonly packages: readonly ListedPackage[]
}

/** The named packages and all that they depend on, dependencies first; also those that Go cannot load. */
export async function goList({ go, cwd, patterns, flags, stop, relay }: GoListRequest): Promise<GoListing> {
  // A profile makes go list name a package once per program (`pkg [main]`); it does not change which files are built.
  const args = ['list', '-e', '-deps', `-json=${fields}`, ...flags, '-pgo=off', '--', ...patterns]
  const { exitCode, stdout, stderr } = await runProcess({ file: go.goBinary, args, cwd, env: go.env, stdio: 'capture', ...(stop && { stop }) })
  if (exitCode === 0) return { text: stdout, packages: parseJsonStream(stdout) }
  relay(stderr)
  throw new ToolError('BAD_PACKAGE', `\`go list\` failed for ${patterns.join(' ')} in ${cwd}`)
}

/** go list writes one indented object after the other; only the closing brace of an object stands in the first column. */
function parseJsonStream(text: string): ListedPackage[] {
  const objects = text.split(/^\}$/m).filter((part) => part.trim() !== '')
  return objects.map((object) => listedPackage.parse(JSON.parse(`${object}}`)))
}

/** The main package that go test makes up. */
export function isTestMain({ Name, ImportPath }: ListedPackage): boolean {
  return Name === 'main' && ImportPath.endsWith('.test')
}
