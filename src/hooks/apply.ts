import MagicString from 'magic-string'
import type { Node } from 'web-tree-sitter'
import { ToolError } from '../errors.ts'
import { findFunctions } from '../syntax/functions.ts'
import type { GoSyntax } from '../syntax/go.ts'
import { matchQuery, type Match } from '../syntax/query.ts'
import type { Edit, Site, Takeover } from './hook.ts'

/** A site with the name of the hook that it belongs to, for the message when it does not match. */
export interface NamedSite {
  readonly id: string
  readonly site: Site
}

export interface SourceFile {
  /** Below GOROOT/src. */
  readonly file: string
  readonly source: string
  readonly goVersion: string
}

/**
 * The source with all sites edited; undefined when they change nothing. Every query looks at the source as it was, so
 * the order of the sites does not matter. Throws HOOK_ANCHOR_MISSING when one of them does not match as often as it says.
 */
export function applySites(syntax: GoSyntax, original: SourceFile, sites: readonly NamedSite[]): string | undefined {
  const { file, source, goVersion } = original
  const edited = new MagicString(source)
  const tree = syntax.parse(source)
  for (const { id, site } of sites) {
    const matches = scopeOf(tree.rootNode, site)?.flatMap((node) => matchQuery(syntax, node, site.query)) ?? []
    if (matches.length !== site.count) {
      const where = site.function === undefined ? file : `${file}, function ${site.function},`
      throw anchorMissing(id, where, site.count, matches.length, goVersion)
    }
    for (const match of matches) {
      for (const edit of site.edits) applyEdit(edited, match, edit)
    }
  }
  tree.delete()
  return edited.hasChanged() ? edited.toString() : undefined
}

/** The text that takes the place of a whole file, if the file is the one that the hook knows. */
export function applyTakeover({ id, marker, count, text }: Takeover, { file, source, goVersion }: SourceFile): string {
  const found = source.split(marker).length - 1
  if (found !== count) throw anchorMissing(id, file, count, found, goVersion)
  return text
}

function scopeOf(root: Node, site: Site): readonly Node[] | undefined {
  if (site.function === undefined) return [root]
  const functions = findFunctions(root, site.function)
  return functions.length === 1 ? functions : undefined
}

function applyEdit(edited: MagicString, match: Match, edit: Edit): void {
  const text = edit.text.replace(/@(\w+)/g, (_, name: string) => captured(match, name).text)
  if (edit.do === 'append to the file') {
    edited.append(`${text}\n`)
    return
  }
  if (text.includes('\n')) throw new Error(`an edit would move the lines below it: ${text}`)
  const { startIndex, endIndex, startPosition, endPosition } = captured(match, edit.at)
  switch (edit.do) {
    case 'replace':
      edited.update(startIndex, endIndex, text + '\n'.repeat(endPosition.row - startPosition.row))
      break
    case 'insert before':
      edited.appendLeft(startIndex, text)
      break
    case 'insert after':
      edited.appendLeft(endIndex, text)
      break
  }
}

function captured(match: Match, name: string): Node {
  const node = match.get(name)
  if (node === undefined) throw new Error(`the query has no capture @${name}`)
  return node
}

function anchorMissing(id: string, where: string, expected: number, found: number, goVersion: string): ToolError {
  return new ToolError(
    'HOOK_ANCHOR_MISSING',
    `Hook ${id} does not fit ${goVersion}: in ${where} it expects ${expected} ${expected === 1 ? 'place' : 'places'}, and found ${found}.`,
  )
}
