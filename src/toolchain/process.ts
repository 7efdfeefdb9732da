import { execa, type Options } from 'execa'

export type Environment = Readonly<Record<string, string | undefined>>

export interface ProcessRequest {
  readonly file: string
  readonly args: readonly string[]
  readonly cwd: string
  /** The whole environment; nothing is added to it but PWD. */
  readonly env: Environment
  readonly stdio: Stdio
  /** What the process reads on its standard input, when its output is captured; nothing otherwise. */
  readonly input?: string
  /**
   * Ends the process when it aborts, first with the signal that is its reason. The reason `Ctrl-C` is a SIGINT that the
   * terminal has sent already to all processes of MapSan's group.
   */
  readonly stop?: AbortSignal
  /** How long the process may take to end before SIGKILL follows. */
  readonly killAfterMs?: number
  /** Sees what passes to the inherited standard output. Only for a process that keeps its standard output to itself. */
  readonly tap?: (chunk: Uint8Array) => void
  /** A process group of its own, so that a signal reaches the children of the process as well. */
  readonly ownGroup?: boolean
}

/**
 * Where the output goes. Inherited streams are the very same open files, so that a program which prints a
 * gigabyte does not pass through MapSan's memory, and one that leaves a daemon behind does not hold MapSan up.
 */
const stdioOptions = {
  inherit: { stdin: 'inherit', stdout: 'inherit', stderr: 'inherit' },
  'onto stderr': { stdin: 'inherit', stdout: 2, stderr: 'inherit' },
  'capture answer': { stdin: 'ignore', stdout: 'pipe', stderr: 'inherit' },
  capture: { stdin: 'ignore', stdout: 'pipe', stderr: 'pipe' },
} as const satisfies Record<string, Options>

export type Stdio = keyof typeof stdioOptions

export interface ProcessResult {
  /** Absent when a signal ended the process, or when it did not start. */
  readonly exitCode?: number
  readonly signal?: NodeJS.Signals
  /** Why the process could not be started, such as `ENOENT`. */
  readonly startError?: string
  /** It was ended from outside, by `stop`. */
  readonly stopped: boolean
  /** Empty unless captured. */
  readonly stdout: string
  readonly stderr: string
}

const defaultGraceMs = 10_000

/** Runs one process to its end. However it ends, the answer has the same shape; nothing is thrown. */
export async function runProcess(request: ProcessRequest): Promise<ProcessResult> {
  const { file, args, cwd, env, stdio, stop, killAfterMs = defaultGraceMs, ownGroup = false, input, tap } = request
  if (stop?.aborted) return { stopped: true, stdout: '', stderr: '', signal: stopSignal(stop) }

  const child = execa(file, args, {
    ...stdioOptions[stdio],
    ...(tap !== undefined && { stdout: [{ transform: passing(tap), binary: true }, 'inherit'] as const, buffer: false }),
    ...(input !== undefined && { stdin: 'pipe' as const, input }),
    cwd,
    env: { ...env, PWD: cwd },
    extendEnv: false,
    reject: false,
    stripFinalNewline: false,
    maxBuffer: 1 << 30,
    detached: ownGroup,
  })

  const send = (signal: NodeJS.Signals): void => {
    if (child.pid !== undefined) sendSignal(ownGroup ? -child.pid : child.pid, signal)
  }
  let killTimer: NodeJS.Timeout | undefined
  const onStop = (): void => {
    if (ownGroup || stop?.reason !== 'Ctrl-C') send(stopSignal(stop))
    killTimer = setTimeout(() => send('SIGKILL'), killAfterMs)
  }
  stop?.addEventListener('abort', onStop, { once: true })
  try {
    const result = await child
    return {
      ...(result.exitCode !== undefined && { exitCode: result.exitCode }),
      ...(result.signal !== undefined && { signal: result.signal }),
      ...(child.pid === undefined && { startError: result.code ?? 'unknown' }),
      stopped: killTimer !== undefined,
      stdout: result.stdout ?? '',
      stderr: result.stderr ?? '',
    }
  } finally {
    stop?.removeEventListener('abort', onStop)
    clearTimeout(killTimer)
  }
}

function passing(tap: (chunk: Uint8Array) => void): (chunk: unknown) => Generator<unknown> {
  return function* (chunk) {
    if (chunk instanceof Uint8Array) tap(chunk)
    yield chunk
  }
}

const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

function stopSignal(stop: AbortSignal | undefined): NodeJS.Signals {
  if (stop?.reason === 'Ctrl-C') return 'SIGINT'
  return stopSignals.find((signal) => signal === stop?.reason) ?? 'SIGTERM'
}

function sendSignal(target: number, signal: NodeJS.Signals): void {
  try {
    process.kill(target, signal)
  } catch {
    // The process, or the last of its group, ended in the meantime.
  }
}
