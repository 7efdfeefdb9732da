import { mkdir, readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { ToolError } from '../errors.ts'
import { mayBeFixed } from '../fix/by-rule.ts'
import type { RuleText } from '../model/rule-text.ts'
import type { Excerpt, Report, RunSummary } from '../model/report.ts'
import { countedFindings } from '../model/suppression.ts'
import { cutExcerpt, quotedPlaces } from '../report/excerpts.ts'
import { toFindings } from '../rules/finding.ts'
import { ruleTextOf } from '../rules/rule.ts'
import { suppress } from '../suppression/suppress.ts'
import { findFolders, findModule, moduleCache, type GoFolder, type ModuleRoot } from './lint/folders.ts'
import type { LintedFolder } from './lint/lint-folder.ts'
import { lintFolders } from './lint/pool.ts'
import { readRules, type RuleSet } from './lint/rules.ts'
import { decideByTypes, type Decide } from './lint/types.ts'
import { joinRun } from './lint/seen.ts'
import type { ExitCode } from './recording.ts'
import { fails, type ReportingOptions } from './reporting.ts'
import { writeReports } from './reports.ts'
import type { Session } from './session.ts'
import { collectSuppressions } from './suppressions.ts'

export interface LintOptions extends ReportingOptions {
  /** Folders, `folder/...`, or files; all of the current folder when there are none. */
  readonly patterns: readonly string[]
  /** Folders of rules besides MapSan's own. */
  readonly rules: readonly string[]
  /** Ids of the rules to apply; those that are on when it is empty. */
  readonly only: readonly string[]
  readonly tests: boolean
  /** A run folder, or the JSON report of a run, whose findings the report joins. */
  readonly run?: string
}

export interface Linted {
  readonly report: Report
  readonly exitCode: ExitCode
  /** The files that were written, when a folder was given for them. */
  readonly files: readonly string[]
  /** Findings that count, for which `mapsan fix --lint` may have a patch. */
  readonly fixable: number
}

/** What is linted, and how: found once, linted as often as something changes. */
export interface LintTarget {
  readonly module: ModuleRoot
  readonly folders: readonly GoFolder[]
  readonly rules: RuleSet
}

/** Sources and rules → matches → types decide what syntax cannot → findings → report. Runs nothing of the user's. */
export async function lint(session: Session, options: LintOptions): Promise<Linted> {
  const target = await openTarget(session, options)
  const report = await session.progress.during('linting', () => lintTarget(session, options, target))
  return {
    report,
    exitCode: fails(report, options.failOn) ? 1 : 0,
    files: options.out === undefined ? [] : await writeInto(resolve(session.cwd, options.out), report, options),
    fixable: countedFindings(report).filter(mayBeFixed).length,
  }
}

/** All rules, also those that are off, for whoever wants to read about them. */
export async function lintRuleTexts({ cwd, ruleDir }: Session, folders: readonly string[]): Promise<readonly { readonly id: string; readonly severity: string; readonly off: boolean; readonly text: RuleText }[]> {
  const { rules, off } = await readRules({ library: ruleDir, folders, only: [], cwd })
  return [...rules, ...off].toSorted((a, b) => (a.id < b.id ? -1 : 1)).map((rule) => ({ id: rule.id, severity: rule.severity, off: rule.off === true, text: ruleTextOf(rule) }))
}

export async function openTarget({ cwd, ruleDir, env }: Session, { patterns, rules: folders, only, tests }: LintOptions): Promise<LintTarget> {
  const rules = await readRules({ library: ruleDir, folders, only, cwd })
  const [first = './...'] = patterns
  const module = findModule(resolve(cwd, first.replace(/\/?\.\.\.$/, '')), moduleCache(env))
  return { module, rules, folders: findFolders({ cwd, patterns: patterns.length === 0 ? ['./...'] : patterns, tests, module }) }
}

async function lintTarget(session: Session, options: LintOptions, target: LintTarget): Promise<Report> {
  const startedAt = session.now()
  return reportOf(session, options, target, await lintFolders(target.folders, target.module, target.rules.rules, target.rules.texts), startedAt)
}

/** What was found in the folders as a report: with types, what has happened in a run, and what does not count. */
export async function reportOf(session: Session, options: LintOptions, { module, rules }: LintTarget, linted: readonly LintedFolder[], startedAt = session.now(), decide: Decide = decideByTypes): Promise<Report> {
  const raw = linted.flatMap(({ findings }) => findings)
  const decided = await decide(session, module.folder || session.cwd, raw)
  const origin = { moduleRoot: module.folder || session.cwd, modulePaths: module.path === '' ? [] : [module.path], goroot: '' }
  const found = await joinRun(toFindings(decided.findings, rules.rules), options.run, session)
  const suppressions = await collectSuppressions({
    origin, cwd: session.cwd, of: 'lint', files: linted.flatMap(({ marked }) => marked), ...(options.baseline !== undefined && { baseline: options.baseline }),
  })
  const judged = suppress(found, suppressions, origin)
  const run: RunSummary = {
    mapsan: session.version, command: session.commandLine, cwd: session.cwd, ...origin,
    go: { version: decided.go?.version ?? '', os: decided.go?.goos ?? '', arch: decided.go?.goarch ?? '' },
    commands: [], startedAt: startedAt.toISOString(), finishedAt: session.now().toISOString(), status: countedFindings(judged).length > 0 ? 'findings' : 'clean',
  }
  return {
    ...judged, run, excerpts: await quote(judged, run), coverage: { processes: 0, goroutines: 0 }, dropped: 0, untracked: 0, guardGaps: [],
    warnings: [...decided.warnings, ...linted.flatMap(({ unreadable }) => unreadable.map((file) => `${file} cannot be read, and was not looked at.`))],
    lint: { files: sum(linted.map(({ files }) => files)), lines: sum(linted.map(({ lines }) => lines)), rules: rules.rules.length },
    lintRules: Object.fromEntries(rules.rules.map((rule) => [rule.id, ruleTextOf(rule)])),
  }
}

async function quote({ findings }: Pick<Report, 'findings'>, run: RunSummary): Promise<readonly Excerpt[]> {
  const excerpts = await Promise.all(quotedPlaces(findings, run).map(async (place) => cutExcerpt(place, await readFile(place.file, 'utf8').catch(() => ''))))
  return excerpts.filter((excerpt) => excerpt !== undefined)
}

async function writeInto(path: string, report: Report, { formats, out = '' }: LintOptions): Promise<readonly string[]> {
  try {
    await mkdir(path, { recursive: true })
    return await writeReports({ path }, report, formats)
  } catch (cause) {
    throw new ToolError('USAGE', `no reports can be written to ${out}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0)
}
