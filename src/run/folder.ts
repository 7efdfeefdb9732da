import { randomUUID } from 'node:crypto'
import { chmod, copyFile, mkdir, readFile, readdir, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { ToolError } from '../errors.ts'
import type { SourceLine } from '../model/lines.ts'
import type { Excerpt } from '../model/report.ts'
import type { DecodedStream } from '../model/stream.ts'
import { noSuppressions, type Suppressions } from '../model/suppression.ts'
import { parseCatalog, type StoredCatalog } from './catalog.ts'
import { decodeEvents } from './decode.ts'
import { headerSize, recordAlignment } from './protocol.ts'
import { freshCrash, freshRaceLog, readRaceLogs } from './race-log/files.ts'
import { parseExcerpts, parseLines, parseRunRecord, parseSuppressions, unreadable, type RunRecord } from './run-record.ts'

/**
 * All that one run leaves behind: run.json, the event streams, the overlay, the quoted source lines, the reports. It is
 * what `mapsan report` reads, and what a user attaches to a bug.
 */
export interface RunFolder {
  readonly path: string
}

/** A run folder that programs are about to write to. */
export interface OpenRunFolder extends RunFolder {
  /** Another name of the events folder, without spaces and the like, which separate the settings in MAPSAN and in GORACE. */
  readonly events: string
  /** Takes that other name away. */
  close(): Promise<void>
}

const recordFile = 'run.json'
const overlayFile = 'overlay.json'
const excerptsFile = 'sources.json'
const catalogFile = 'catalog.json'
const linesFile = 'lines.json'
const suppressionsFile = 'suppressions.json'
const eventsFolder = 'events'
const eventsName = 'ev'

export interface NewRunFolder {
  /** The folder that the user chose, if any: it must be empty or not exist. */
  readonly chosen?: string
  /** Where a folder is made up otherwise. */
  readonly cache: string
  readonly startedAt: Date
  readonly pid: number
}

export async function createRunFolder({ chosen, cache, startedAt, pid }: NewRunFolder): Promise<OpenRunFolder> {
  const path = chosen ?? join(cache, 'runs', folderName(startedAt, pid))
  const events = join(path, eventsFolder)
  try {
    if (chosen !== undefined && (await isOccupied(chosen))) {
      throw new ToolError('USAGE', `${chosen} is not empty: a run folder holds one run only`)
    }
    await mkdir(events, { recursive: true })
    // A program that root starts may go on as another user; its children then make event files of their own.
    // Sticky, so that nobody can remove another's. Nobody but root can change users, so nobody else needs this.
    if (process.getuid?.() === 0) await chmod(events, 0o1777)
  } catch (cause) {
    if (cause instanceof ToolError) throw cause
    throw new ToolError(chosen === undefined ? 'CACHE_UNUSABLE' : 'USAGE', `no run folder can be made at ${path}: ${reasonOf(cause)}`, { cause })
  }
  return { path, ...(await nameWithoutSpaces(events)) }
}

const separators = /[\s,:'"]/

async function nameWithoutSpaces(events: string): Promise<Pick<OpenRunFolder, 'events' | 'close'>> {
  if (!separators.test(events)) return { events, close: async () => {} }
  const parent = separators.test(tmpdir()) ? '/tmp' : tmpdir()
  const link = join(parent, `mapsan-${randomUUID()}`)
  await symlink(events, link)
  return { events: link, close: () => rm(link, { force: true }) }
}

/** `20260131-235959-4711`: sorts by time, and two MapSans at once do not meet. */
function folderName(startedAt: Date, pid: number): string {
  const [date = '', time = ''] = startedAt.toISOString().replace(/[-:]/g, '').split(/[T.]/)
  return `${date}-${time}-${pid}`
}

async function isOccupied(path: string): Promise<boolean> {
  const entries = await readdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return entries.length > 0
}

/** For a run that never was. The folder was made, or was empty, when the run began. */
export async function removeRunFolder(folder: RunFolder): Promise<void> {
  await rm(folder.path, { recursive: true, force: true })
}

/** Where the processes of one repetition write their streams: each appends `.<pid>`. */
export function eventsPrefix(folder: OpenRunFolder, repetition: number): string {
  return join(folder.events, nameOfRepetition(repetition))
}

function nameOfRepetition(repetition: number): string {
  return repetition === 1 ? eventsName : `${eventsName}-${repetition}`
}

/** Where processes under the race detector of Go write their reports: each appends `.<pid>`. */
export function raceLogPrefix(folder: OpenRunFolder): string {
  return join(folder.events, freshRaceLog)
}

/** Where such processes write of what the runtime ends them: each appends `.<pid>`. */
export function crashPrefix(folder: OpenRunFolder): string {
  return join(folder.events, freshCrash)
}

export async function hasEvents(folder: OpenRunFolder, repetition: number): Promise<boolean> {
  const prefix = `${basename(eventsPrefix(folder, repetition))}.`
  return (await readdir(folder.events)).some((name) => name.startsWith(prefix))
}

export async function writeRecord(folder: RunFolder, record: Omit<RunRecord, 'files'>): Promise<void> {
  const files = await readdir(folder.path, { recursive: true, withFileTypes: true })
  const names = files.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name).slice(folder.path.length + 1))
  await writeAtomically(join(folder.path, recordFile), json({ ...record, files: names.filter((name) => name !== recordFile).sort() }))
}

export async function keepOverlay(folder: RunFolder, overlay: string): Promise<void> {
  await copyFile(overlay, join(folder.path, overlayFile))
}

export async function writeExcerpts(folder: RunFolder, excerpts: readonly Excerpt[]): Promise<void> {
  await writeAtomically(join(folder.path, excerptsFile), json(excerpts))
}

export async function writeCatalog(folder: RunFolder, catalog: StoredCatalog): Promise<void> {
  await writeAtomically(join(folder.path, catalogFile), JSON.stringify(catalog))
}

/** The statements that the findings' ids are made of, so that they are the same when the sources are gone. */
export async function writeLines(folder: RunFolder, lines: readonly SourceLine[]): Promise<void> {
  await writeAtomically(join(folder.path, linesFile), json(lines))
}

export async function writeSuppressions(folder: RunFolder, suppressions: Suppressions): Promise<void> {
  await writeAtomically(join(folder.path, suppressionsFile), json(suppressions))
}

/** `name` is that of the file in the folder. */
export async function writeReport(folder: RunFolder, name: string, text: Iterable<string>): Promise<void> {
  await writeAtomically(join(folder.path, name), text)
}

export async function readRecord(folder: RunFolder): Promise<RunRecord> {
  const path = join(folder.path, recordFile)
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw unreadable(folder.path, cause.code === 'ENOENT' ? `there is no ${recordFile} in it` : cause.message, cause)
  })
  return parseRunRecord(text, path)
}

/** The quoted source lines; none when MapSan was killed before it could write them. */
export async function readExcerpts(folder: RunFolder): Promise<readonly Excerpt[]> {
  const path = join(folder.path, excerptsFile)
  const text = await readFile(path, 'utf8').catch(() => '[]')
  return parseExcerpts(text, path)
}

/** Undefined when there is none, or one that this MapSan cannot read: then maps have no names. */
export async function readCatalog(folder: RunFolder): Promise<StoredCatalog | undefined> {
  const text = await readFile(join(folder.path, catalogFile), 'utf8').catch(() => undefined)
  return text === undefined ? undefined : parseCatalog(text)
}

/** None when nothing was found, or when an older MapSan recorded the run. */
export async function readLines(folder: RunFolder): Promise<readonly SourceLine[]> {
  const path = join(folder.path, linesFile)
  return parseLines(await readFile(path, 'utf8').catch(() => '[]'), path)
}

export async function readSuppressions(folder: RunFolder): Promise<Suppressions> {
  const path = join(folder.path, suppressionsFile)
  const text = await readFile(path, 'utf8').catch(() => undefined)
  return text === undefined ? noSuppressions : parseSuppressions(text, path)
}

/** What every process of the run recorded, in the order of the files' names. */
export async function readStreams(folder: RunFolder): Promise<readonly DecodedStream[]> {
  return [...(await readNamed(folder, isStream)), ...(await readRaceLogs(join(folder.path, eventsFolder)))]
}

/** What the processes of one repetition recorded. */
export function readStreamsOf(folder: RunFolder, repetition: number): Promise<readonly DecodedStream[]> {
  return readNamed(folder, (name) => name.startsWith(`${nameOfRepetition(repetition)}.`))
}

/** One file is in memory at a time. */
async function readNamed(folder: RunFolder, isMeant: (name: string) => boolean): Promise<readonly DecodedStream[]> {
  const events = join(folder.path, eventsFolder)
  const names = await readdir(events).catch(() => [])
  const streams: DecodedStream[] = []
  for (const name of names.filter(isMeant).sort()) {
    streams.push(decodeEvents(await readFile(join(events, name))))
  }
  return streams
}

/**
 * A stream is allocated as a whole when its process starts, and most of it stays empty. What is left of it when the
 * process is gone is cut off, so that a run folder is small enough to be attached to a bug.
 */
export async function trimStreams(folder: RunFolder): Promise<void> {
  const events = join(folder.path, eventsFolder)
  for (const name of (await readdir(events).catch(() => [])).filter(isStream)) {
    if (isAlive(Number(name.split('.').at(-1)))) continue
    const bytes = await readFile(join(events, name))
    // The process may live where its number is another one, in a container.
    if (decodeEvents(bytes).header.state === 'running') continue
    const last = bytes.findLastIndex((byte) => byte !== 0)
    await truncate(join(events, name), Math.min(bytes.length, Math.max(headerSize, (Math.floor(last / recordAlignment) + 2) * recordAlignment)))
  }
}

function isStream(name: string): boolean {
  return name.startsWith(eventsName)
}

/** To cut a file that is mapped by a process would kill that process. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH')
  }
}

/** Readers see the old text or the new one, never half of it. */
async function writeAtomically(path: string, text: string | Iterable<string>): Promise<void> {
  const draft = join(dirname(path), `.${randomUUID()}`)
  try {
    await writeFile(draft, text)
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
