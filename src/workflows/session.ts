import type { Environment } from '../toolchain/process.ts'

/** Says on standard error what is going on. */
export interface Progress {
  /** Something that takes a while: says what it is, and how long it took. */
  during<T>(what: string, work: () => Promise<T>): Promise<T>
  /** A line of MapSan's own. */
  note(line: string): void
  /** What another program printed, unchanged. */
  relay(text: string): void
}

/** What every workflow knows of the MapSan that it is part of. */
export interface Session {
  readonly version: string
  /** MapSan's own command line. */
  readonly commandLine: readonly string[]
  /** The folder of the Go files that are compiled into package runtime. */
  readonly shimDir: string
  /** The folder of MapSan's own lint rules. */
  readonly ruleDir: string
  readonly cwd: string
  readonly env: Environment
  readonly pid: number
  readonly now: () => Date
  readonly progress: Progress
  /** Aborts when the user wants MapSan to come to an end; the reason is the signal's name, or `Ctrl-C`. */
  readonly interrupt: AbortSignal
  /** The keyboard is at standard input: Ctrl-C reaches the programs that MapSan starts by itself. */
  readonly interactive: boolean
}
