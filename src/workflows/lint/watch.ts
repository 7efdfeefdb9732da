import { watch as watchFolder } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { ToolError } from '../../errors.ts'
import type { Report } from '../../model/report.ts'
import { loadGoSyntax } from '../../syntax/go.ts'
import { openTarget, reportOf, type LintOptions, type LintTarget } from '../lint.ts'
import type { Session } from '../session.ts'
import { lintFolder, type LintedFolder } from './lint-folder.ts'
import { lintFolders } from './pool.ts'

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

/** Lints, and lints again what changes, until the user interrupts: a folder whose file was saved, all of them when a rule was. */
export async function watchLint(session: Session, options: LintOptions, watcher: Watcher): Promise<void> {
  let target = await openTarget(session, options)
  const linted = new Map<string, LintedFolder>()
  const lintAll = async (): Promise<void> => {
    linted.clear()
    for (const one of await lintFolders(target.folders, target.rules.rules, target.rules.texts)) linted.set(one.folder, one)
  }
  const show = async (since: number, folders: readonly string[]): Promise<void> => {
    const report = await reportOf(session, options, target, [...linted.values()])
    watcher.report({ report, milliseconds: performance.now() - since, folders })
  }
  const started = performance.now()
  await lintAll()
  await show(started, target.folders.map(({ path }) => path))

  const roots = watchedFolders(session, options, target)
  await onChanges(session, [...roots.sources, ...roots.rules], async (paths, since) => {
    try {
      // What folders there are, and what the rules are, can have changed as well.
      target = await openTarget(session, options)
      const rulesChanged = paths.some((path) => path.endsWith('.json') && roots.rules.includes(dirname(path)))
      const changed = new Set(paths.filter((path) => path.endsWith('.go')).map((path) => dirname(path)))
      if (!rulesChanged && changed.size === 0) return
      if (rulesChanged) await lintAll()
      else await lintSome(target, changed, linted)
      await show(since, rulesChanged ? target.folders.map(({ path }) => path) : [...changed])
    } catch (error) {
      if (!(error instanceof ToolError)) throw error
      watcher.mistake(error)
    }
  })
}

async function lintSome({ folders, rules }: LintTarget, changed: ReadonlySet<string>, linted: Map<string, LintedFolder>): Promise<void> {
  const syntax = await loadGoSyntax()
  for (const path of changed) {
    const folder = folders.find((one) => one.path === path)
    if (folder === undefined) linted.delete(path)
    else linted.set(path, lintFolder(syntax, folder, rules.rules))
  }
}

function watchedFolders({ cwd, ruleDir }: Session, { patterns, rules }: LintOptions, { folders }: LintTarget): { readonly sources: readonly string[]; readonly rules: readonly string[] } {
  const named = (patterns.length === 0 ? ['./...'] : patterns).map((pattern) => resolve(cwd, pattern.replace(/\/?\.\.\.$/, '')))
  const sources = named.map((path) => (path.endsWith('.go') ? dirname(path) : path)).filter((path) => folders.some((folder) => folder.path === path || folder.path.startsWith(`${path}/`)))
  return { sources: [...new Set(sources)], rules: [ruleDir, ...rules.map((folder) => resolve(cwd, folder))].map((path) => path.replace(/\/$/, '')) }
}

/** Calls with all paths that changed since the last call, one call at a time, until the user interrupts. */
async function onChanges({ interrupt }: Session, folders: readonly string[], call: (paths: readonly string[], since: number) => Promise<void>): Promise<void> {
  let changed = new Set<string>()
  let since = 0
  let wake: () => void = () => {}
  const watchers = folders.map((folder) =>
    watchFolder(folder, { recursive: true }, (_event, name) => {
      if (name === null || !/\.(go|json)$/.test(name)) return
      if (changed.size === 0) since = performance.now()
      changed.add(join(folder, name))
      wake()
    }))
  try {
    while (!interrupt.aborted) {
      await new Promise<void>((done) => {
        wake = done
        interrupt.addEventListener('abort', () => done(), { once: true })
        if (changed.size > 0) done()
      })
      if (interrupt.aborted) return
      await new Promise((done) => setTimeout(done, settleMs))
      const paths = [...changed]
      changed = new Set()
      await call(paths, since)
    }
  } finally {
    for (const watcher of watchers) watcher.close()
  }
}
