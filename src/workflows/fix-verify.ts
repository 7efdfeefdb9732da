import type { Group } from '../fix/group.ts'
import type { FixVerdict } from '../model/fix.ts'
import { errorTable, ToolError } from '../errors.ts'
import { vetCopies } from '../toolchain/checks.ts'
import type { DiagnoseOptions } from './diagnose.ts'
import { repeatDiagnosis, type Diagnosis } from './diagnosis.ts'
import type { Instrumentation } from './instrument.ts'
import type { Session } from './session.ts'

export interface Verified {
  readonly verdict: FixVerdict
  /** Of the sources with the fix. */
  readonly after?: Diagnosis
  /** Nothing else is wrong than that. */
  readonly stillReported?: true
}

/** Compiles the sources with a fix, looks for copies of locks, and runs the same diagnosis again. */
export async function verifyFix(session: Session, build: Instrumentation, group: Group, before: Diagnosis, options: DiagnoseOptions & { readonly overlay: string }, isGone?: () => Promise<boolean>): Promise<Verified> {
  const seen = before.seen(group.key)
  const fail = (why: string, after?: Diagnosis): Verified => ({ verdict: { kind: 'failed', why, before: seen, ...(after && { after: after.seen(group.key) }) } })
  const [rule] = group.findings.map((one) => one.rule)
  if (isGone !== undefined && !(await isGone())) return fail(`${rule} finds the same with the fix`)
  if (isGone === undefined && seen.in === 0) return fail('the race was not seen again without the fix, so that nothing can be shown by runs with it')

  const packages = build.packages.filter(({ main, named, standard }) => main || (named && !standard)).map(({ importPath }) => importPath)
  const vet = (overlay: string): Promise<string> => vetCopies({ go: build.go, cwd: build.cwd, flags: build.flags, overlay, packages })
  const complaint = await session.progress.during('compiling the fix', () => vet(options.overlay))
  if (complaint !== '' && complaint !== (await vet(build.userOverlay ?? ''))) return fail(`the result does not pass go vet -copylocks: ${firstLineOf(complaint)}`)

  session.progress.note(`running again with the fix for ${group.subject}`)
  const after = await again(session, options)
  if (after instanceof ToolError) {
    if (errorTable[after.code].exit === 2) throw after
    return fail(after.message)
  }
  if (session.interrupt.aborted) throw new ToolError('INTERRUPTED', 'interrupted while a fix was tried')
  const known = new Set(before.groups.map(({ key }) => key))
  const fresh = after.groups.find(({ key }) => !known.has(key))
  if (fresh !== undefined) return fail(`something new is reported with the fix: ${fresh.findings[0]?.message ?? fresh.subject}`, after)
  const worse = compareEndings(before, after)
  if (worse !== undefined) return fail(worse, after)
  const seenAfter = after.seen(group.key)
  if (seenAfter.in > 0) return { ...fail('it is still reported with the fix', after), after, stillReported: true }
  return { verdict: { kind: 'verified', before: seen, after: seenAfter, ending: describeEnding(after), ...(isGone && rule && { rule }) }, after }
}

async function again(session: Session, options: DiagnoseOptions): Promise<Diagnosis | ToolError> {
  try {
    return await repeatDiagnosis(session, options)
  } catch (error) {
    if (error instanceof ToolError) return error
    throw error
  }
}

/** What ended otherwise than before; a program that died of the race may live now. */
function compareEndings(before: Diagnosis, after: Diagnosis): string | undefined {
  const stopped = after.endings.find((ending) => /SIG(INT|KILL)$/.test(ending) && !before.endings.includes(ending))
  if (stopped !== undefined) return 'the program did not come to its end with the fix: it may wait for itself'
  const failing = after.endings.find((ending) => ending.startsWith('tests ') && ending !== 'tests 0')
  if (failing !== undefined) return `tests fail with the fix${before.endings.includes(failing) ? ', as they do without it' : ''}`
  const other = after.endings.find((ending) => !before.endings.includes(ending) && !(before.fatal && ending.endsWith(' 0')))
  if (other !== undefined) return `the program ends otherwise with the fix: with ${wordOf(other)} instead of ${before.endings.filter((one) => one.startsWith('program ')).map(wordOf).join(' or ')}`
  return undefined
}

function wordOf(ending: string): string {
  const how = ending.slice(ending.indexOf(' ') + 1)
  return /^\d+$/.test(how) ? `exit code ${how}` : how
}

function describeEnding({ tests, endings }: Diagnosis): string {
  const programs = endings.filter((one) => one.startsWith('program '))
  return [...(tests ? ['tests pass'] : []), ...(programs.length > 0 ? [`the program ends with ${programs.map(wordOf).join(' or ')}`] : [])].join(', ')
}

function firstLineOf(text: string): string {
  const line = text.split('\n').find((one) => one !== '' && !one.startsWith('#')) ?? text
  // Files of the overlay go by the names of those that they stand for.
  return line.replace(/\S*\/mapsan-fix-\w+\/\d+-\d+-/g, '')
}
