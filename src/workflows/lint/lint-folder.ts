import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { lintFiles, type LintScope, type RawFinding } from '../../rules/engine.ts'
import type { Rule } from '../../rules/rule.ts'
import type { GoSyntax } from '../../syntax/go.ts'
import type { GoFolder } from './folders.ts'

export interface LintedFolder {
  readonly folder: string
  readonly findings: readonly RawFinding[]
  readonly files: number
  readonly lines: number
  /** Files with comments that may be ignores. */
  readonly marked: readonly string[]
  /** Files that could not be read. */
  readonly unreadable: readonly string[]
}

/** Reads and lints the files of one folder. */
export function lintFolder(syntax: GoSyntax, { path, importPath, files }: GoFolder, rules: readonly Rule[], scope: LintScope): LintedFolder {
  const unreadable: string[] = []
  const sources = files.flatMap((name) => {
    const file = join(path, name)
    try {
      return [{ path: file, importPath, text: readFileSync(file, 'utf8') }]
    } catch {
      unreadable.push(file)
      return []
    }
  })
  const lines = sources.reduce((total, { text }) => total + countLines(text), 0)
  return { folder: path, findings: lintFiles(syntax, sources, rules, scope), files: sources.length, lines, marked: sources.filter(({ text }) => text.includes('mapsan:')).map((source) => source.path), unreadable }
}

function countLines(text: string): number {
  let lines = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++
  return lines
}
