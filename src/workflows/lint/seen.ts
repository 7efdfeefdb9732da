import type { Finding } from '../../model/finding.ts'
import { placeKey } from '../../model/lines.ts'
import { diskPath, ownFrameOf, type ProgramOrigin } from '../../model/origin.ts'
import { report } from '../report.ts'
import type { Session } from '../session.ts'

/** Joins findings with those of a recorded run. */
export async function joinRun(findings: readonly Finding[], folder: string | undefined, { cwd }: Session): Promise<readonly Finding[]> {
  if (folder === undefined) return findings
  const recorded = await report({ cwd }, { folder, formats: [], failOn: 'never' })
  return markSeen(findings, recorded.report.findings, recorded.report.run)
}

/** Marks what has happened in a run at the very place of a finding; such findings come first. */
export function markSeen(findings: readonly Finding[], recorded: readonly Finding[], origin: ProgramOrigin): readonly Finding[] {
  const byPlace = new Map<string, Finding[]>()
  for (const finding of recorded) {
    for (const key of new Set(finding.accesses.flatMap((access) => keyOf(access, origin)))) byPlace.set(key, [...(byPlace.get(key) ?? []), finding])
  }
  const marked = findings.map((finding) => {
    const [place] = finding.accesses[0].stack
    const seen = (place && byPlace.get(placeKey(place))) ?? []
    return seen.length > 0 && finding.lint ? { ...finding, lint: { ...finding.lint, seen: seen.map(({ id, rule, count }) => ({ id, rule, count })) } } : finding
  })
  // The sort is stable.
  return marked.toSorted((a, b) => Number(b.lint?.seen !== undefined) - Number(a.lint?.seen !== undefined))
}

function keyOf(access: Finding['accesses'][0], origin: ProgramOrigin): readonly string[] {
  const frame = ownFrameOf(access, origin)
  const file = frame && diskPath(frame.file, origin)
  return frame && file !== undefined ? [placeKey({ file, line: frame.line })] : []
}
