import { parseRewrites, type FileRewrite } from '../source/facts.ts'
import { rewriteFiles } from '../source/rewritten-files.ts'
import { buildFlags } from '../toolchain/build-flags.ts'
import { PendingCatalog } from './catalog.ts'
import type { Instrumentation } from './instrument.ts'
import type { Session } from './session.ts'

/** The same build, of sources that tell the engine of the variables that hold maps, and of len. */
export async function watchVariables(session: Session, build: Instrumentation): Promise<Instrumentation> {
  const catalog = await PendingCatalog.start(session, build)
  const { go, cache, cwd, flags, realAtomics, overlay } = build
  const embedded = new Set(build.packages.flatMap((one) => one.embedded))
  const facts = await factsOf(catalog, session)
  // An overlay decides on what is embedded, too, and a program must find in itself what it would find without MapSan.
  const rewrites = facts.filter(({ path }) => !embedded.has(path))
  for (const { path } of facts.filter(({ path }) => embedded.has(path))) session.progress.note(`${path}: map variables are not watched, its text is embedded`)
  if (rewrites.length === 0) return { ...build, catalog }
  noteCoverage(build, session)
  const { overlay: path, replaced, leftAlone } = await rewriteFiles({ rewrites, cache, overlay: overlay.path, moduleCache: go.gomodcache })
  for (const file of leftAlone) session.progress.note(`${file}: map variables are not watched, its text cannot be rewritten with certainty`)
  return {
    ...build,
    catalog,
    overlay: { ...overlay, path, replaced: [...overlay.replaced, ...replaced].sort() },
    buildFlags: buildFlags({ overlay: path, goflags: go.goflagList, commandLine: flags, realAtomics, cwd }),
  }
}

/** The go command (go1.24-1.27) gives cmd/cover the sources themselves, whatever an overlay puts in their place. */
function noteCoverage({ go, flags }: Instrumentation, { progress }: Session): void {
  const covered = [...go.goflagList, ...flags].some(({ name, value }) => name.startsWith('cover') && value !== 'false')
  if (covered) progress.note('variables that hold maps, and len, are not watched in the packages whose coverage is measured: Go builds those from the sources themselves')
}

/** Maps are watched all the same where their variables cannot be. */
async function factsOf(catalog: PendingCatalog, { progress }: Session): Promise<readonly FileRewrite[]> {
  const text = await catalog.text()
  if (text === undefined) return []
  try {
    return parseRewrites(text)
  } catch (error) {
    progress.note(`map variables are not watched: ${error instanceof Error ? error.message : String(error)}`)
    return []
  }
}
