import type { MapSite } from '../../model/catalog.ts'
import type { RawFinding } from '../../rules/engine.ts'
import { parseCatalog } from '../../run/catalog.ts'
import { cacheFolder } from '../../toolchain/cache.ts'
import { findGo, type GoInstallation } from '../../toolchain/go.ts'
import { listPackages } from '../../toolchain/packages.ts'
import { startTypeinfo } from '../../toolchain/typeinfo.ts'
import type { Session } from '../session.ts'
import { dirname } from 'node:path'

export interface Decided {
  readonly findings: readonly RawFinding[]
  /** What was left out, and why. */
  readonly warnings: readonly string[]
  readonly go?: GoInstallation
}

export type Decide = (session: Session, cwd: string, findings: readonly RawFinding[]) => Promise<Decided>

/** Asks for types, which can take a second, and until it is asked again recalls what was said. What was not asked for is left out. */
export function rememberTypes(): { readonly ask: Decide; readonly recall: Decide } {
  let last: Decided = { findings: [], warnings: [] }
  let maps: ReadonlySet<string> = new Set()
  const keyOf = ({ rule, file, place, questions }: RawFinding): string => JSON.stringify([rule, file, place.function, place.text, questions.map(({ expression }) => expression)])
  return {
    async ask(session, cwd, findings) {
      last = await decideByTypes(session, cwd, findings)
      const kept = new Set(last.findings.map(({ rule, file, place }) => JSON.stringify([rule, file, place])))
      maps = new Set(findings.filter(({ rule, file, place, questions }) => questions.length > 0 && kept.has(JSON.stringify([rule, file, place]))).map(keyOf))
      return last
    },
    recall: (_session, _cwd, findings) => Promise.resolve({ ...last, findings: findings.filter((one) => one.questions.length === 0 || maps.has(keyOf(one))) }),
  }
}

/**
 * Where the sources of a package do not say whether an expression is a map, the catalog of types does. It is made only when
 * there is such a place. Where it cannot be had, what is not certain is not reported.
 */
export async function decideByTypes(session: Session, cwd: string, findings: readonly RawFinding[]): Promise<Decided> {
  const open = findings.filter(({ questions }) => questions.length > 0)
  if (open.length === 0) return { findings, warnings: [] }
  const certain = findings.filter(({ questions }) => questions.length === 0)
  try {
    const go = await findGo({ cwd, env: session.env })
    const sites = await session.progress.during('asking Go for types', () => mapSites(session, cwd, go, [...new Set(open.map(({ file }) => dirname(file)))]))
    const maps = open.filter(({ file, questions }) => questions.every(({ line, expression }) => sites(file).some((site) => site.expression === expression && site.first <= line && line <= site.last)))
    return { findings: [...certain, ...maps.map((finding) => ({ ...finding, questions: [] }))], warnings: [], go }
  } catch (error) {
    const places = open.length === 1 ? '1 place was' : `${open.length} places were`
    const reason = error instanceof Error ? error.message : String(error)
    return { findings: certain, warnings: [`Types are known from syntax alone: ${places} left out, where only Go can say whether they use a map (${reason}).`] }
  }
}

async function mapSites(session: Session, cwd: string, go: GoInstallation, folders: readonly string[]): Promise<(file: string) => readonly MapSite[]> {
  const { packages, text } = await listPackages({ go, cwd, patterns: folders, flags: go.goflagList, tests: false, relay: () => {} })
  const { catalog } = await startTypeinfo({
    go, cwd, listing: text, shimDir: session.shimDir, cache: cacheFolder(session.env, session.cwd), selecting: [], userOverlay: undefined, flags: ['-pgo=off'],
    also: packages.filter(({ named }) => named).map(({ importPath }) => importPath),
    compile: (work) => work(),
    stop: session.interrupt,
  })
  const sites = new Map((parseCatalog(await catalog)?.files ?? []).map((file) => [file.path, file.sites]))
  return (file) => sites.get(file) ?? []
}
