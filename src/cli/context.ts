import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { ExitCode } from '../workflows/recording.ts'
import type { Progress, Session } from '../workflows/session.ts'
import { terminalProgress, wantsColour } from './terminal.ts'

/** MapSan's command line, split at the first `--`. */
export interface CommandLine {
  readonly words: readonly string[]
  readonly behindDashes: readonly string[]
  /** There was a `--`. */
  readonly dashes: boolean
}

/** What every command needs. */
export interface Context extends CommandLine {
  readonly progress: Progress
  /** Writes to standard output. */
  print(text: string): void
  /** How a report is written to standard output. */
  readonly style: { readonly colour: boolean; readonly width: number }
  /** For the workflows. From here on, a signal ends the programs that MapSan runs, and not MapSan. */
  session(): Session
  exit(code: ExitCode): void
}

const packageRoot = new URL('../../', import.meta.url)
const { version }: { readonly version: string } = JSON.parse(readFileSync(new URL('package.json', packageRoot), 'utf8'))
export const packageVersion = version

const plainWidth = 100

export function createContext(commandLine: CommandLine, exit: (code: ExitCode) => void): Context {
  const { stdin, stdout, stderr, env } = process
  const progress = terminalProgress(stderr, wantsColour(stderr, env), () => performance.now())
  ignoreClosedPipe(stdout)
  ignoreClosedPipe(stderr)
  return {
    ...commandLine,
    progress,
    print: (text) => stdout.write(text),
    style: { colour: wantsColour(stdout, env), width: (stdout.isTTY && stdout.columns) || plainWidth },
    exit,
    session: () => ({
      version,
      commandLine: ['mapsan', ...commandLine.words, ...(commandLine.dashes ? ['--', ...commandLine.behindDashes] : [])],
      shimDir: fileURLToPath(new URL('shim', packageRoot)),
      ruleDir: fileURLToPath(new URL('src/rules/library', packageRoot)),
      cwd: process.cwd(),
      env,
      pid: process.pid,
      now: () => new Date(),
      progress,
      interrupt: interruption(stdin.isTTY),
      interactive: stdin.isTTY,
    }),
  }
}

function interruption(interactive: boolean): AbortSignal {
  const controller = new AbortController()
  process.on('SIGINT', () => controller.abort(interactive ? 'Ctrl-C' : 'SIGINT'))
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => controller.abort(signal))
  return controller.signal
}

/** `mapsan report … | head` is no error. */
function ignoreClosedPipe(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
}
