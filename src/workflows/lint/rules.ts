import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { ToolError } from '../../errors.ts'
import { checkUnique, parseRule, type Rule } from '../../rules/rule.ts'
import type { JsonText } from '../../syntax/json-text.ts'

/** Rules, and the texts that they were read from, for other threads. */
export interface RuleSet {
  readonly rules: readonly Rule[]
  readonly texts: readonly JsonText[]
  /** Those that are off. */
  readonly off: readonly Rule[]
}

export interface RuleRequest {
  /** MapSan's own rules. */
  readonly library: string
  /** Folders of the user. */
  readonly folders: readonly string[]
  /** Only these, also such as are off; all that are on when it is empty. */
  readonly only: readonly string[]
  readonly cwd: string
}

export async function readRules({ library, folders, only, cwd }: RuleRequest): Promise<RuleSet> {
  const texts = (await Promise.all([readFolder(library, library), ...folders.map((folder) => readFolder(resolve(cwd, folder), folder))])).flat()
  const all = texts.map((text) => ({ text, rule: parseRule(text) }))
  checkUnique(all.map(({ rule }) => rule))
  const unknown = only.find((id) => !all.some(({ rule }) => rule.id === id))
  if (unknown !== undefined) throw new ToolError('USAGE', `there is no rule ${JSON.stringify(unknown)}; there are: ${all.map(({ rule }) => rule.id).join(', ')}`)
  const on = all.filter(({ rule }) => (only.length > 0 ? only.includes(rule.id) : rule.off === undefined))
  return { rules: on.map(({ rule }) => rule), texts: on.map(({ text }) => text), off: all.filter(({ rule }) => rule.off).map(({ rule }) => rule) }
}

async function readFolder(folder: string, shownAs: string): Promise<readonly JsonText[]> {
  const names = await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    throw new ToolError('USAGE', `the folder of rules ${shownAs} cannot be read: ${cause.message}`, { cause })
  })
  const files = names.filter((name) => name.endsWith('.json')).sort()
  if (files.length === 0) throw new ToolError('USAGE', `${shownAs} has no rules: no file in it ends in .json`)
  return Promise.all(files.map(async (name) => ({ path: join(shownAs, name), text: await readFile(join(folder, name), 'utf8') })))
}
