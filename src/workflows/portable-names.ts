import { lineNames } from '../analysis/line-names.ts'
import { parseCatalog } from '../run/catalog.ts'
import type { GoInstallation } from '../toolchain/go.ts'
import { startTypeinfo } from '../toolchain/typeinfo.ts'
import type { Session } from './session.ts'

interface Named {
  readonly go: GoInstallation
  readonly cache: string
  readonly cwd: string
  /** The module's folder. */
  readonly root: string
  /** What go list printed. */
  readonly listing: string
}

/** The names that maps, locks and goroutines have in the sources. */
export interface PortableNames {
  /** Files of a catalog: lines of JSON, with `$MODULE` for the module's folder, which is another one where the program is built. */
  readonly catalog: readonly string[]
  /** Those that the program itself says. */
  readonly lines: readonly string[]
}

/** That there are none must not cost the user anything else. */
export async function portableNames({ shimDir, progress, interrupt }: Session, { go, cache, cwd, root, listing }: Named): Promise<PortableNames> {
  try {
    const { catalog } = await startTypeinfo({ go, cache, cwd, listing, shimDir, selecting: [], userOverlay: undefined, flags: [], compile: (work) => work(), stop: interrupt })
    const inside = JSON.stringify(`${root}/`).slice(0, -1)
    const files = parseCatalog(await catalog)?.files ?? []
    return {
      catalog: files.map((file) => JSON.stringify({ ...file, hash: '' }).replaceAll(inside, '"$MODULE/')),
      lines: lineNames(files, root),
    }
  } catch (error) {
    progress.note(`maps will be without their names: ${error instanceof Error ? error.message : String(error)}`)
    return { catalog: [], lines: [] }
  }
}
