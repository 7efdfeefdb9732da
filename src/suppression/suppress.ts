import type { Finding } from '../model/finding.ts'
import { placeKey } from '../model/lines.ts'
import { diskPath, displayPath, ownFrameOf, packageOf, userFrameOf, type ProgramOrigin } from '../model/origin.ts'
import { isLintRuleId, isRace } from '../model/rule.ts'
import type { Ignore, IgnoreTarget, Suppression, SuppressionOutcome, Suppressions } from '../model/suppression.ts'

/** Marks the findings that do not count, and says which suppressions had nothing to do. */
export function suppress(
  findings: readonly Finding[],
  { ignores, mistakes, baseline }: Suppressions,
  origin: ProgramOrigin,
): SuppressionOutcome & { readonly findings: readonly Finding[] } {
  const byKey = indexIgnores(ignores)
  const known = new Set(baseline?.ids)
  const used = new Set<Ignore>()
  const met = new Set<string>()
  const marked = findings.map((finding) => {
    const matching = byKey.size === 0 ? [] : keysOf(finding, origin).flatMap((key) => byKey.get(`${finding.rule} ${key}`) ?? [])
    for (const ignore of matching) used.add(ignore)
    if (known.has(finding.id)) met.add(finding.id)
    const [first] = matching
    const suppression: Suppression | undefined = first
      ? { kind: first.kind, reason: first.reason, file: first.file, line: first.line }
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

function indexIgnores(ignores: readonly Ignore[]): ReadonlyMap<string, readonly Ignore[]> {
  const byKey = new Map<string, Ignore[]>()
  for (const ignore of ignores) {
    const key = `${ignore.rule} ${keyOf(ignore.target, ignore.file)}`
    byKey.set(key, [...(byKey.get(key) ?? []), ignore])
  }
  return byKey
}

/** What a finding must have among its keys to be meant. */
function keyOf(target: IgnoreTarget, file: string): string {
  switch (target.kind) {
    case 'line':
      return `line ${placeKey({ file, line: target.line })}`
    case 'function':
      return `function ${target.name}`
    case 'package':
      return `package ${target.pattern}`
  }
}

/** All by which a finding can be meant: looked up, since a large run has many findings and a large module many ignores. */
function keysOf({ accesses }: Finding, origin: ProgramOrigin): readonly string[] {
  return accesses.flatMap((access) => {
    const own = ownFrameOf(access, origin)
    const file = own && diskPath(own.file, origin)
    const functions = access.stack.flatMap((frame) => enclosing(frame.function))
    const patterns = packagePatterns(packageOf(userFrameOf(access, origin)?.function ?? ''))
    return [
      ...(own && file !== undefined ? [`line ${placeKey({ file, line: own.line })}`] : []),
      ...functions.map((name) => `function ${name}`),
      ...patterns.map((pattern) => `package ${pattern}`),
    ]
  })
}

/** A function, and those that it is a closure in: `main.serve.func1.2` lies in `main.serve.func1` and in `main.serve`. */
function enclosing(symbol: string): readonly string[] {
  const outer = Array.from(symbol.matchAll(/\.func\d/g), ({ index }) => symbol.slice(0, index))
  return [symbol, ...outer]
}

/** As for the go command: `example.com/lib/...` is the package and all below it. */
function packagePatterns(path: string): readonly string[] {
  const elements = path.split('/')
  return [path, ...elements.map((_, index) => `${elements.slice(0, index + 1).join('/')}/...`)]
}

function describeUnused({ file, line, target, rule }: Ignore, origin: ProgramOrigin): string {
  const what = { line: `mapsan:ignore ${rule}`, function: 'this function', package: 'this package' }[target.kind]
  const named = target.kind === 'line' ? what : `the ignore of ${target.kind === 'function' ? target.name : target.pattern}`
  return `${displayPath(file, origin)}:${line}: ${named} matched ${isLintRuleId(rule) ? 'nothing' : `no ${isRace(rule) ? 'race' : 'breach'} of this run`}.`
}

function describeGone(count: number, file: string): string {
  return count === 1 ? `1 race of ${file} did not happen in this run.` : `${count} races of ${file} did not happen in this run.`
}
