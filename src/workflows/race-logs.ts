import { copyFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { crashPrefix, raceLogPrefix } from '../run/folder.ts'
import { keepCrashes, keepRaceLogs, listRaceLogs, takeCrashes } from '../run/race-log/files.ts'
import { goraceVariable, settingOf } from '../toolchain/gorace.ts'
import type { Environment } from '../toolchain/process.ts'
import { crashVariable } from './race-crash.ts'
import type { Recording } from './recording.ts'
import type { Session } from './session.ts'

/** The logs of the race detector, from before the first process starts until the last one has ended. */
export interface RaceLogs {
  /** An environment in which every process leaves its reports here. */
  environment(env: Environment): Environment
  /** `printed`: crashes that were read in what tests print. */
  collect(printed?: readonly string[]): Promise<void>
}

export function watchLogs({ cwd, env: { GORACE: own }, progress }: Session, { folder, judgesTests }: Recording): RaceLogs {
  const keeping = keepRaceLogs(folder.events)
  const chosen = settingOf(own, 'log_path')
  return {
    environment: (env) => ({
      ...env,
      [crashVariable]: crashPrefix(folder),
      GORACE: goraceVariable(own, {
        log_path: raceLogPrefix(folder),
        // The report has paths that lead somewhere; it shortens them itself.
        ...(settingOf(own, 'strip_path_prefix') !== undefined && { strip_path_prefix: '' }),
        // Not every race is to fail: which ones do is decided when all are known.
        ...(judgesTests && settingOf(own, 'exitcode') === undefined && { exitcode: '0' }),
      }),
    }),
    collect: async (printed = []) => {
      await keeping.stop()
      await keepCrashes(folder.events, [...printed, ...(await takeCrashes(folder.events))])
      if (chosen === undefined || chosen === 'stdout' || chosen === 'stderr') return
      for (const { path, process } of await listRaceLogs(folder.events)) {
        await copyFile(path, `${resolve(cwd, chosen)}.${process}`).catch((error: unknown) =>
          progress.note(`the race log could not be copied to where GORACE wants it: ${error instanceof Error ? error.message : String(error)}`))
      }
    },
  }
}
