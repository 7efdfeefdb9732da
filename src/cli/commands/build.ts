import { Command } from 'commander'
import { build } from '../../workflows/build.ts'
import type { Context } from '../context.ts'

const examples = `
The program needs nothing of MapSan when it runs. A race changes neither its behaviour nor its exit code; it is
reported on standard error. Settings in the environment variable MAPSAN, separated by spaces, change that:
  log_path=<path>    write reports to <path>.<pid>; or stderr, stdout, off
  halt_on_error=1    exit after the first report, with exit code 66 unless exitcode says another
  exitcode=<n>       exit with n instead of 0 when races were found
  max_overhead=20%   skip map accesses, and say so, rather than cost more CPU time than that over the plain program
  status_signal=on   SIGUSR2 prints status and findings to where reports go
  status=<host:port> serve status and findings at /, and metrics for Prometheus at /metrics; needs --status

With --status the program gets what it takes to serve its status: net/http and what that needs become part of it if
they are not already, which adds some megabytes. It still listens nowhere unless MAPSAN has status=<host:port>.

Examples:
  mapsan build -o bin/server ./cmd/server
  MAPSAN="log_path=/var/log/races exitcode=66" bin/server
  mapsan build --status -o bin/server ./cmd/server
  MAPSAN="max_overhead=20% status=127.0.0.1:6070" bin/server
`

interface BuildFlags {
  readonly status?: boolean
  readonly variables?: boolean
}

export function buildCommand(context: Context): Command {
  return new Command('build')
    .summary('go build of a program that reports map races while it serves')
    .description('Runs `go build` with the map sanitizer: the program reports map races by itself, for instance in staging.')
    .usage('[--status] [--variables] [-o <file>] [go build flags] [packages]')
    .option('--status', 'let the program serve its status over HTTP, when MAPSAN says where')
    .option('--variables', 'report races on the variables that hold maps as well, and on len')
    .addHelpText('after', examples)
    .passThroughOptions()
    .allowUnknownOption()
    .allowExcessArguments()
    .action(async ({ status = false, variables = false }: BuildFlags, command: Command) => {
      const built = await build(context.session(), { args: [...command.args, ...context.behindDashes], status, variables })
      const where = built.output === undefined ? '' : ` as ${built.output}`
      context.progress.note(`built ${built.packages.join(' ')}${where}; it reports map races on standard error`)
      context.progress.note('MAPSAN="log_path=/var/log/races" in its environment sends them to a file; see `mapsan build --help`')
    })
}
