import type { Catalog } from '../model/catalog.ts'
import { displayPath, type ProgramOrigin } from '../model/origin.ts'

/** Comments that look like a declaration of how a map is shared, and are none. */
export function describeMistakes(catalog: Catalog | undefined, origin: ProgramOrigin): readonly string[] {
  return (catalog?.files ?? []).flatMap(({ path, mistakes = [] }) =>
    mistakes.map(({ line, message }) => `${displayPath(path, origin)}:${line}: ${message}; so it declares nothing.`))
}
