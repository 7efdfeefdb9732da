import { execa } from 'execa'

export interface Command {
  readonly file: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
}

/** Nothing from outside may steer what is measured. The race detector sleeps for a second at exit, unless told not to. */
const steering = /^(MAPSAN|GORACE|GODEBUG|GOGC|GOMEMLIMIT|GOMAXPROCS|GOFLAGS)$/

export function neutralEnvironment(): Record<string, string> {
  const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return { ...Object.fromEntries(inherited.filter(([name]) => !steering.test(name))), GOFLAGS: '-buildvcs=false', GORACE: 'atexit_sleep_ms=0' }
}

/** Runs it to its end and gives its standard output. Throws, with what it printed, unless it succeeds. */
export async function run({ file, args, cwd, env = {} }: Command): Promise<string> {
  const { stdout } = await execa(file, args, { cwd, env: { ...neutralEnvironment(), ...env }, extendEnv: false, stdin: 'ignore' })
  return stdout
}
