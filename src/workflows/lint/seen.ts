import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { ToolError } from '../../errors.ts'
import type { Finding, Frame } from '../../model/finding.ts'
import { indexLines, placeKey, statementText, type SourceLines } from '../../model/lines.ts'
import { diskPath, ownFrameOf, type ProgramOrigin } from '../../model/origin.ts'
import { jsonReport } from '../../report/json-schema.ts'
import { readLines } from '../../run/folder.ts'
import { report } from '../report.ts'
import type { Session } from '../session.ts'

/** What happened in a run, and the statements of its sources as far as they are known. */
export interface Recorded {
  readonly findings: readonly Happened[]
  readonly origin: ProgramOrigin
  readonly lines: SourceLines
}

/** As much of a finding of a run as a mark is made of. */
interface Happened extends Pick<Finding, 'id' | 'rule' | 'count'> {
  readonly accesses: readonly Pick<Finding['accesses'][0], 'stack'>[]
}

/** Joins findings with those of a recorded run, from its folder or from the JSON report of it. */
export async function joinRun(findings: readonly Finding[], path: string | undefined, session: Session): Promise<readonly Finding[]> {
  if (path === undefined) return findings
  const recorded = await readRecorded(path, session)
  return markSeen(findings, recorded, await readStatements(findings))
}

async function readRecorded(path: string, { cwd }: Session): Promise<Recorded> {
  const file = resolve(cwd, path)
  const isFile = await stat(file).then((found) => found.isFile(), () => false)
  if (!isFile) {
    const { report: { findings, run } } = await report({ cwd }, { folder: path, formats: [], failOn: 'never' })
    return { findings, origin: run, lines: indexLines(await readLines({ path: file })) }
  }
  const checked = jsonReport.safeParse(await readJson(file))
  if (!checked.success || checked.data.lint !== undefined) throw new ToolError('RUN_FOLDER_UNREADABLE', `${path} is no JSON report of a run`)
  return { findings: checked.data.findings, origin: checked.data.run, lines: new Map() }
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** The statements at the places of findings, as they are now. */
async function readStatements(findings: readonly Finding[]): Promise<SourceLines> {
  const frames = findings.flatMap(({ accesses: [{ stack }] }) => stack.slice(0, 1))
  const texts = new Map<string, readonly string[]>()
  for (const { file } of frames) if (!texts.has(file)) texts.set(file, (await readFile(file, 'utf8').catch(() => '')).split('\n'))
  return new Map(frames.map((frame) => [placeKey(frame), statementText(texts.get(frame.file)?.[frame.line - 1] ?? '')]))
}

/**
 * Marks what has happened in a run at the place of a finding; such findings come first. A place is the line that it was, if its
 * statement still stands there, or else that statement in the same function, if it stands there once: lines move.
 */
export function markSeen(findings: readonly Finding[], { findings: happened, origin, lines }: Recorded, now: SourceLines): readonly Finding[] {
  const places = happened.flatMap((one) => one.accesses.flatMap((access) => placeOf(ownFrameOf(access, origin), origin).map((frame) => ({ frame, one }))))
  const seenAt = new Map<Finding, Happened[]>()
  for (const { frame, one } of places) {
    for (const finding of standingAt(frame, lines.get(placeKey(frame)), findings, now)) {
      const known = seenAt.get(finding) ?? []
      if (!known.includes(one)) seenAt.set(finding, [...known, one])
    }
  }
  const marked = findings.map((finding) => {
    const seen = seenAt.get(finding)
    return seen !== undefined && finding.lint ? { ...finding, lint: { ...finding.lint, seen: seen.map(({ id, rule, count }) => ({ id, rule, count })) } } : finding
  })
  // The sort is stable.
  return marked.toSorted((a, b) => Number(b.lint?.seen !== undefined) - Number(a.lint?.seen !== undefined))
}

/** The findings at a place of a run. Where it is not known what stood there, the line has to do. */
function standingAt(frame: Frame, statement: string | undefined, findings: readonly Finding[], now: SourceLines): readonly Finding[] {
  const inFile = findings.flatMap((finding) => finding.accesses[0].stack.slice(0, 1).filter(({ file }) => file === frame.file).map((place) => ({ finding, place })))
  const there = inFile.filter(({ place }) => place.line === frame.line)
  const stands = (place: Frame): boolean => now.get(placeKey(place)) === statement
  if (statement === undefined || there.some(({ place }) => stands(place))) return there.map(({ finding }) => finding)
  const moved = inFile.filter(({ place }) => stands(place) && functionOf(place) === functionOf(frame))
  return new Set(moved.map(({ place }) => place.line)).size === 1 ? moved.map(({ finding }) => finding) : []
}

/** The declared function: closures have no names in sources. */
function functionOf({ function: name }: Frame): string {
  return name.replace(/(\.func\d+|\.gowrap\d+|\.\d+|-fm|-range\d+)+$/, '')
}

function placeOf(frame: Frame | undefined, origin: ProgramOrigin): readonly Frame[] {
  const file = frame && diskPath(frame.file, origin)
  return frame && file !== undefined ? [{ ...frame, file }] : []
}
