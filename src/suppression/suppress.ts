import type { Access, Finding } from '../model/finding.ts'
import { diskPath, displayPath, ownFrameOf, packageOf, userFrameOf, type ProgramOrigin } from '../model/origin.ts'
import type { Ignore, Suppression, SuppressionOutcome, Suppressions } from '../model/suppression.ts'

/** Marks the findings that do not count, and says which suppressions had nothing to do. */
export function suppress(
  findings: readonly Finding[],
  { ignores, mistakes, baseline }: Suppressions,
  origin: ProgramOrigin,
): SuppressionOutcome & { readonly findings: readonly Finding[] } {
  const matchers = ignores.map((ignore) => ({ ignore, matches: matcherOf(ignore, origin) }))
  const known = new Set(baseline?.ids)
  const used = new Set<Ignore>()
  const met = new Set<string>()
  const marked = findings.map((finding) => {
    const matching = matchers.filter(({ ignore, matches }) => ignore.rule === finding.rule && finding.accesses.some(matches))
    for (const { ignore } of matching) used.add(ignore)
    if (known.has(finding.id)) met.add(finding.id)
    const [first] = matching
    const suppression: Suppression | undefined = first
      ? { kind: first.ignore.kind, reason: first.ignore.reason, file: first.ignore.file, line: first.ignore.line }
      : baseline && known.has(finding.id) ? { kind: 'baseline', file: baseline.file } : undefined
    return suppression ? { ...finding, suppression } : finding
  })
  const unused = ignores.filter((ignore) => !used.has(ignore)).map((ignore) => describeUnused(ignore, origin))
  const gone = known.size - met.size
  return {
    findings: marked,
    unusedSuppressions: [...mistakes, ...unused, ...(baseline && gone > 0 ? [describeGone(gone, baseline.file)] : [])],
    ...(baseline && { baseline: baseline.file }),
  }
}

function matcherOf({ file, target }: Ignore, origin: ProgramOrigin): (access: Access) => boolean {
  switch (target.kind) {
    case 'line':
      return (access) => {
        const frame = ownFrameOf(access, origin)
        return frame !== undefined && frame.line === target.line && diskPath(frame.file, origin) === file
      }
    case 'function': {
      const closures = `${target.name}.func`
      return ({ stack }) => stack.some((frame) => frame.function === target.name || frame.function.startsWith(closures))
    }
    case 'package': {
      const inside = packageMatcher(target.pattern)
      return (access) => inside(packageOf(userFrameOf(access, origin)?.function ?? ''))
    }
  }
}

/** As for the go command: `example.com/lib/...` is the package and all below it. */
function packageMatcher(pattern: string): (path: string) => boolean {
  if (!pattern.endsWith('/...')) return (path) => path === pattern
  const root = pattern.slice(0, -'/...'.length)
  return (path) => path === root || path.startsWith(`${root}/`)
}

function describeUnused({ file, line, target, rule }: Ignore, origin: ProgramOrigin): string {
  const what = { line: `mapsan:ignore ${rule}`, function: 'this function', package: 'this package' }[target.kind]
  const named = target.kind === 'line' ? what : `the ignore of ${target.kind === 'function' ? target.name : target.pattern}`
  return `${displayPath(file, origin)}:${line}: ${named} matched no race of this run.`
}

function describeGone(count: number, file: string): string {
  return count === 1 ? `1 race of ${file} did not happen in this run.` : `${count} races of ${file} did not happen in this run.`
}
