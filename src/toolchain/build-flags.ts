import { ToolError } from '../errors.ts'
import { isOff, writeFlag, type GoFlag } from './go-arguments.ts'
import { matchesPackage } from './package-pattern.ts'
import type { GoPackage } from './packages.ts'
import { joinQuoted, splitQuoted } from './quoted.ts'

/**
 * Turns the compiler's own versions of sync/atomic and others into calls, which the hooked sync/atomic then answers
 * (cmd/compile: ssagen.findIntrinsic, go1.24-1.27).
 */
const intrinsicsOff = '-d=ssa/intrinsics/off'

export interface BuildFlagsRequest {
  /** The overlay.json that MapSan has made; the user's own is merged into it. */
  readonly overlay: string
  /** The user's flags in the order in which Go looks at them: those of GOFLAGS first. */
  readonly goflags: readonly GoFlag[]
  readonly commandLine: readonly GoFlag[]
  /** The packages that have to call atomic functions for real. */
  readonly realAtomics: readonly GoPackage[]
  /** Where the go command runs; relative patterns are relative to it. */
  readonly cwd: string
}

/**
 * The flags that make a build an instrumented one. For each package Go takes the last -gcflags whose pattern matches
 * and forgets the others, so the user's come first, and ours repeat for their one package what the user's would have
 * said about it.
 */
export function buildFlags({ overlay, goflags, commandLine, realAtomics, cwd }: BuildFlagsRequest): string[] {
  const settings = [...goflags, ...commandLine].filter(isGcflags)
  return [
    `-overlay=${overlay}`,
    ...commandLine.filter(isGcflags).map(writeFlag),
    ...realAtomics.map((subject) => {
      const flags = [...compilerFlags(settings, subject, cwd), intrinsicsOff]
      return `-gcflags=${subject.importPath}=${joinQuoted(flags)}`
    }),
  ]
}

function isGcflags({ name }: GoFlag): boolean {
  return name === 'gcflags'
}

/** What -gcflags in this order mean for one package (cmd/go/internal/load.PerPackageFlag). */
function compilerFlags(settings: readonly GoFlag[], subject: GoPackage, cwd: string): string[] {
  let flags: string[] = []
  for (const { value = '' } of settings) {
    const [, pattern, list = ''] = /^\s*([^-][^=]*)=([\s\S]*)$/.exec(value) ?? [undefined, undefined, value]
    const matches = pattern === undefined ? subject.named : matchesPackage(pattern.trim(), subject, cwd)
    if (matches) flags = splitQuoted(list)
  }
  return flags
}

/** One value for GOFLAGS that says what it said before and instruments every build as well. */
export function goflagsValue({ goflags, ...request }: Omit<BuildFlagsRequest, 'commandLine'>): string {
  const kept = goflags.filter(({ name }) => name !== 'overlay').map(writeFlag)
  return joinQuoted([...kept, ...buildFlags({ ...request, goflags, commandLine: [] })])
}

/** The value that counts when a flag is given several times. */
export function lastValue(flags: readonly GoFlag[], name: string): string | undefined {
  return flags.findLast((flag) => flag.name === name)?.value
}

const sanitizers = ['race', 'msan', 'asan'] as const

/** -race, -msan or -asan, when one of them is on. */
export function conflictingSanitizer(flags: readonly GoFlag[]): string | undefined {
  const last = (name: string): GoFlag | undefined => flags.findLast((flag) => flag.name === name)
  return sanitizers.find((name) => last(name) !== undefined && !isOff(last(name)))
}

export function checkSanitizers(flags: readonly GoFlag[]): void {
  const name = conflictingSanitizer(flags)
  if (name === undefined) return
  const why =
    name === 'race'
      ? 'the race detector and MapSan use the same hooks of the Go runtime, so a binary can have only one of them'
      : 'a binary can have only one sanitizer, and this one looks for memory errors of C, not for races on maps'
  throw new ToolError('CONFLICTING_SANITIZER', `-${name} cannot be combined with MapSan: ${why}`)
}
