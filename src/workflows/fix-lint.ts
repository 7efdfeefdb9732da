import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import { ToolError } from '../errors.ts'
import type { Finding } from '../model/finding.ts'
import { isLintRuleId, type LintRuleId } from '../model/rule.ts'
import { toFindings } from '../rules/finding.ts'
import { loadGoSyntax } from '../syntax/go.ts'
import type { FixedSources } from './fix-sources.ts'
import { findFolders, findModule } from './lint/folders.ts'
import { lintFolder } from './lint/lint-folder.ts'
import { readRules, type RuleSet } from './lint/rules.ts'
import type { Session } from './session.ts'

/** Findings of `mapsan lint`, and how to find them again in sources with fixes. */
export interface LintSource {
  readonly wanted: readonly Named[]
  /** Those of the wanted ones that the sources have as they are now. */
  readonly findAgain: (sources: FixedSources) => Promise<readonly Finding[]>
}

export interface Named {
  readonly id: string
  readonly rule: LintRuleId
  readonly message: string
  readonly file: string
}

const place = z.object({ stack: z.array(z.object({ file: z.string(), line: z.int() })).min(1) })
const lintReport = z.object({
  findings: z.array(z.object({ id: z.string(), rule: z.string(), message: z.string(), suppression: z.unknown().optional(), accesses: z.array(place).min(1) })),
})

/** Opens a JSON report of `mapsan lint`. Which lines it is about is looked up anew: they may have moved. */
export async function openLint({ cwd, ruleDir }: Session, path: string, ids: readonly string[]): Promise<LintSource> {
  const named = await readReport(resolve(cwd, path), path)
  const unknown = ids.find((id) => !named.some((one) => one.id === id))
  if (unknown !== undefined) throw new ToolError('USAGE', `there is no finding ${unknown} of a rule in ${path}; it has ${named.map(({ id }) => id).join(', ') || 'none'}`)
  const wanted = ids.length === 0 ? named : named.filter(({ id }) => ids.includes(id))
  const all = await readRules({ library: ruleDir, folders: [], only: [], cwd })
  const rules = { ...all, rules: [...all.rules, ...all.off].filter(({ id }) => wanted.some(({ rule }) => rule === id)) }
  return { wanted, findAgain: (sources) => findAgain(wanted, rules, sources, cwd) }
}

async function readReport(file: string, path: string): Promise<readonly Named[]> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new ToolError('USAGE', `${path} cannot be read: ${cause.message}`, { cause })
  })
  const parsed = lintReport.safeParse(parseJson(text))
  if (!parsed.success) throw new ToolError('USAGE', `${path} is no report of \`mapsan lint --format json\``)
  return parsed.data.findings.flatMap(({ id, rule, message, suppression, accesses }): Named[] => {
    const [frame] = accesses[0]?.stack ?? []
    return isLintRuleId(rule) && suppression === undefined && frame !== undefined ? [{ id, rule, message, file: frame.file }] : []
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The folders of the findings, linted as they are with the fixes so far. */
async function findAgain(wanted: readonly Named[], { rules }: RuleSet, sources: FixedSources, cwd: string): Promise<readonly Finding[]> {
  const syntax = await loadGoSyntax()
  const found: Finding[] = []
  for (const folder of new Set(wanted.map(({ file }) => dirname(file)))) {
    const [listed] = findFolders({ cwd, patterns: [folder], tests: true, module: findModule(folder) })
    if (listed === undefined) continue
    const copy = await mkdtemp(join(tmpdir(), 'mapsan-lint-'))
    try {
      for (const name of listed.files) await writeFile(join(copy, name), (await sources.read(join(folder, name)))?.text ?? '')
      const raw = lintFolder(syntax, { ...listed, path: copy }, rules, {}).findings
      const here = (file: string): string => join(folder, basename(file))
      found.push(...toFindings(raw.map((one) => ({
        ...one, file: here(one.file), place: { ...one.place, file: here(one.place.file) }, ...(one.see && { see: { ...one.see, file: here(one.see.file) } }),
      })), rules))
    } finally {
      await rm(copy, { recursive: true, force: true })
    }
  }
  return found.filter(({ id }) => wanted.some((one) => one.id === id))
}
