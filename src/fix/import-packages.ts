import type { Edit } from './edit.ts'
import type { FileFacts } from './facts.ts'

/** A package of the standard library that edits in a file use by its name. */
export interface Import {
  readonly file: string
  readonly path: string
}

/** What it takes for a file to import packages; gofmt puts them in their places. */
export function importPackages({ path: file, imports, clause, importStart, importEnd }: FileFacts, paths: readonly string[], source: string): readonly Edit[] {
  const specs = [...new Set(paths)].filter((path) => !imports.includes(path)).map((path) => `"${path}"`).sort()
  if (specs.length === 0) return []
  if (importEnd === 0) return [{ file, start: clause, end: clause, text: `\n\nimport ${specs.length === 1 ? specs[0] : `(\n${specs.join('\n')}\n)`}` }]
  const declaration = source.slice(importStart, importEnd)
  const opening = /^import\s*\(/.exec(declaration)
  if (opening !== null) {
    const at = importStart + opening[0].length
    return [{ file, start: at, end: at, text: `\n${specs.join('\n')}` }]
  }
  const spec = declaration.replace(/^import\s*/, '')
  return [{ file, start: importStart, end: importEnd, text: `import (\n${[spec, ...specs].join('\n')}\n)` }]
}
