import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { groupRaces } from '../../src/analysis/findings.ts'
import type { Finding } from '../../src/model/finding.ts'
import type { GuardGap } from '../../src/model/observation.ts'
import type { DecodedStream } from '../../src/model/stream.ts'
import { decodeEvents } from '../../src/run/decode.ts'
import type { BuiltProgram } from './build.ts'

export interface RunRequest {
  readonly binary: string
  readonly args?: readonly string[]
  readonly cwd?: string
  readonly gomaxprocs: number
  readonly env?: Readonly<Record<string, string>>
  /** Let it record how maps are shared. */
  readonly observe?: boolean
  /** More for MAPSAN. */
  readonly setting?: string
  /** Interrupt the program after this time. */
  readonly forMs?: number
  readonly program: BuiltProgram
}

export interface RecordedRun {
  /** Undefined when a signal ended the program. */
  readonly exitCode: number | undefined
  readonly findings: readonly Finding[]
  readonly guardGaps: readonly GuardGap[]
  readonly streams: readonly DecodedStream[]
  readonly warnings: readonly string[]
  readonly stdout: string
  readonly stderr: string
}

const minute = 60_000

/** Runs an instrumented program and reads what it recorded. */
export async function runRecorded({ binary, args = [], cwd, gomaxprocs, env: more = {}, observe = false, setting = '', forMs, program }: RunRequest): Promise<RecordedRun> {
  const folder = await mkdtemp(join(tmpdir(), 'mapsan-run-'))
  try {
    const env = { ...more, GOMAXPROCS: String(gomaxprocs), MAPSAN: `events=${join(folder, 'ev')} observe=${observe ? 'on' : 'off'} ${setting}` }
    const { exitCode, stdout, stderr } = await execa(binary, [...args], {
      env, reject: false, timeout: forMs ?? 2 * minute, killSignal: 'SIGINT', ...(cwd !== undefined && { cwd }),
    })
    const streams = await Promise.all((await readdir(folder)).map(async (name) => decodeEvents(await readFile(join(folder, name)))))
    const { findings, guardGaps, warnings } = groupRaces(await program.name(streams), program.origin)
    return { exitCode, findings, guardGaps, streams, warnings, stdout, stderr }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
