import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { ToolError } from '../errors.ts'
import { displayPath, type ProgramOrigin } from '../model/origin.ts'
import { isLintRuleId, rulesOf, type Detector } from '../model/rule.ts'
import type { Baseline, Ignore, Suppressions } from '../model/suppression.ts'
import { parseBaseline } from '../suppression/baseline.ts'
import { findIgnoreComments, type FoundComments } from '../suppression/comments.ts'
import { parseConfig } from '../suppression/config.ts'
import type { GoPackage } from '../toolchain/packages.ts'
import { moduleRootOf, type Build } from './instrument.ts'
import type { ReportingOptions } from './reporting.ts'
import type { Session } from './session.ts'

const configFile = 'mapsan.json'

/** All files of a large module at once would be more than may be open. */
const filesAtOnce = 100

export interface SuppressionSources {
  readonly origin: ProgramOrigin
  /** Where comments are looked for, one group of files after the other. */
  readonly packages?: readonly GoPackage[]
  /** Files besides those of packages. */
  readonly files?: readonly string[]
  readonly cwd: string
  /** Which ignores have something to do: those of lint rules in a lint, all others in a run. */
  readonly of: 'run' | 'lint'
  /** The file of --baseline. */
  readonly baseline?: string
}

/** What the user has said, in comments, in mapsan.json and in a baseline, about races that are not to count. */
export async function collectSuppressions({ origin, packages = [], files = [], cwd, baseline, of }: SuppressionSources): Promise<Suppressions> {
  const known = baseline === undefined ? undefined : await readBaseline(baseline, cwd)
  const configured = await readConfig(origin.moduleRoot)
  const found: FoundComments[] = []
  // One package at a time: all files of a large module at once would be more than may be open.
  for (const { goFiles } of packages.filter(isOwn)) {
    found.push(...(await Promise.all(goFiles.map((file) => readComments(file, origin)))))
  }
  for (let at = 0; at < files.length; at += filesAtOnce) {
    found.push(...(await Promise.all(files.slice(at, at + filesAtOnce).map((file) => readComments(file, origin)))))
  }
  return {
    ignores: [...found.flatMap(({ ignores }) => ignores), ...configured].filter(({ rule }) => isLintRuleId(rule) === (of === 'lint')),
    mistakes: found.flatMap(({ mistakes }) => mistakes),
    ...(known && { baseline: known }),
  }
}

/** Those for the rules that this detector checks: another one's would have nothing to do in any run. */
export async function suppressionsOf({ cwd }: Pick<Session, 'cwd'>, build: Build & { readonly detector?: Detector }, { baseline }: ReportingOptions): Promise<Suppressions> {
  const found = await collectSuppressions({ of: 'run', origin: originOf(build), packages: build.packages, cwd, ...(baseline !== undefined && { baseline }) })
  const rules = rulesOf[build.detector ?? 'mapsan']
  return { ...found, ignores: found.ignores.filter(({ rule }) => rules.some((one) => one === rule)) }
}

export function originOf({ go, packages }: Build): ProgramOrigin {
  return {
    moduleRoot: moduleRootOf(go),
    modulePaths: [...new Set(packages.filter(({ main }) => main).map(({ modulePath }) => modulePath))].sort(),
    goroot: go.goroot,
  }
}

/** Files that are named one by one make a package that belongs to no module. */
function isOwn({ main, named, standard }: GoPackage): boolean {
  return main || (named && !standard)
}

async function readComments(file: string, origin: ProgramOrigin): Promise<FoundComments> {
  // A file that cannot be read is Go's to complain about.
  const source = await readFile(file, 'utf8').catch(() => '')
  return findIgnoreComments(source, file, displayPath(file, origin))
}

/** The name is kept as the user wrote it: reports say it, on other machines too. */
export async function readBaseline(file: string, cwd: string): Promise<Baseline> {
  const text = await readFile(resolve(cwd, file), 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new ToolError('BASELINE_MISSING', `the baseline ${file} cannot be read: ${cause.message}`, { cause })
  })
  return parseBaseline({ path: file, text })
}

async function readConfig(moduleRoot: string): Promise<readonly Ignore[]> {
  if (moduleRoot === '') return []
  const path = join(moduleRoot, configFile)
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined
    throw new ToolError('CONFIG_INVALID', `${path} cannot be read: ${cause.message}`, { cause })
  })
  return text === undefined ? [] : parseConfig({ path, text })
}
