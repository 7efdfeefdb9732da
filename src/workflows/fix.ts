import { resolve } from 'node:path'
import { ToolError } from '../errors.ts'
import type { FixResult } from '../model/fix.ts'
import { isMended } from '../model/fix.ts'
import type { Finding } from '../model/finding.ts'
import type { RunSummary } from '../model/report.ts'
import { groupOfLint } from '../fix/by-rule.ts'
import type { Group } from '../fix/group.ts'
import { reversed, unifiedDiff, type FileChange } from '../patch/diff.ts'
import { patchRoot, pathFrom } from '../patch/root.ts'
import { readUserOverlay } from '../hooks/user-overlay.ts'
import { writeReport } from '../run/folder.ts'
import { lastValue } from '../toolchain/build-flags.ts'
import { parseGoArguments } from '../toolchain/go-arguments.ts'
import type { DiagnoseOptions } from './diagnose.ts'
import { repeatDiagnosis, type Diagnosis } from './diagnosis.ts'
import { applyFixes } from './fix-apply.ts'
import { mend, type Trial } from './fix-mend.ts'
import type { LintSource, Named } from './fix-lint.ts'
import { FixedSources } from './fix-sources.ts'
import type { ExitCode } from './recording.ts'
import type { Session } from './session.ts'
import { locateTarget } from './target.ts'

export interface FixOptions extends DiagnoseOptions {
  /** Only these findings; all that count when absent. */
  readonly wanted?: readonly Finding[]
  readonly apply: boolean
  /** Instead of races, these findings of lint. */
  readonly lint?: LintSource
}

export interface FixOutcome {
  readonly diagnosis: Diagnosis
  readonly results: readonly FixResult[]
  /** Of all fixes that were verified. */
  readonly patch: string
  /** The files of the patch and of its reverse, in the run folder, and where to apply them; absent when there is no patch. */
  readonly files?: { readonly patch: string; readonly revert: string; readonly root: string }
  readonly applied: boolean
  readonly exitCode: ExitCode
}

const leastPatienceMs = 30_000

export const patchFiles = { patch: 'fix.patch', revert: 'fix.revert.patch' } as const

/**
 * Runs the programs and tests, and then for one variable after the other: choose a strategy, edit, compile, run again. A fix
 * that holds is the ground for the next one. The tree is only written to with `apply`, and only with what was verified.
 */
export async function fix(session: Session, options: FixOptions): Promise<FixOutcome> {
  const started = session.now().getTime()
  const before = await repeatDiagnosis(session, options)
  if (session.interrupt.aborted) throw new ToolError('INTERRUPTED', 'interrupted before a fix could be tried')
  // A fix that lets programs wait for ever must not let MapSan do so.
  const patienceMs = leastPatienceMs + (10 * (session.now().getTime() - started)) / options.runs
  const sources = await FixedSources.open(await overlayOf(session, options))
  try {
    const { lint, ...rest } = options
    const trial = { ...rest, patienceMs }
    const results = lint === undefined ? await mendAll(session, trial, before, sources) : await mendLint(session, { ...trial, lint }, before, sources)
    const root = patchRoot(before.report.run.moduleRoot || session.cwd, sources.changes().map(({ path }) => path))
    const changes = sources.changes().map(({ path, before: bytes, after }): FileChange => ({ path: pathFrom(root, path), before: bytes, after: Buffer.from(after) }))
    const patch = unifiedDiff(changes).toString('utf8')
    if (patch !== '') {
      await writeReport(before.folder, patchFiles.patch, [patch])
      await writeReport(before.folder, patchFiles.revert, [unifiedDiff(reversed(changes)).toString('utf8')])
    }
    const applied = options.apply && patch !== ''
    if (applied) await applyFixes(sources.changes())
    return {
      diagnosis: before,
      results,
      patch,
      ...(patch !== '' && { files: { patch: resolve(before.folder.path, patchFiles.patch), revert: resolve(before.folder.path, patchFiles.revert), root } }),
      applied,
      exitCode: results.every(isMended) ? 0 : 1,
    }
  } finally {
    await sources.close()
  }
}

async function mendAll(session: Session, options: Trial & Pick<FixOptions, 'wanted'>, before: Diagnosis, sources: FixedSources): Promise<readonly FixResult[]> {
  const { wanted } = options
  const isWanted = ({ findings }: Group): boolean => wanted === undefined || findings.some((one) => wanted.some((other) => isSame(one, other)))
  const results: FixResult[] = []
  const done = new Set<string>()
  let current = before
  for (;;) {
    const group = current.groups.find((one) => !done.has(one.key) && isWanted(one))
    if (group === undefined) break
    done.add(group.key)
    const { result, after } = await mend(session, options, group, current, sources)
    results.push(result)
    current = after ?? current
  }
  const missing = (wanted ?? []).filter((one) => !results.some(({ findings }) => findings.some((other) => isSame(one, other))))
  return [...results, ...missing.map(notSeenAgain(options.runs))]
}

/** Findings of lint, one after the other; where they stand is looked up again after each fix. */
async function mendLint(session: Session, options: Trial & { readonly lint: LintSource }, before: Diagnosis, sources: FixedSources): Promise<readonly FixResult[]> {
  const { wanted, findAgain } = options.lint
  const known = await findAgain(sources)
  const missing = wanted.filter((named) => !known.some(({ id }) => id === named.id))
  const results: FixResult[] = missing.map(notFoundAgain)
  let current = before
  for (const named of wanted.filter((one) => !missing.includes(one))) {
    const finding = (await findAgain(sources)).find(({ id }) => id === named.id)
    if (finding === undefined) {
      session.progress.note(`finding ${named.id} is gone with a fix for another one`)
      continue
    }
    const { result, after } = await mend(session, options, groupOfLint(finding, before.report.run), current, sources)
    results.push(result)
    current = after ?? current
  }
  return results
}

function notFoundAgain({ id, rule, message }: Named): FixResult {
  return { subject: `finding ${id}`, findings: [], alternatives: [], verdict: { kind: 'failed', why: `${rule} does not find it in the sources as they are now: ${message}` } }
}

/** The same race, also after lines have moved. */
function isSame(one: Finding, other: Finding): boolean {
  return one.id === other.id
}

function notSeenAgain(runs: number): (finding: Finding) => FixResult {
  return (finding) => ({
    subject: `finding ${finding.id}`, findings: [finding], alternatives: [],
    verdict: { kind: 'failed', why: `it was not seen again in ${runs === 1 ? 'one run' : `${runs} runs`}, so that nothing can be shown by runs with a fix` },
  })
}

async function overlayOf(session: Session, { args }: FixOptions): Promise<Readonly<Record<string, string>>> {
  const { changeDir, flags, packages } = parseGoArguments('test', args)
  const { cwd } = locateTarget(resolve(session.cwd, changeDir ?? ''), packages)
  return (await readUserOverlay(lastValue(flags, 'overlay'), cwd)).replace
}

/** A run folder's findings that were asked for by their ids. */
export function chooseFindings(findings: readonly Finding[], ids: readonly string[], run: Pick<RunSummary, 'command'>): readonly Finding[] {
  const unknown = ids.find((id) => !findings.some((finding) => finding.id === id))
  if (unknown !== undefined) throw new ToolError('USAGE', `there is no finding ${unknown} in the run of \`${run.command.join(' ')}\`; it has ${findings.map(({ id }) => id).join(', ') || 'none'}`)
  return ids.length === 0 ? findings : findings.filter(({ id }) => ids.includes(id))
}
