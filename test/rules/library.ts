import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseRule, type Rule } from '../../src/rules/rule.ts'

export const libraryFolder = join(import.meta.dirname, '../../src/rules/library')

export interface LibraryRule {
  readonly name: string
  readonly text: string
  readonly rule: Rule
}

export const library: readonly LibraryRule[] = readdirSync(libraryFolder).filter((name) => name.endsWith('.json')).map((name) => {
  const path = join(libraryFolder, name)
  const text = readFileSync(path, 'utf8')
  return { name, text, rule: parseRule({ path, text }) }
})
