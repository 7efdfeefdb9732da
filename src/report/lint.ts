import type { Finding } from '../model/finding.ts'
import { grouped } from './text.ts'

/** The strongest mark that a finding of a rule can have: it has happened. */
export function describeSeen({ lint }: Finding): string | undefined {
  const seen = lint?.seen ?? []
  const [first] = seen
  if (first === undefined) return undefined
  const count = seen.reduce((total, one) => total + one.count, 0)
  const others = seen.length > 1 ? ` and ${seen.length - 1} more` : ''
  return `SEEN IN THE RUN ${count === 1 ? 'once' : `${grouped(count)} times`}: ${first.rule} ${first.id}${others}`
}
