/** Findings with and without what spares MapSan work: the texts that a rule needs, and that declarations are parsed one by one. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { lintFiles, type SourceFile } from '../../src/rules/engine.ts'
import { parseRule, type Rule } from '../../src/rules/rule.ts'
import { loadGoSyntax } from '../../src/syntax/go.ts'
import { library } from './library.ts'

const syntax = await loadGoSyntax()

export const rules: readonly Rule[] = library.map(({ rule }) => rule)

/**
 * Each rule with only the first of its conditions, then two of them, and so on: they find far more than the rules do, so that there
 * is something to compare. Not those whose texts only its conditions make sure of.
 */
export const looseRules: readonly Rule[] = library.filter(({ rule }) => rule.functions !== undefined).flatMap(({ name, text, rule }) =>
  rule.where.map((_, index) => {
    const file = { ...JSON.parse(text), id: rule.id.replace('-', `${String.fromCharCode(65 + index)}-`), where: rule.where.slice(0, index + 1) }
    return parseRule({ path: name, text: JSON.stringify(file) })
  }))

/** A rule that has to see each file as a whole, and finds nothing. */
const whole = parseRule({
  path: 'WHOLE-001.json',
  text: JSON.stringify({
    id: 'WHOLE-001', title: 'whole', message: 'whole', explanation: ['whole'], severity: 'note', priority: 1, language: 'go', query: '(source_file) @file',
    examples: { bad: [['x']], good: [['x']] }, fix: ['none'],
  }),
})

/** Without the texts that say which files are looked at. */
export function everywhere(some: readonly Rule[]): readonly Rule[] {
  return some.map((rule) => ({ ...rule, contains: [], 'package-contains': [], 'declaration-contains': [] }))
}

export interface Compared {
  readonly findings: number
  /** What only one of the two found. */
  readonly differences: readonly string[]
}

export interface Comparison {
  readonly with: readonly Rule[]
  readonly without: readonly Rule[]
}

/** What rules find in a folder's files with all shortcuts, and what others find when all of each file is parsed. */
export function compare(files: readonly SourceFile[], rules: Comparison): Compared {
  const found = lintFiles(syntax, files, rules.with).map((finding) => JSON.stringify(finding))
  const expected = lintFiles(syntax, files, [...rules.without, whole]).map((finding) => JSON.stringify(finding))
  const only = (some: readonly string[], others: readonly string[]): readonly string[] => {
    const known = new Set(others)
    return some.filter((one) => !known.has(one))
  }
  return { findings: expected.length, differences: [...only(found, expected), ...only(expected, found)] }
}

/** The Go files below a folder, folder by folder. */
export function goFiles(folder: string): readonly (readonly SourceFile[])[] {
  const entries = readdirSync(folder, { withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.go')).map(({ name }) => {
    const path = join(folder, name)
    return { path, importPath: 'p', text: readFileSync(path, 'utf8') }
  })
  const below = entries.filter((entry) => entry.isDirectory() && entry.name !== 'testdata').flatMap(({ name }) => goFiles(join(folder, name)))
  return files.length === 0 ? below : [files, ...below]
}

export function sum(some: readonly Compared[]): Compared {
  return { findings: some.reduce((total, { findings }) => total + findings, 0), differences: some.flatMap(({ differences }) => differences) }
}
