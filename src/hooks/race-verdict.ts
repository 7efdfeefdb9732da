import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { loadGoSyntax } from '../syntax/go.ts'
import { applySites } from './apply.ts'
import { findEntry, storeEntry } from './overlay-cache.ts'
import { readUserOverlay } from './user-overlay.ts'

export interface VerdictRequest {
  /** A Go that may be overlaid: from go1.25 on, it must not lie in the module cache. */
  readonly goroot: string
  readonly goVersion: string
  readonly cacheDir: string
  readonly userOverlay?: string
  readonly cwd: string
}

const file = 'testing/testing.go'

/** Where package testing asks how many races there were, to fail the test that runs (checkRaces and others, go1.24-1.27). */
const site = {
  file,
  query: '((call_expression function: (selector_expression) @function) @call (#eq? @function "race.Errors"))',
  count: 5,
  edits: [{ do: 'replace', at: 'call', text: '(0 * race.Errors())' }],
} as const

/**
 * An overlay with a package testing in which a race does not fail its test: not every race counts, and package testing
 * knows nothing of that. The race detector itself stays what it is.
 */
export async function buildVerdictOverlay({ goroot, goVersion, cacheDir, userOverlay, cwd }: VerdictRequest): Promise<string> {
  const user = await readUserOverlay(userOverlay, cwd)
  const path = join(goroot, 'src', file)
  const source = await readFile(user.read(path), 'utf8')
  const key = createHash('sha256').update(JSON.stringify([goroot, site, user.replace, source])).digest('hex').slice(0, 32)
  const folder = join(cacheDir, 'overlay', key)
  if ((await findEntry(folder)) === undefined) {
    const syntax = await loadGoSyntax()
    const text = user.explain(path, () => applySites(syntax, { file, source, goVersion }, [{ id: 'race.verdict', site }])) ?? source
    await storeEntry(folder, [{ replaces: path, name: file, text }], user.replace)
  }
  return join(folder, 'overlay.json')
}
