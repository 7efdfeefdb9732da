import type { Finding } from '../../model/finding.ts'
import { diskPath, ownFrameOf } from '../../model/origin.ts'
import { placeKey } from '../../model/lines.ts'
import { report } from '../report.ts'
import type { Session } from '../session.ts'

/** Marks what has happened in a run at the place of a finding; such findings come first. */
export async function joinRun(findings: readonly Finding[], folder: string | undefined, { cwd }: Session): Promise<readonly Finding[]> {
  if (folder === undefined) return findings
  const recorded = await report({ cwd }, { folder, formats: [], failOn: 'never' })
  const byPlace = new Map<string, Finding[]>()
  for (const finding of recorded.report.findings) {
    for (const access of finding.accesses) {
      const frame = ownFrameOf(access, recorded.report.run)
      const file = frame && diskPath(frame.file, recorded.report.run)
      if (frame && file !== undefined) byPlace.set(placeKey({ file, line: frame.line }), [...(byPlace.get(placeKey({ file, line: frame.line })) ?? []), finding])
    }
  }
  const joined = findings.map((finding) => {
    const [place] = finding.accesses[0].stack
    const seen = place === undefined ? [] : [...new Set(byPlace.get(placeKey(place)))]
    return seen.length > 0 && finding.lint ? { ...finding, lint: { ...finding.lint, seen: seen.map(({ id, rule, count }) => ({ id, rule, count })) } } : finding
  })
  return joined.toSorted((a, b) => Number(b.lint?.seen !== undefined) - Number(a.lint?.seen !== undefined))
}
