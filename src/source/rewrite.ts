import MagicString from 'magic-string'
import type { GoSyntax } from '../syntax/go.ts'
import { lineOf } from '../syntax/positions.ts'
import type { FileRewrite, SourceEdit } from './facts.ts'
import { indexOfBytes } from '../syntax/offsets.ts'
import { constructs } from './registry.ts'

/** Something to put in at one place. */
interface Insertion {
  readonly at: number
  /** What ends there comes before what is said behind it, and that before what begins there. */
  readonly rank: 0 | 1 | 2
  /** Of the text that is enclosed: the inner one ends first, the outer one begins first. */
  readonly extent: number
  readonly text: string
}

/**
 * The source with all its edits and an import of package runtime; each line keeps its number. Undefined when tree-sitter
 * sees something else at one of the places than the type checker does: newer Go than its grammar knows, for instance.
 */
export function rewriteSource(syntax: GoSyntax, source: string, { path, name, clause, edits }: FileRewrite): string | undefined {
  const index = indexOfBytes(source)
  const placed = edits.map((edit) => ({ ...edit, start: index(edit.start), end: index(edit.end) }))
  const start = findClause(syntax, source, placed)
  if (start === undefined || /\*\/|[\r\n]/.test(path)) return undefined

  const edited = new MagicString(source)
  const insertions: Insertion[] = [
    // The compiler knows from its command line which file this is, go vet does not.
    { at: start.index, rank: 2, extent: 0, text: `/*line ${path}:${start.line}:${start.column}*/` },
    { at: index(clause), rank: 1, extent: 0, text: `; import ${name} "runtime"` },
  ]
  for (const edit of placed) {
    const { before, instead, after, behind } = constructs[edit.kind].changes(edit, (called) => `${name}.${called}`)
    const extent = edit.end - edit.start
    if (before !== undefined) insertions.push({ at: edit.start, rank: 2, extent: -extent, text: before })
    if (instead !== undefined) edited.update(edit.start, edit.end, instead)
    if (after !== undefined) insertions.push({ at: edit.end, rank: 0, extent, text: after })
    if (behind !== undefined) insertions.push({ at: edit.end, rank: 1, extent, text: behind })
  }
  insertions.sort((a, b) => a.at - b.at || a.rank - b.rank || a.extent - b.extent)
  for (const { at, text } of insertions) edited.appendLeft(at, text)
  return edited.toString()
}

interface Place {
  readonly index: number
  readonly line: number
  readonly column: number
}

/** Where the package clause begins, in a source that has at each place what the edit there is about. */
function findClause(syntax: GoSyntax, source: string, edits: readonly SourceEdit[]): Place | undefined {
  const tree = syntax.parse(source)
  try {
    const clause = tree.rootNode.namedChildren.find(({ type }) => type === 'package_clause')
    const confirmed = !tree.rootNode.hasError && edits.every(({ kind, start, end }) => {
      const node = tree.rootNode.descendantForIndex(start, end)
      return node !== null && node.startIndex === start && node.endIndex === end && constructs[kind].confirms(node)
    })
    if (clause === undefined || !confirmed) return undefined
    return { index: clause.startIndex, line: lineOf(clause), column: clause.startPosition.column + 1 }
  } finally {
    tree.delete()
  }
}
