import type { Node } from 'web-tree-sitter'

/** The line of a node's first character. Lines count from 1, as Go's do. */
export function lineOf(node: Node): number {
  return node.startPosition.row + 1
}

/** Where the text could not be parsed: the lines of tree-sitter's ERROR and missing nodes. */
export function errorLines(root: Node): readonly number[] {
  if (!root.hasError) return []
  const lines: number[] = []
  const visit = (node: Node): void => {
    if (node.isError || node.isMissing) lines.push(lineOf(node))
    else if (node.hasError) node.children.forEach(visit)
  }
  visit(root)
  return lines
}
