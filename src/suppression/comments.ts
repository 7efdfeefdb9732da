import type { Node } from 'web-tree-sitter'
import { isFindingRule, ruleIds } from '../model/rule.ts'
import type { Ignore } from '../model/suppression.ts'
import { loadGoSyntax } from '../syntax/go.ts'
import { lineOf } from '../syntax/positions.ts'

export interface FoundComments {
  readonly ignores: readonly Ignore[]
  readonly mistakes: readonly string[]
}

const marker = 'mapsan:ignore'
const form = /^\/\/\s*mapsan:ignore(?:\s+(\S+))?(?:\s+(.*\S))?\s*$/s

/** `// mapsan:ignore <rule> <reason>` at the end of a line is about that line; on a line of its own, about the next one with code. */
export async function findIgnoreComments(source: string, file: string, shownAs: string): Promise<FoundComments> {
  if (!source.includes(marker)) return { ignores: [], mistakes: [] }
  const tree = (await loadGoSyntax()).parse(source)
  try {
    const comments = tree.rootNode.descendantsOfType('comment')
    const lines = source.split('\n')
    const read = comments.filter(({ text }) => form.test(text)).map((comment) => readComment(comment, lines, file, shownAs))
    return {
      ignores: read.filter((one) => typeof one !== 'string'),
      mistakes: read.filter((one) => typeof one === 'string'),
    }
  } finally {
    tree.delete()
  }
}

/** The ignore, or what is wrong with it. */
function readComment(comment: Node, lines: readonly string[], file: string, shownAs: string): Ignore | string {
  const [, rule, reason] = form.exec(comment.text) ?? []
  const line = lineOf(comment)
  const wrong = (what: string): string => `${shownAs}:${line}: ${what}, so it ignores nothing. Write // ${marker} <rule> <reason>.`
  if (rule === undefined) return wrong(`${marker} names no rule`)
  if (!isFindingRule(rule)) return wrong(`${marker} names an unknown rule ${JSON.stringify(rule)} (known: ${ruleIds.join(', ')}, and those of \`mapsan lint\`, such as MAP-001)`)
  if (reason === undefined) return wrong(`${marker} ${rule} gives no reason`)
  return { kind: 'comment', rule, reason, file, line, target: { kind: 'line', line: lineMeant(line, lines) } }
}

function lineMeant(line: number, lines: readonly string[]): number {
  const hasNoCode = (text: string): boolean => /^\s*(\/\/.*)?$/s.test(text)
  if (!hasNoCode(lines[line - 1] ?? '')) return line
  const next = lines.findIndex((text, index) => index >= line && !hasNoCode(text))
  return next < 0 ? line : next + 1
}
