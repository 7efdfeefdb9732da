import { dirname, resolve } from 'node:path'
import type { Group } from '../fix/group.ts'
import type { FixResult } from '../model/fix.ts'
import { unifiedDiff, type FileChange } from '../patch/diff.ts'
import { patchRoot, pathFrom } from '../patch/root.ts'
import { parseGoArguments } from '../toolchain/go-arguments.ts'
import { replaceOverlay, type DiagnoseOptions } from './diagnose.ts'
import type { Diagnosis } from './diagnosis.ts'
import { proposeFix, type Proposed } from './fix-propose.ts'
import type { LintSource } from './fix-lint.ts'
import type { FixedSources } from './fix-sources.ts'
import { verifyFix, type Verified } from './fix-verify.ts'
import { instrument, type Instrumentation } from './instrument.ts'
import type { Session } from './session.ts'
import { locateTarget } from './target.ts'

export interface Trial extends DiagnoseOptions {
  /** Where findings of lint come from, when it is those that are to be fixed. */
  readonly lint?: LintSource
  /** How long a program may run with a fix. */
  readonly patienceMs: number
}

export interface Mended {
  readonly result: FixResult
  /** Of the sources with the fix; absent when there is none that holds. */
  readonly after?: Diagnosis
}

/** One race can hide another at the next place: so many times is a fix carried on. */
const mostRounds = 5

/** The fix for one group: proposed, tried, and carried on where the map is reported at other places than before. */
export async function mend(session: Session, options: Trial, group: Group, before: Diagnosis, sources: FixedSources): Promise<Mended> {
  const start = sources.snapshot()
  const originals = new Map<string, string>()
  const steps: Proposed[] = []
  let [current, diagnosis]: [Group, Diagnosis] = [group, before]
  let failed: Verified | undefined
  while (steps.length < mostRounds) {
    const build = await prepare(session, options, await sources.overlay())
    const proposed = await proposeFix(session, build, sources, current, diagnosis)
    if (proposed.chosen === undefined || proposed.why !== undefined) {
      if (failed === undefined) return { result: explain(group, proposed) }
      break
    }
    steps.push(proposed)
    for (const path of proposed.files.keys()) originals.set(path, originals.get(path) ?? (await sources.read(path))?.text ?? '')
    sources.accept(proposed.files)
    const tried = await verifyFix(session, build, tracked(group, proposed, before), before, await withFix(options, sources), options.lint && isGone(options.lint, group, sources))
    if (tried.verdict.kind === 'verified') return { result: await tell(group, steps, tried, originals, sources, before), ...(tried.after && { after: tried.after }) }
    failed = tried
    const next = tried.stillReported === true ? tried.after?.groups.find(({ key }) => key === group.key) : undefined
    if (next === undefined || tried.after === undefined || !isElsewhere(next, current)) break
    ;[current, diagnosis] = [next, tried.after]
  }
  if (failed === undefined) throw new Error('a fix that was never tried')
  const result = await tell(group, steps, failed, originals, sources, before)
  sources.restore(start)
  return { result }
}

async function prepare(session: Session, { args }: Trial, overlay: string | undefined): Promise<Instrumentation> {
  const { changeDir, flags, packages } = parseGoArguments('test', args)
  const { cwd, patterns } = locateTarget(resolve(session.cwd, changeDir ?? ''), packages)
  return instrument(session, { cwd, patterns, flags: replaceOverlay(flags, overlay), tests: true })
}

async function withFix({ out: _out, lint: _lint, ...options }: Trial, sources: FixedSources): Promise<DiagnoseOptions & { readonly overlay: string }> {
  const overlay = await sources.overlay()
  if (overlay === undefined) throw new Error('a fix without files')
  return { forMs: options.patienceMs, ...options, formats: [], overlay }
}

/** A finding of lint goes by the races of its variable, if there are any. */
function tracked(group: Group, { declaredAt }: Proposed, { groups }: Diagnosis): Group {
  const race = groups.find(({ variable }) => variable?.declaredAt.file === declaredAt?.file && variable?.declaredAt.line === declaredAt?.line)
  return group.use === undefined || race === undefined ? group : { ...group, key: race.key }
}

function isGone({ findAgain }: LintSource, { findings }: Group, sources: FixedSources): () => Promise<boolean> {
  return async () => !(await findAgain(sources)).some(({ id }) => findings.some((one) => one.id === id))
}

/** Whether something was won: a race that was not there before shows, or one of those is gone. */
function isElsewhere(now: Group, before: Group): boolean {
  const ids = (one: Group): string => one.findings.map(({ id }) => id).sort().join(' ')
  return ids(now) !== ids(before)
}

function explain({ subject, findings }: Group, { alternatives, why }: Proposed): FixResult {
  return { subject, findings, alternatives, verdict: { kind: 'explained', why: why ?? 'no strategy is safe here' } }
}

async function tell(
  { subject, findings }: Group, steps: readonly Proposed[], { verdict }: Verified, originals: ReadonlyMap<string, string>, sources: FixedSources, { report }: Diagnosis,
): Promise<FixResult> {
  const chosen = steps.flatMap((step) => (step.chosen === undefined ? [] : [step.chosen]))
  const root = patchRoot(report.run.moduleRoot || dirname([...originals.keys()][0] ?? ''), [...originals.keys()])
  const changes = [...originals].map(async ([path, text]): Promise<FileChange> => ({
    path: pathFrom(root, path), before: Buffer.from(text), after: Buffer.from((await sources.read(path))?.text ?? ''),
  }))
  return {
    subject,
    findings,
    fix: {
      title: [...new Set(chosen.map(({ title }) => title))].join(', then '),
      reason: chosen.map(({ reason }) => reason).join('; then, since it was still reported at another place, '),
      // What was said of other places holds after the last step only.
      notes: chosen.at(-1)?.notes ?? [],
      diff: unifiedDiff(await Promise.all(changes)).toString('utf8'),
    },
    alternatives: steps[0]?.alternatives ?? [],
    verdict,
  }
}
