import { Query, type Node } from 'web-tree-sitter'
import type { GoSyntax } from './go.ts'

/** One match of a query: its captures by name. A capture that matched several nodes has the first. */
export type Match = ReadonlyMap<string, Node>

const compiled = new WeakMap<GoSyntax, Map<string, Query>>()

/** All matches of a tree-sitter query inside `node`, in the order of the source. */
export function matchQuery(syntax: GoSyntax, node: Node, query: string): readonly Match[] {
  return compile(syntax, query).matches(node).map((match) => {
    const captures = new Map<string, Node>()
    for (const capture of match.captures) {
      if (!captures.has(capture.name)) captures.set(capture.name, capture.node)
    }
    return captures
  })
}

/** `text` as a string literal of the query language. */
export function quoteForQuery(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n').replaceAll('\t', '\\t')}"`
}

function compile(syntax: GoSyntax, source: string): Query {
  let queries = compiled.get(syntax)
  if (queries === undefined) compiled.set(syntax, (queries = new Map()))
  let query = queries.get(source)
  if (query === undefined) queries.set(source, (query = new Query(syntax.language, source)))
  return query
}
