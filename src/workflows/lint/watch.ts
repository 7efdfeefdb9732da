import { watch as watchFolder, type FSWatcher } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { ToolError } from '../../errors.ts'
import type { Report } from '../../model/report.ts'
import { ForeignPackages } from '../../rules/foreign.ts'
import { loadGoSyntax } from '../../syntax/go.ts'
import { openTarget, reportOf, type LintOptions, type LintTarget } from '../lint.ts'
import type { Session } from '../session.ts'
import { sourcesIn } from './foreign-sources.ts'
import { lintFolder, type LintedFolder } from './lint-folder.ts'
import { lintFolders } from './pool.ts'
import { rememberTypes, type Decide } from './types.ts'

/** In packages with so many lines it takes too long to look at all files before something is said. */
const manyLines = 10_000

/** Editors write a file in several steps. */
const settleMs = 20

export interface Relinted {
  readonly report: Report
  /** Between the change and the report. */
  readonly milliseconds: number
  /** Folders that were linted again. */
  readonly folders: readonly string[]
}

export interface Watcher {
  readonly report: (relinted: Relinted) => void
  /** A rule that is being written is wrong most of the time: the rules of before stay in force. */
  readonly mistake: (error: ToolError) => void
}

/**
 * Lints, and lints again what changes, until the user interrupts: a folder whose file was saved, all of them when a rule was. In a
 * large folder the file itself comes first, and what only Go's types can say comes as soon as Go has said it.
 */
export async function watchLint(session: Session, options: LintOptions, watcher: Watcher): Promise<void> {
  let target = await openTarget(session, options)
  const linted = new Map<string, LintedFolder>()
  const lintAll = async (): Promise<void> => {
    linted.clear()
    for (const one of await lintFolders(target.folders, target.module, target.rules.rules, target.rules.texts)) linted.set(one.folder, one)
  }
  const types = rememberTypes()
  let shown = ''
  const show = async (since: number, folders: readonly string[], decide: Decide = types.ask): Promise<void> => {
    const report = await reportOf(session, options, target, [...linted.values()], session.now(), decide)
    const milliseconds = performance.now() - since
    const said = JSON.stringify({ ...report, run: undefined })
    if (decide === types.recall || said !== shown) watcher.report({ report, milliseconds, folders })
    shown = said
  }
  const relint = async (changed: ReadonlySet<string>, saved: ReadonlySet<string>, since: number): Promise<void> => {
    const lines = Array.from(changed, (folder) => linted.get(folder)?.lines ?? 0).reduce((total, one) => total + one, 0)
    await lintSome(target, changed, linted, lines < manyLines ? undefined : saved)
    await show(since, [...changed], types.recall)
    if (lines >= manyLines) await lintSome(target, changed, linted)
    await show(since, [...changed])
  }
  const roots = watchedFolders(session, options, target)
  // What is saved while the first report is made is not lost.
  const changes = new Changes([...roots.sources, ...roots.rules], session.interrupt)
  const react = async (paths: readonly string[], since: number): Promise<void> => {
    try {
      // What folders there are, and what the rules are, can have changed as well.
      target = await openTarget(session, options)
      const rulesChanged = paths.some((path) => path.endsWith('.json') && roots.rules.includes(dirname(path)))
      const saved = new Set(paths.filter((path) => path.endsWith('.go')))
      if (rulesChanged) {
        await lintAll()
        shown = ''
        await show(since, target.folders.map(({ path }) => path))
      } else if (saved.size > 0) {
        await relint(new Set(Array.from(saved, (path) => dirname(path))), saved, since)
      }
    } catch (error) {
      if (!(error instanceof ToolError)) throw error
      watcher.mistake(error)
    }
  }
  try {
    const started = performance.now()
    await lintAll()
    await show(started, target.folders.map(({ path }) => path))
    for (let next = await changes.next(); next !== undefined; next = await changes.next()) await react(next.paths, next.since)
  } finally {
    changes.stop()
  }
}

/** Lints the folders, or of their files only some: what was found in the others is still true as far as is known. */
async function lintSome({ folders, module, rules }: LintTarget, changed: ReadonlySet<string>, linted: Map<string, LintedFolder>, only?: ReadonlySet<string>): Promise<void> {
  const syntax = await loadGoSyntax()
  const foreign = new ForeignPackages(syntax, sourcesIn(module))
  for (const path of changed) {
    const folder = folders.find((one) => one.path === path)
    if (folder === undefined) {
      linted.delete(path)
      continue
    }
    const found = lintFolder(syntax, folder, rules.rules, { lockInForeign: foreign.lockIn, ...(only && { looksAt: (file) => only.has(file.path) }) })
    const others = only === undefined ? [] : (linted.get(path)?.findings ?? []).filter(({ file }) => !only.has(file))
    linted.set(path, { ...found, findings: [...others, ...found.findings] })
  }
  foreign.delete()
}

function watchedFolders({ cwd, ruleDir }: Session, { patterns, rules }: LintOptions, { folders }: LintTarget): { readonly sources: readonly string[]; readonly rules: readonly string[] } {
  const named = (patterns.length === 0 ? ['./...'] : patterns).map((pattern) => resolve(cwd, pattern.replace(/\/?\.\.\.$/, '')))
  const sources = named.map((path) => (path.endsWith('.go') ? dirname(path) : path)).filter((path) => folders.some((folder) => folder.path === path || folder.path.startsWith(`${path}/`)))
  return { sources: [...new Set(sources)], rules: [ruleDir, ...rules.map((folder) => resolve(cwd, folder))].map((path) => path.replace(/\/$/, '')) }
}

/** The paths that change in folders, until the user interrupts. */
class Changes {
  readonly #watchers: readonly FSWatcher[]
  readonly #interrupt: AbortSignal
  #paths = new Set<string>()
  #since = 0
  #wake: () => void = () => {}

  constructor(folders: readonly string[], interrupt: AbortSignal) {
    this.#interrupt = interrupt
    interrupt.addEventListener('abort', () => this.#wake(), { once: true })
    this.#watchers = folders.map((folder) =>
      watchFolder(folder, { recursive: true }, (_event, name) => {
        if (name === null || !/\.(go|json)$/.test(name)) return
        if (this.#paths.size === 0) this.#since = performance.now()
        this.#paths.add(join(folder, name))
        this.#wake()
      }))
  }

  /** All that have changed since the last call, as soon as there are any; undefined after an interrupt. */
  async next(): Promise<{ readonly paths: readonly string[]; readonly since: number } | undefined> {
    while (this.#paths.size === 0 && !this.#interrupt.aborted) await new Promise<void>((done) => (this.#wake = done))
    if (this.#interrupt.aborted) return undefined
    await new Promise((done) => setTimeout(done, settleMs))
    const changed = { paths: [...this.#paths], since: this.#since }
    this.#paths = new Set()
    return changed
  }

  stop(): void {
    for (const watcher of this.#watchers) watcher.close()
  }
}
