import type { Edit } from './edit.ts'
import type { FileFacts } from './facts.ts'

/** What it takes for a file to import package sync; gofmt puts it in its place. */
export function importSync({ path, imports, clause, importStart, importEnd }: FileFacts, source: string): readonly Edit[] {
  if (imports.includes('sync')) return []
  if (importEnd === 0) return [{ file: path, start: clause, end: clause, text: '\n\nimport "sync"' }]
  const declaration = source.slice(importStart, importEnd)
  const opening = /^import\s*\(/.exec(declaration)
  if (opening !== null) {
    const at = importStart + opening[0].length
    return [{ file: path, start: at, end: at, text: '\n"sync"' }]
  }
  const spec = declaration.replace(/^import\s*/, '')
  return [{ file: path, start: importStart, end: importEnd, text: `import (\n${spec}\n"sync"\n)` }]
}
