import { resolve } from 'node:path'
import { errorTable, ToolError } from '../errors.ts'
import { groupRaces } from '../analysis/findings.ts'
import { describeMistakes } from '../analysis/mistakes.ts'
import { nameRaces } from '../analysis/names.ts'
import { indexLines } from '../model/lines.ts'
import type { FinishedCommand, Report, RunStatus } from '../model/report.ts'
import { countedFindings, type Suppressions } from '../model/suppression.ts'
import {
  createRunFolder, eventsPrefix, hasEvents, keepOverlay, readStreams, removeRunFolder, trimStreams, writeCatalog, writeExcerpts, writeLines, writeRecord, writeSuppressions,
  type OpenRunFolder, type RunFolder,
} from '../run/folder.ts'
import { recordSchema, type Repeat, type RunRecord } from '../run/run-record.ts'
import { suppress } from '../suppression/suppress.ts'
import type { Environment, ProcessResult } from '../toolchain/process.ts'
import { BuiltSources } from './built-sources.ts'
import { PendingCatalog } from './catalog.ts'
import { quoteSources } from './excerpts.ts'
import type { Build, Instrumentation } from './instrument.ts'
import { readStatements } from './lines.ts'
import { mapsanVariable } from './mapsan-variable.ts'
import { fails, judges, tornReports, type ReportingOptions } from './reporting.ts'
import { writeReports } from './reports.ts'
import type { Session } from './session.ts'
import { originOf, suppressionsOf } from './suppressions.ts'

type OpenRecord = Omit<RunRecord, 'files'>

/** 0 clean, 1 findings, 2 MapSan could not run or tests were interrupted, 3 the user's build or program failed. */
export type ExitCode = 0 | 1 | 2 | 3

/** What a run came to. */
export interface Outcome {
  readonly folder: RunFolder
  readonly report: Report
  /** What of the user's failed, when nothing was found that explains it. */
  readonly failure?: ToolError
  readonly exitCode: ExitCode
}

/** What is about to run. */
export interface RecordedBuild extends Build {
  readonly overlay?: Pick<Instrumentation['overlay'], 'path'>
  /** Absent when that is MapSan's own engine. */
  readonly detector?: 'race'
  /** When they had to be known before. */
  readonly suppressions?: Suppressions
}

/** A run folder that is being filled. run.json is kept true at every moment, in case MapSan itself is killed. */
export class Recording {
  readonly folder: OpenRunFolder
  readonly #session: Session
  readonly #options: ReportingOptions
  readonly #suppressions: Suppressions
  readonly #catalog: PendingCatalog
  #record: OpenRecord
  #streamExpected = false

  private constructor(
    folder: OpenRunFolder, session: Session, options: ReportingOptions, suppressions: Suppressions, catalog: PendingCatalog, record: OpenRecord,
  ) {
    this.folder = folder
    this.#session = session
    this.#options = options
    this.#suppressions = suppressions
    this.#catalog = catalog
    this.#record = record
  }

  /** `repeat` says how the same can be done again. */
  static async start(session: Session, build: RecordedBuild, options: ReportingOptions, repeat?: Repeat): Promise<Recording> {
    const { go, cache, overlay, detector } = build
    const startedAt = session.now()
    const origin = originOf(build)
    const { out } = options
    const suppressions = build.suppressions ?? (await suppressionsOf(session, build, options))
    // Programs write their events there, and not all of them run in this folder: tests run in that of their package.
    const folder = await createRunFolder({ ...(out !== undefined && { chosen: resolve(session.cwd, out) }), cache, startedAt, pid: session.pid })
    const record: OpenRecord = {
      schema: recordSchema,
      mapsan: session.version,
      ...(detector && { detector }),
      command: session.commandLine,
      cwd: session.cwd,
      ...origin,
      go: { version: go.version, os: go.goos, arch: go.goarch },
      commands: [],
      startedAt: startedAt.toISOString(),
      finishedAt: null,
      status: 'running',
      ...(repeat && { repeat }),
    }
    if (overlay !== undefined) await keepOverlay(folder, overlay.path)
    await writeSuppressions(folder, suppressions)
    await writeRecord(folder, record)
    return new Recording(folder, session, options, suppressions, build.catalog ?? (await PendingCatalog.start(session, build)), record)
  }

  /** The environment in which a program leaves its events here, and how its maps are shared. */
  environment(env: Environment, repetition: number, settings: Readonly<Record<string, string>> = {}): Environment {
    const events = eventsPrefix(this.folder, repetition)
    const judged = this.judgesTests ? { fail_tests: '0' } : {}
    return { ...env, MAPSAN: mapsanVariable(env['MAPSAN'], { ...settings, ...judged, events }, { observe: 'on' }) }
  }

  /**
   * Whether a race must not fail the test that it happens in, because not every race is to count: package testing knows
   * nothing of that. Go must then not keep such a pass for a run in which the race does count.
   */
  get judgesTests(): boolean {
    return judges(this.#suppressions, this.#options)
  }

  /** Whether a process of this repetition has started. */
  async hasEvents(repetition: number): Promise<boolean> {
    return hasEvents(this.folder, repetition)
  }

  /** An instrumented program has run. However it ended by itself, it has left a stream. */
  async addProgram(command: readonly string[], result: ProcessResult): Promise<void> {
    if (result.startError === undefined && !result.stopped) this.#streamExpected = true
    await this.add(command, result)
  }

  async add(command: readonly string[], { exitCode, signal }: ProcessResult): Promise<void> {
    const finished: FinishedCommand = { command, exitCode: exitCode ?? null, signal: signal ?? null }
    this.#record = { ...this.#record, commands: [...this.#record.commands, finished] }
    await this.#keep(() => writeRecord(this.folder, this.#record))
  }

  /** Nothing has run, so there is nothing to keep. */
  async abandon(): Promise<void> {
    await this.folder.close()
    await removeRunFolder(this.folder)
  }

  get hasRun(): boolean {
    return this.#record.commands.some(({ exitCode, signal }) => exitCode !== null || signal !== null)
  }

  /**
   * Events → findings → report, which is kept beside them. `ended`: why there may be more to find. Races that were found are
   * the verdict all the same; without any, there is none.
   */
  async conclude(failed: ToolError | undefined, ended?: ToolError): Promise<Outcome> {
    const failure = ended ?? failed
    await this.folder.close()
    await this.#keep(() => trimStreams(this.folder))
    const streams = await readStreams(this.folder)
    // On a full disk there is no stream, or an empty one. That must not look like a clean run.
    if (this.#streamExpected && streams.every(({ header }) => header.state === 'unknown')) {
      throw new ToolError('CACHE_UNUSABLE', `the program could not record anything in ${this.folder.path}`)
    }
    const catalog = await this.#catalog.finish(streams, this.#record)
    const sources = new BuiltSources(this.#record, catalog)
    const named = nameRaces(streams, catalog, this.#record)
    const lines = await readStatements(named, this.#record, sources)
    const analysis = groupRaces(named, this.#record, indexLines(lines), describeMistakes(catalog, this.#record))
    const judged = { ...analysis, ...suppress(analysis.findings, this.#suppressions, this.#record) }
    const found = countedFindings(judged).length + tornReports({ ...judged, run: this.#record }) > 0
    const status: RunStatus = found ? 'findings' : failure === undefined ? 'clean' : 'failed'
    this.#record = { ...this.#record, status, finishedAt: this.#session.now().toISOString() }
    const report: Report = { ...judged, run: this.#record, excerpts: await quoteSources(analysis, this.#record, sources) }
    await this.#keep(async () => {
      if (catalog !== undefined) await writeCatalog(this.folder, catalog)
      await writeExcerpts(this.folder, report.excerpts)
      await writeLines(this.folder, lines)
      await writeReports(this.folder, report, ['terminal', 'json', ...this.#options.formats])
      await writeRecord(this.folder, this.#record)
    })
    const raced = fails(report, this.#options.failOn)
    if (ended !== undefined && raced) this.#session.progress.note(`${ended.message}: this is what was found until then`)
    return {
      folder: this.folder,
      report,
      exitCode: raced ? 1 : failure === undefined ? 0 : errorTable[failure.code].exit,
      ...(failure !== undefined && !raced && { failure }),
    }
  }

  /** A disk that is full by now must not cost the user the report: it is printed in any case. */
  async #keep(write: () => Promise<void>): Promise<void> {
    try {
      await write()
    } catch (error) {
      this.#session.progress.note(`${this.folder.path} could not be completed: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
}
