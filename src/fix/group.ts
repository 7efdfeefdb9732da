import type { Finding, MapVariable } from '../model/finding.ts'

/** The findings about one variable: they are mended together. */
export interface Group {
  /** The same before and after an edit that moves lines. */
  readonly key: string
  readonly findings: readonly Finding[]
  /** Absent when no variable is known whose accesses can be looked at. */
  readonly variable?: MapVariable & { readonly declaredAt: NonNullable<MapVariable['declaredAt']> }
  /** Where the variable is used, when that is all that is known of it. */
  readonly use?: { readonly file: string; readonly line: number; readonly expression: string }
  /** `s.prices (field prices of *shop)` */
  readonly subject: string
  /** Why there is no such variable. */
  readonly why?: string
}

const mendable: ReadonlySet<MapVariable['kind']> = new Set(['field', 'package variable', 'local variable'])

export function groupByVariable(findings: readonly Finding[]): readonly Group[] {
  const groups = new Map<string, Finding[]>()
  for (const finding of findings) {
    const key = keyOf(finding)
    const known = groups.get(key)
    if (known === undefined) groups.set(key, [finding])
    else known.push(finding)
  }
  return [...groups].map(([key, members]) => describe(key, members))
}

function keyOf({ id, map: { variable } }: Finding): string {
  if (variable?.declaredAt === undefined || !mendable.has(variable.kind)) return `finding ${id.replace(/-\d+$/, '')}`
  return `${variable.description} in ${variable.declaredAt.file}`
}

function describe(key: string, findings: readonly Finding[]): Group {
  const map = findings[0]?.map
  const variable = map?.variable
  const subject = map?.expression === undefined ? `a map of type ${map?.type ?? 'map'}` : `${map.expression}${variable ? ` (${variable.description})` : ''}`
  const common = { key, findings, subject }
  if (variable === undefined) return { ...common, why: 'it is not certain which variable holds the map' }
  const { declaredAt } = variable
  if (findings.some(({ rule }) => rule === 'owner')) return { ...common, why: 'it is declared to have one owner at a time, which a lock would not give it: hand it over by a channel or a go statement, or take the comment away' }
  if (declaredAt === undefined || !mendable.has(variable.kind)) return { ...common, why: `the map is the ${variable.description}: which variables hold the same map is not known` }
  return { ...common, variable: { ...variable, declaredAt } }
}
