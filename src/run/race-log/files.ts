import { watch, type FSWatcher } from 'node:fs'
import { readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DecodedStream } from '../../model/stream.ts'
import { unreadable } from '../run-record.ts'
import { readCrashFile } from './crash-file.ts'
import { decodeCrash, decodeRaceLog, joinCrashes } from './decode.ts'

/** What the race detector is told to begin the names of its logs with; it appends `.<pid>`. */
export const freshRaceLog = 'race'
const keptRaceLog = 'race-log'

/** The user's own GORACE may have `log_exe_name=1`: then it appends `.<program>.<pid>`. */
const fresh = /^race\.(.*)$/s
const kept = /^race-log-\d+\.(.*)$/s

/**
 * Gives every log a name of its own as soon as it is there. The race detector empties a log that it finds, so two
 * processes with one pid, be it in containers or after the pids have gone round, would leave one log between them. A
 * process goes on writing to its log whatever that is called. `stop` does so for the last time.
 */
export function keepRaceLogs(events: string): { readonly stop: () => Promise<void> } {
  let count = 0
  let work = Promise.resolve()
  const sweep = async (): Promise<void> => {
    const names = await readdir(events).catch(() => [])
    for (const name of names.sort()) {
      const [, process] = fresh.exec(name) ?? []
      // What cannot be renamed is read under the name that it has.
      if (process !== undefined) await rename(join(events, name), join(events, `${keptRaceLog}-${++count}.${process}`)).catch(() => undefined)
    }
  }
  const next = (): Promise<void> => (work = work.then(sweep))
  const watcher = tryToWatch(events, () => void next())
  return {
    stop: () => {
      watcher?.close()
      return next()
    },
  }
}

/** Where nothing can be watched any more, or not on this file system, the last sweep must do. */
function tryToWatch(folder: string, changed: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(folder, changed)
    return watcher.on('error', () => watcher.close())
  } catch {
    return undefined
  }
}

export interface KeptLog {
  readonly path: string
  /** What the race detector appended to the name. */
  readonly process: string
}

/** The logs in a folder of events, also those that MapSan did not live to give a name. */
export async function listRaceLogs(events: string): Promise<readonly KeptLog[]> {
  const names = await readdir(events).catch(() => [])
  return names.sort().flatMap((name) => {
    const [, process] = kept.exec(name) ?? fresh.exec(name) ?? []
    return process === undefined ? [] : [{ path: join(events, name), process }]
  })
}

const crashFile = /^race-crash-\d+\.txt$/

/** What programs begin the names of the files with that they write their crashes to; they append `.<pid>`. */
export const freshCrash = 'crash'
const freshCrashFile = /^crash\.\d+$/

/** The crashes of maps that programs have written down themselves. Their files, most of which hold none, are removed. */
export async function takeCrashes(events: string): Promise<readonly string[]> {
  const names = (await readdir(events).catch(() => [])).filter((name) => freshCrashFile.test(name)).sort()
  const found: string[] = []
  for (const name of names) {
    const path = join(events, name)
    found.push(...readCrashFile(await readFile(path, 'utf8').catch(() => '')))
    await rm(path, { force: true }).catch(() => undefined)
  }
  return found
}

/** Keeps what the runtime printed as it ended programs. */
export async function keepCrashes(events: string, texts: readonly string[]): Promise<void> {
  await Promise.all(texts.map((text, index) => writeFile(join(events, `race-crash-${index + 1}.txt`), text)))
}

async function readCrashes(events: string): Promise<readonly DecodedStream[]> {
  const names = (await readdir(events).catch(() => [])).filter((name) => crashFile.test(name)).sort()
  const crashes = await Promise.all(names.map(async (name) => decodeCrash(await readText(join(events, name)))))
  return crashes.filter((crash) => crash !== undefined)
}

async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause: Error) => {
    throw unreadable(path, cause.message, cause)
  })
}

export async function readRaceLogs(events: string): Promise<readonly DecodedStream[]> {
  const streams: DecodedStream[] = []
  for (const { path, process } of await listRaceLogs(events)) {
    const bytes = await readFile(path).catch((cause: Error) => {
      throw unreadable(path, cause.message, cause)
    })
    streams.push(decodeRaceLog(bytes, Number(/\d+$/.exec(process)?.[0] ?? 0)))
  }
  return joinCrashes(streams, await readCrashes(events))
}
