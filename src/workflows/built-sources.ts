import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { FilesByName, type Catalog } from '../model/catalog.ts'
import { diskPath, type ProgramOrigin } from '../model/origin.ts'

export type BuiltSource =
  | { readonly kind: 'same'; readonly text: string }
  /** There is a file, but it is not what the program was built from: its lines are others. */
  | { readonly kind: 'changed' }
  | { readonly kind: 'gone' }

/**
 * The sources that a program was built from, read when it has run. Somebody may have worked on them in the meantime:
 * those that the catalog knows are compared with it. Others, of Go and of other modules, do not change.
 */
export class BuiltSources {
  readonly #origin: ProgramOrigin
  readonly #built: FilesByName

  constructor(origin: ProgramOrigin, catalog: Catalog | undefined) {
    this.#origin = origin
    this.#built = new FilesByName(catalog ?? { files: [] })
  }

  /** `file` is what the compiler calls it. */
  async read(file: string): Promise<BuiltSource> {
    const built = this.#built.get(file)
    const path = built?.path ?? diskPath(file, this.#origin)
    const bytes = path === undefined ? undefined : await readFile(path).catch(() => undefined)
    if (bytes === undefined) return { kind: 'gone' }
    if (built !== undefined && built.hash !== '' && built.hash !== hashOf(bytes)) return { kind: 'changed' }
    return { kind: 'same', text: bytes.toString('utf8') }
  }
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
