import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'

export const fixturesFolder = resolve(import.meta.dirname, '../../fixtures')

/** A case in two modules: `racy`, whose comments say what must be reported, and `fixed`, which must stay silent. */
export interface Fixture {
  /** Such as `access/read-write`. */
  readonly name: string
  readonly racy: string
  readonly fixed: string
}

export function listFixtures(): readonly Fixture[] {
  return readdirSync(fixturesFolder).flatMap((theme) =>
    readdirSync(join(fixturesFolder, theme)).flatMap((leaf) => {
      const folder = join(fixturesFolder, theme, leaf)
      const fixture = { name: `${theme}/${leaf}`, racy: join(folder, 'racy'), fixed: join(folder, 'fixed') }
      return existsSync(fixture.racy) ? [fixture] : []
    }))
}
